"""From planned files to the bytes of each file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

from jinja2 import Environment

from apiloom.core.diagnostics import Diagnostic, Report
from apiloom.core.text import exception_text
from apiloom.core.workers import share
from apiloom.python.render.model_runtimes import PREFIX, PYDANTIC, ModelRuntime
from apiloom.python.render.printed_page import Page
from apiloom.python.render.rendered_file import RenderedFile
from apiloom.python.render.runtime_files import runtime_files
from apiloom.python.render.template_environment import BY_USER, PAGE, place_in_users
from apiloom.python.syntax.scope import Scope, scope_of
from apiloom.python.targets.planned_files import (
    DataFile,
    Draft,
    PlannedFile,
    TemplateFile,
)

_WORTH_WORKERS: Final = 200
"""Files; one takes 3 ms, and starting the workers a tenth of a second."""


class TemplateFailedError(Exception):
    """A template of the user's could not be printed: its path, the line, and why."""

    def __init__(self, path: str, line: int, message: str) -> None:
        super().__init__(path, line, message)
        self.path, self.line, self.message = path, line, message


_Rendered: TypeAlias = tuple[RenderedFile, frozenset[str], Sequence[Diagnostic]]
"""A file, the modules of the runtime that it uses, and what planning it has found."""


def render(
    drafts: Sequence[Draft],
    environment: Environment,
    report: Report,
    models: ModelRuntime = PYDANTIC,
) -> tuple[RenderedFile, ...]:
    """Plan and print every file, and add the runtime that they use; by paths.

    A file goes from the plan to its bytes in one process, so that its views need not
    stay, nor travel. What planning finds goes to `report`, in the order of `drafts`.
    `models` says which modules of the runtime have what models need.
    Raises `TemplateFailedError` where a template of the user's is at fault.
    """

    def rendered(draft: Draft) -> _Rendered:
        with report.aside() as diagnostics:
            file = draft()
        if isinstance(file, DataFile):
            return RenderedFile(file.path, file.content), frozenset(), diagnostics
        scope = scope_of(file.module, file.is_package, file.view, file.taken, instead)
        return _printed(file, scope, environment), _runtime_modules(scope), diagnostics

    instead = models.modules()
    files: list[RenderedFile] = []
    used: set[str] = set()
    worth_it = len(drafts) >= _WORTH_WORKERS
    for printed, needed, diagnostics in share(
        rendered, drafts, chunk=4, worth_it=worth_it
    ):
        files.append(printed)
        used |= needed
        for diagnostic in diagnostics:
            report.add(diagnostic)
    for path, content in runtime_files(sorted(used), models):
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
        module for module in scope.local_modules() if module.partition(".")[0] == PREFIX
    )


def _printed(
    file: TemplateFile, scope: Scope, environment: Environment
) -> RenderedFile:
    page = Page(scope)
    context = {"view": file.view, "imports": scope.imports(), PAGE: page}
    try:
        text = environment.get_template(file.template).render(context)
    except Exception as error:
        if (place := place_in_users(environment, error)) is not None:
            raise TemplateFailedError(*place, exception_text(error)) from error
        raise
    settled, rough = page.settle(text.replace(BY_USER, ""))
    if BY_USER in text:
        # Nobody knows how a user lays his own text out: black judges all of it.
        rough = (range(settled.count("\n")),)
    return RenderedFile(file.path, settled.encode(), rough, by_user=BY_USER in text)
