"""`response_headers/` and `error_headers.py`: declared header fields as attributes.

A class for the answers of each operation that declares some, and one for each status of
an error, which has the fields of all operations.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from apiloom.api.ir import Header, Operation, Response
from apiloom.api.media_type_kinds import answers_of
from apiloom.api.names.header_names import header_key
from apiloom.api.names.status_names import error_name, is_error
from apiloom.api.resolved_api import NamedOperation, Resource
from apiloom.core.identifiers import Identifier
from apiloom.core.text import Text
from apiloom.python.syntax.docstring import Doc
from apiloom.python.syntax.expression import (
    NONE,
    Assignment,
    ClassHeader,
    Expression,
    Name,
    Symbol,
    Value,
    either,
    runtime,
    typing_only,
)
from apiloom.python.syntax.expression import Mapping as Display
from apiloom.python.targets.descriptions import worth_saying
from apiloom.python.targets.header_types import value_type
from apiloom.python.targets.models.type_expressions import TypeExpressions
from apiloom.python.targets.planned_files import Draft, TemplateFile, ready

FOLDER: Final = "response_headers"
ERRORS: Final = "error_headers"
_FOLDER_DOC: Final = "Header fields of answers, a module for each tag."


@dataclass(frozen=True, slots=True)
class HeaderView:
    """An attribute for a header field."""

    declaration: Assignment
    doc: Doc | None


@dataclass(frozen=True, slots=True)
class HeadersView:
    """A class with the header fields of some responses."""

    header: ClassHeader
    doc: Doc
    fields: tuple[HeaderView, ...]


@dataclass(frozen=True, slots=True)
class HeadersModuleView:
    """A module of such classes."""

    doc: Doc
    classes: tuple[HeadersView, ...]


def declares_headers(operation: Operation) -> bool:
    """Whether what an operation answers has header fields that are declared."""
    return any(response.headers for response in _answers(operation))


def answers_class(named: NamedOperation, resource: Resource) -> Name | None:
    """The class for the answers of an operation, if they declare header fields."""
    if not declares_headers(named.operation):
        return None
    module = f"{FOLDER}.{resource.module}"
    return Name(Symbol(module, f"{named.namespace}Headers", local=True))


def error_class(status: str) -> Name:
    """The class for the errors of a status, as far as they declare header fields."""
    return Name(Symbol(ERRORS, f"{error_name(status)}Headers", local=True))


def read_as(
    named: NamedOperation, resource: Resource, statuses: Container[str]
) -> Iterator[tuple[str, Expression]]:
    """What a descriptor says of header fields; `statuses` are errors that have some."""
    class_ = answers_class(named, resource)
    if class_ is not None:
        yield "headers", class_
    errors = tuple(
        (Value(Text(response.status)), error_class(response.status))
        for response in _errors(named.operation)
        if response.status in statuses
    )
    if errors:
        yield "error_headers", Display(errors)


def with_error_headers(operations: Iterable[Operation]) -> dict[str, list[Response]]:
    """The responses of each status of an error, where one declares header fields."""
    found: dict[str, list[Response]] = {}
    for operation in operations:
        for response in _errors(operation):
            found.setdefault(response.status, []).append(response)
    return {
        status: found[status]
        for status in sorted(found)
        if any(response.headers for response in found[status])
    }


def plan_headers(types: TypeExpressions) -> Iterator[Draft]:
    """The modules that there is something to say in."""
    resources = [
        resource
        for resource in types.api.resources
        if any(answers_class(named, resource) for named in resource.operations)
    ]
    if resources:
        path, template = f"{FOLDER}/__init__.py", "package/doc.py.jinja"
        yield ready(TemplateFile(path, template, Doc((_FOLDER_DOC,)), FOLDER))
    for resource in resources:
        yield partial(_of_resource, types, resource)
    errors = with_error_headers(types.api.spec.operations)
    if errors:
        yield partial(_of_errors, types, errors)


def _of_resource(types: TypeExpressions, resource: Resource) -> TemplateFile:
    classes: list[HeadersView] = []
    for named in resource.operations:
        class_ = answers_class(named, resource)
        if class_ is not None:
            call = f"client.{resource.module}.{named.method}"
            doc = Doc((f"The header fields of what `{call}` gives.",))
            responses = _answers(named.operation)
            classes.append(_view(types, class_.symbol.name, doc, responses))
    doc = Doc((f"Header fields of the answers of `client.{resource.module}`.",))
    return _module(f"{FOLDER}/{resource.module}", doc, classes)


def _of_errors(
    types: TypeExpressions, errors: Mapping[str, Sequence[Response]]
) -> TemplateFile:
    classes = [
        _view(
            types,
            error_class(status).symbol.name,
            Doc((f"The header fields of `errors.{error_name(status)}`.",)),
            responses,
        )
        for status, responses in errors.items()
    ]
    doc = Doc(("Header fields of errors, of all operations together.",))
    return _module(ERRORS, doc, classes)


def _module(path: str, doc: Doc, classes: Sequence[HeadersView]) -> TemplateFile:
    # Inside of a class, its attributes stand before what is built in.
    attributes = {field.declaration.name for each in classes for field in each.fields}
    return TemplateFile(
        f"{path}.py",
        "client/response_headers.py.jinja",
        HeadersModuleView(doc, tuple(classes)),
        path.replace("/", "."),
        frozenset({*attributes, *(each.header.name for each in classes)}),
    )


def _view(
    types: TypeExpressions, name: str, doc: Doc, responses: Sequence[Response]
) -> HeadersView:
    headers: dict[str, list[Header]] = {}
    for response in responses:
        for header in response.headers:
            headers.setdefault(header_key(header.wire_name), []).append(header)
    return HeadersView(
        ClassHeader(Identifier(name), (runtime("typed_headers", "TypedHeaders"),)),
        doc,
        tuple(
            _field(types, types.api.headers[key], found, len(responses))
            for key, found in headers.items()
        ),
    )


def _field(
    types: TypeExpressions, name: Identifier, headers: Sequence[Header], responses: int
) -> HeaderView:
    """The attribute for a field; None is one of its values where it may not come."""
    members = [value_type(types, header) for header in headers]
    required = [header for header in headers if header.required]
    if len(required) < responses:
        members.append(NONE)
    described = (header.description for header in headers)
    names = (name, header_key(headers[0].wire_name))
    texts = worth_saying((next(filter(None, described), None),), *names)
    declaration = Assignment(name, typing_only(either(tuple(members))))
    return HeaderView(declaration, Doc(texts) if texts else None)


def _answers(operation: Operation) -> tuple[Response, ...]:
    """The responses that a call returns: what is read of them decides its type."""
    return answers_of(operation) or tuple(
        response for response in operation.responses if response.status == "default"
    )


def _errors(operation: Operation) -> Iterator[Response]:
    """The responses that a call can raise; any status can come under `default`."""
    answers = _answers(operation)
    for response in operation.responses:
        is_answer = response in answers and response.status != "default"
        if is_error(response.status) and not is_answer:
            yield response
