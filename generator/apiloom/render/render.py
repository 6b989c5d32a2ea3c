"""From planned files to the bytes of each file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from jinja2 import Environment

from apiloom.pylang.scope import Scope, scope_of
from apiloom.render.environment import PAGE, make_environment
from apiloom.render.files import RenderedFile
from apiloom.render.page import Page
from apiloom.render.runtime import PREFIX, runtime_files
from apiloom.targets.planned import DataFile, PlannedFile, TemplateFile
from apiloom.workers import share

_WORTH_WORKERS: Final = 200
"""Modules; one takes 2 ms, and starting the workers a tenth of a second."""


def render(planned: Iterable[PlannedFile]) -> tuple[RenderedFile, ...]:
    """Print every file, and add the runtime that they use; in order of paths."""
    environment = make_environment()
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
    template = environment.get_template(file.template)
    text = template.render({"view": file.view, "imports": scope.imports(), PAGE: page})
    settled, rough = page.settle(text)
    return RenderedFile(file.path, settled.encode(), rough)
