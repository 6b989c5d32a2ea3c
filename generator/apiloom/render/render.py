"""From planned files to the bytes of each file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from jinja2 import Environment

from apiloom.pylang.scope import Scope, scope_of
from apiloom.render.environment import BY_USER, PAGE, place_in_users
from apiloom.render.files import RenderedFile
from apiloom.render.page import Page
from apiloom.render.runtime import PREFIX, runtime_files
from apiloom.targets.planned import DataFile, PlannedFile, TemplateFile
from apiloom.workers import share

_WORTH_WORKERS: Final = 200
"""Modules; one takes 2 ms, and starting the workers a tenth of a second."""


class TemplateFailedError(Exception):
    """A template of the user's could not be printed: its path, the line, and why."""

    def __init__(self, path: str, line: int, message: str) -> None:
        super().__init__(path, line, message)
        self.path, self.line, self.message = path, line, message


def render(
    planned: Iterable[PlannedFile], environment: Environment
) -> tuple[RenderedFile, ...]:
    """Print every file, and add the runtime that they use; in order of paths.

    Raises `TemplateFailedError` where a template of the user's is at fault.
    """
    modules: list[TemplateFile] = []
    files: list[RenderedFile] = []
    for file in planned:
        if isinstance(file, DataFile):
            files.append(RenderedFile(file.path, file.content))
        else:
            modules.append(file)

    def rendered(file: TemplateFile) -> tuple[RenderedFile, frozenset[str]]:
        scope = scope_of(file.module, file.is_package, file.view, file.taken)
        return _printed(file, scope, environment), _runtime_modules(scope)

    used: set[str] = set()
    worth_it = len(modules) >= _WORTH_WORKERS
    for printed, needed in share(rendered, modules, chunk=8, worth_it=worth_it):
        files.append(printed)
        used |= needed
    for path, content in runtime_files(sorted(used)):
        files.append(RenderedFile(path, content))
    return tuple(sorted(files, key=lambda file: file.path))


def runtime_modules(planned: Iterable[PlannedFile]) -> frozenset[str]:
    """The modules of the runtime that these files import, as `_runtime.client`."""
    return frozenset(
        module
        for file in planned
        if isinstance(file, TemplateFile)
        for module in _runtime_modules(
            scope_of(file.module, file.is_package, file.view, file.taken)
        )
    )


def _runtime_modules(scope: Scope) -> frozenset[str]:
    return frozenset(
        symbol.module
        for symbol in (*scope.running, *scope.typing_only)
        if symbol.local and symbol.module.partition(".")[0] == PREFIX
    )


def _printed(
    file: TemplateFile, scope: Scope, environment: Environment
) -> RenderedFile:
    page = Page(scope)
    known = {"view": file.view, "imports": scope.imports(), PAGE: page}
    try:
        text = environment.get_template(file.template).render(known)
    except Exception as error:
        if (place := place_in_users(environment, error)) is not None:
            told = f"{type(error).__name__}: {ascii(str(error))[1:-1]}"
            raise TemplateFailedError(*place, told) from error
        raise
    settled, rough = page.settle(text.replace(BY_USER, ""))
    if BY_USER in text:
        # Nobody knows how a user lays his own text out: black judges all of it.
        rough = (range(settled.count("\n")),)
    return RenderedFile(file.path, settled.encode(), rough, by_user=BY_USER in text)
