"""The Jinja environment: strict, a sandbox, and with three ways into the output only.

`code` prints names, expressions and statements; `literal` prints a value; `doc` prints
a docstring. Whatever reaches the output past them is an error, not text.

Templates of the user's come with a repository that nobody may have read yet: they see
public members of views, call what they have defined themselves and a few methods of
texts, and include what stands in their folder. See SECURITY.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from traceback import walk_tb
from typing import Any, Final, TypeAlias

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    TemplateNotFound,
    pass_context,
)
from jinja2.runtime import BlockReference, Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

from apiloom.core.identifiers import Identifier
from apiloom.python.render.printed_page import Page, Printed
from apiloom.python.render.template_files import (
    read_user_template,
    template_folder,
    user_template,
)
from apiloom.python.syntax.docstring import Doc
from apiloom.python.syntax.expression import Expression, Value
from apiloom.python.syntax.layout import Block
from apiloom.python.syntax.printer import Statement, code_tree, expression_tree
from apiloom.python.syntax.scope import LocalImports, ReExport, StarImport

PAGE: Final = "_page"
BY_USER: Final = "\x01"
"""Stands in the output wherever a template of the user's has had a part in it."""
_OF_TEXTS: Final = frozenset(
    {"capitalize", "endswith", "lower", "lstrip", "removeprefix", "removesuffix"}
    | {"rstrip", "split", "startswith", "strip", "title", "upper"}
)
"""What may be called of a text: nothing that formats, and nothing that repeats."""
Code: TypeAlias = (
    Identifier | Statement | Expression | LocalImports | ReExport | StarImport | Block
)


class TemplateLoader(BaseLoader):
    """Loads templates by name: from the user's folder, else from apiloom's.

    `others` are folders of targets that other distributions bring, looked into last.
    """

    def __init__(self, users: Path | None = None, others: Sequence[Path] = ()) -> None:
        self.users = users
        self._folders = (template_folder(), *others)

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """The text of a template; raises `TemplateNotFound` for unknown names."""
        del environment
        if self.users is not None:
            try:
                users = user_template(self.users, template)
                if users is not None:
                    text = read_user_template(users) + BY_USER
                    return text, str(users), lambda: True
            except (OSError, ValueError) as error:
                raise TemplateNotFound(template, str(error)) from None
        for folder in self._folders:
            path = folder / template
            if _is_file(path):
                return path.read_text(encoding="utf-8"), str(path), lambda: True
        raise TemplateNotFound(template)


def _is_file(path: Path) -> bool:
    return ".." not in path.parts and path.is_file()


class _Sandbox(ImmutableSandboxedEnvironment):
    """Where a template can reach nothing that it has not been given."""

    def is_safe_callable(self, obj: Any) -> bool:
        """Whether a template may call it: its own macros, loops, few methods."""
        if isinstance(obj, Macro | LoopContext | BlockReference):
            return True
        owner, name = getattr(obj, "__self__", None), getattr(obj, "__name__", "")
        if isinstance(owner, LoopContext):
            return name in {"changed", "cycle"}
        return isinstance(owner, str) and name in _OF_TEXTS


def make_environment(
    users: Path | None = None, others: Sequence[Path] = ()
) -> Environment:
    """An environment that renders the templates of these folders and apiloom's own."""
    environment = _Sandbox(
        loader=TemplateLoader(users, others),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_finalize,
        auto_reload=False,
        autoescape=False,  # Python, not HTML; the filters encode
    )
    environment.filters.clear()
    environment.filters.update(code=_code, literal=_literal, doc=_doc)
    environment.globals.clear()
    return environment


def place_in_users(
    environment: Environment, error: Exception
) -> tuple[str, int] | None:
    """Where in a template of the user's `error` came up, innermost; else None.

    Jinja makes tracebacks say file and line of the template.
    """
    loader = environment.loader
    folder = loader.users if isinstance(loader, TemplateLoader) else None
    place = None
    for frame, line in walk_tb(error.__traceback__):
        path = frame.f_code.co_filename
        if folder is not None and Path(path).is_relative_to(folder):
            place = path, line
    return place


@pass_context
def _code(context: Context, value: Code | str) -> Printed:
    page = _page(context)
    if isinstance(value, Identifier):
        return Printed(value)
    if isinstance(value, str):
        raise TypeError("a bare string is not code; use an Identifier")
    if isinstance(value, LocalImports):
        return page.block(page.scope.local_imports(value))
    if isinstance(value, ReExport):
        return page.block(page.scope.re_exports(value))
    if isinstance(value, StarImport):
        return page.tree(page.scope.star_import(value))
    if isinstance(value, Block):
        return page.block(value)
    return page.tree(code_tree(value, page.scope))


@pass_context
def _literal(context: Context, value: object) -> Printed:
    page = _page(context)
    wrapped: Any = value
    return page.tree(expression_tree(Value(wrapped), page.scope))


@pass_context
def _doc(context: Context, value: Doc) -> Printed:
    if not isinstance(value, Doc):
        raise TypeError(f"{type(value).__name__} is no docstring")
    return _page(context).doc(value)


def _page(context: Context) -> Page:
    page = context[PAGE]
    assert isinstance(page, Page)
    return page


def _finalize(value: object) -> object:
    if isinstance(value, Printed):
        return value
    raise TypeError(f"{type(value).__name__} reached a template past the filters")
