"""From planned files to the bytes of each file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jinja2 import Environment

from apiloom.pylang.scope import scope_of
from apiloom.render.environment import PAGE, make_environment
from apiloom.render.files import RenderedFile
from apiloom.render.locate import RUNTIME_FOLDER
from apiloom.render.page import Page
from apiloom.targets.planned import DataFile, PlannedFile, RuntimeFile, TemplateFile


def render(planned: Iterable[PlannedFile]) -> tuple[RenderedFile, ...]:
    """Print every file, in order of their paths, each path once."""
    return tuple(sorted(_rendered(planned), key=lambda file: file.path))


def _rendered(planned: Iterable[PlannedFile]) -> Iterator[RenderedFile]:
    environment = make_environment()
    for path, file in {file.path: file for file in planned}.items():
        if isinstance(file, RuntimeFile):
            content = (RUNTIME_FOLDER / file.name).read_bytes()
            yield RenderedFile(path, content, settled=True)
        elif isinstance(file, DataFile):
            yield RenderedFile(path, file.content, settled=True)
        else:
            yield _printed(file, environment)


def _printed(file: TemplateFile, environment: Environment) -> RenderedFile:
    scope = scope_of(file.module, file.is_package, file.view, file.taken)
    page = Page(scope)
    template = environment.get_template(file.template)
    text = template.render({"view": file.view, "imports": scope.imports(), PAGE: page})
    settled_text, settled = page.settle(text)
    return RenderedFile(file.path, settled_text.encode(), settled)
