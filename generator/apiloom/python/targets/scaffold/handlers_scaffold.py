"""A first `handlers.py` and its test, which belong to the user once they are written.

Nothing of the document's text stands in them but values that are Python literals.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from apiloom.api.ir import UNREADABLE
from apiloom.api.resolved_api import NamedOperation, NamedScheme, ResolvedApi, Resource
from apiloom.core.diagnostics import Report
from apiloom.python.targets.descriptors import Descriptors, descriptors_of
from apiloom.python.targets.models.type_expressions import TypeExpressions
from apiloom.python.targets.scaffold.scaffolded_test import ScaffoldedTest

_TAKEN: Final = frozenset({"annotations", "app", "dataclass"})
"""What a module of handlers binds, whatever the document says."""


@dataclass(frozen=True, slots=True)
class HandlersScaffold:
    """The text of both files, and what `handlers.py` has to have.

    `methods` has the name of each generated class and those of its handlers. There is
    no `test` where there is no client to write it with.
    """

    handlers: str
    test: str | None
    methods: dict[str, tuple[str, ...]]

    def lacking(self, source: str) -> tuple[str, ...]:
        """The handlers that a module does not have, as `Class.method`.

        A class counts for the generated class that is among its bases. Raises
        `SyntaxError` where `source` is not Python.
        """
        written = _methods_by_base(source)
        return tuple(
            f"{class_}.{method}"
            for class_, methods in self.methods.items()
            for method in methods
            if method not in written.get(class_, ())
        )


def handlers_scaffold(
    api: ResolvedApi, package: str, report: Report, targets: Collection[str]
) -> HandlersScaffold:
    """What to begin with: each handler answers 501. `package` is the import name, and
    `targets` says what there is in it."""
    types = TypeExpressions(api, report)
    server = _ServerScaffold(descriptors_of(types, client=False), package)
    test = None
    if "client" in targets:
        client = descriptors_of(types, client=True)
        fakes = "testing" in targets
        written = ScaffoldedTest(server.descriptors, client, package, fakes)
        test = "\n".join(written.lines()) + "\n"
    return HandlersScaffold(
        "\n".join(server.lines()) + "\n",
        test,
        {
            f"{each.name}Api": tuple(named.method for named in each.operations)
            for each in api.resources
        },
    )


@dataclass(frozen=True, slots=True)
class _ServerScaffold:
    """Writes `handlers.py`."""

    descriptors: Descriptors
    package: str

    def lines(self) -> Iterator[str]:
        """The module; long lines are left to a formatter."""
        api = self.descriptors.types.api
        schemes = self.descriptors.used_schemes()
        yield f'"""What each operation of {self.package} does.'
        yield ""
        yield "Written once by `apiloom scaffold`, and yours from then on."
        yield "`uvicorn handlers:app` serves it, with a page to try it at /docs."
        yield '"""'
        yield ""
        yield "from __future__ import annotations"
        yield ""
        if schemes:
            yield from ("from dataclasses import dataclass", "")
        yield from self._imports()
        if schemes:
            yield from _caller()
        for resource in api.resources:
            yield from self._class(resource)
        for scheme in schemes:
            yield from _check(scheme)
        yield from ("", "", "app = create_app(")
        for resource in api.resources:
            yield f"    {resource.module}={_class_name(resource)}(),"
        if schemes:
            checks = ", ".join(
                f"{each.argument}={_check_name(each)}" for each in schemes
            )
            yield f"    security=Security({checks}),"
        yield ")"

    def _imports(self) -> Iterator[str]:
        """What is imported of the package, in the order that isort has."""
        server = f"{self.package}.server"
        resources = self.descriptors.types.api.resources
        is_secured = bool(self.descriptors.used_schemes())
        offered = ["HttpError", *(("Access", "Security") if is_secured else ())]
        aliases = {str(each.module): _alias(each) for each in resources}
        plain = ["create_app", *(name for name in aliases if aliases[name] == name)]
        yield f"from {server} import ("
        names = (*sorted(offered), *sorted(dict.fromkeys(plain)))
        yield from (f"    {name}," for name in names)
        yield ")"
        for name, alias in sorted(aliases.items()):
            if alias != name:
                yield f"from {server} import {name} as {alias}"

    def _class(self, resource: Resource) -> Iterator[str]:
        module = f"{_alias(resource)}."
        secured = any(map(self._is_secured, resource.operations))
        base = f"{module}{resource.name}Api{'[Caller]' if secured else ''}"
        yield from ("", "", f"class {_class_name(resource)}({base}):")
        yield f'    """Handles the operations of `{resource.module}`."""'
        for named in resource.operations:
            place = f"{module}{named.namespace}"
            request = f"{place}.Request{'[Caller]' if self._is_secured(named) else ''}"
            signature = f"self, request: {request}, /"
            yield ""
            yield f"    async def {named.method}({signature}) -> {place}.Response:"
            yield f"        raise HttpError(501, {_not_written(resource, named)!r})"

    def _is_secured(self, named: NamedOperation) -> bool:
        return bool(named.operation.security)


def _caller() -> Iterator[str]:
    yield from ("", "", "@dataclass(frozen=True)", "class Caller:")
    yield '    """Whom credentials stand for: `request.principal`."""'
    yield from ("", "    name: str")


def _check(named: NamedScheme) -> Iterator[str]:
    """The function of one security scheme."""
    given = {"basic": "user: str, password: str, ", "other": ""}
    arguments = given.get(named.scheme.kind, "token: str, ")
    if named.scheme.key == UNREADABLE:
        return
    name = _check_name(named)
    yield from (
        "",
        "",
        f"async def {name}({arguments}access: Access) -> Caller | None:",
    )
    yield '    """Whom the credentials stand for; None answers 401."""'
    yield f'    raise HttpError(501, "{name} is not written yet.")'


def _check_name(named: NamedScheme) -> str:
    """The function of a scheme; None for one that the document does not describe."""
    is_known = named.scheme.key != UNREADABLE
    return f"check_{named.argument}" if is_known else "None"


def _class_name(resource: Resource) -> str:
    return f"{resource.name}Handlers"


def _alias(resource: Resource) -> str:
    """What a module of handlers is called where it is imported."""
    name = str(resource.module)
    clashes = name in _TAKEN or name.startswith("check_")
    return f"{name}_operations" if clashes else name


def _not_written(resource: Resource, named: NamedOperation) -> str:
    return f"{resource.module}.{named.method} is not written yet."


def _methods_by_base(source: str) -> dict[str, set[str]]:
    """What the classes of a module define, by the last name of each base."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.ClassDef):
            continue
        methods = {
            each.name
            for each in node.body
            if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
        }
        for base in node.bases:
            end = base.value if isinstance(base, ast.Subscript) else base
            name = end.attr if isinstance(end, ast.Attribute) else ast.unparse(end)
            found.setdefault(name, set()).update(methods)
    return found
