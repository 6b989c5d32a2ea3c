"""A reference of the API in Markdown, and an index of its operations in Python."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from apiloom.api.ir import Operation
from apiloom.api.resolve.resolved_api import NamedOperation, ResolvedApi, Resource
from apiloom.api.schema.shapes import JsonValue
from apiloom.core.diagnostics import Report
from apiloom.core.identifiers import Identifier
from apiloom.python.syntax.docstring import Doc
from apiloom.python.syntax.expression import Assignment, Mapping, Sequence, Value
from apiloom.python.targets.package_options import PackageOptions
from apiloom.python.targets.planned_files import DataFile, PlannedFile, TemplateFile
from apiloom_markdown.markdown import code, heading, paragraph

__all__ = ["MarkdownTarget", "target"]


@dataclass(frozen=True, slots=True)
class IndexView:
    """What `markdown/index.py.jinja` prints."""

    doc: Doc
    operations: Assignment


@dataclass(frozen=True, slots=True)
class MarkdownTarget:
    """`REFERENCE.md`, and `index.py` with the same as data."""

    templates: Path | None = Path(__file__).parent / "templates"

    def plan(
        self, api: ResolvedApi, options: PackageOptions, report: Report
    ) -> Iterable[PlannedFile]:
        """Both files; nothing of a document is lost here, so nothing is reported."""
        del report
        text = "\n".join(_reference(api, options.package)) + "\n"
        yield DataFile("REFERENCE.md", text.encode())
        yield _index(api)


def _reference(api: ResolvedApi, package: str) -> Iterator[str]:
    """The lines of the reference: a section for each tag, then each operation."""
    yield heading(1, api.spec.info.title)
    if api.spec.info.description:
        yield from ("", paragraph(api.spec.info.description))
    for resource in api.resources:
        yield from ("", heading(2, resource.tag))
        for named in resource.operations:
            yield from _operation(resource, named, package)


def _operation(
    resource: Resource, named: NamedOperation, package: str
) -> Iterator[str]:
    operation = named.operation
    yield from ("", f"### {code(operation.method, operation.path)}", "")
    yield f"`{package}`: `client.{resource.module}.{named.method}`"
    if operation.deprecated:
        yield from ("", "**Deprecated.**")
    for text in (operation.summary, operation.description):
        if text:
            yield from ("", paragraph(text))
    if operation.parameters:
        yield from ("", "| parameter | in | required |", "|---|---|---|")
    for parameter in operation.parameters:
        required = "yes" if parameter.required else "no"
        yield f"| {code(parameter.wire_name)} | {parameter.location} | {required} |"
    statuses = ", ".join(f"`{response.status}`" for response in operation.responses)
    yield from ("", f"Responses: {statuses}")


def _index(api: ResolvedApi) -> TemplateFile:
    doc = Doc(("Method and path of each operation, by its name in the client.",))
    entries = tuple(
        (Value(named.method), _place(named.operation))
        for resource in api.resources
        for named in resource.operations
    )
    view = IndexView(doc, Assignment(_OPERATIONS, value=Mapping(entries)))
    taken = frozenset({str(_OPERATIONS)})
    return TemplateFile("index.py", "markdown/index.py.jinja", view, "index", taken)


def _place(operation: Operation) -> Sequence:
    return Sequence((Value(JsonValue(operation.method)), Value(operation.path)))


_OPERATIONS: Final = Identifier("OPERATIONS")
target: Final = MarkdownTarget()
