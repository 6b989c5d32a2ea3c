"""`operation_errors/`: the exceptions of single operations, a module for each resource.

They are offered by `errors`, and loaded when one of them is first used.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from apiloom.api.ir import Response
from apiloom.api.names.status_names import error_keys, error_name
from apiloom.api.resolved_api import NamedOperation, Resource
from apiloom.core.identifiers import Identifier
from apiloom.python.syntax.docstring import Doc
from apiloom.python.syntax.expression import (
    Assignment,
    Bare,
    ClassHeader,
    Expression,
    Name,
    Symbol,
    typing_only,
)
from apiloom.python.targets.client.client_errors import FOLDER, ErrorView, status_doc
from apiloom.python.targets.descriptors import Descriptors
from apiloom.python.targets.lazy_packages import LazyIndex
from apiloom.python.targets.planned_files import Draft, TemplateFile, ready

_INDEX_DOC: Final = "What calls of single operations raise; `errors` has them too."
_MODULE_DOC: Final = "What calls of `client.{}` raise, each with its own data."


@dataclass(frozen=True, slots=True)
class OperationErrorsView:
    """A module of exceptions; what they derive from stands in `errors`."""

    doc: Doc
    errors: tuple[ErrorView, ...]


def operation_errors(descriptors: Descriptors) -> Iterator[Draft]:
    """The index and a module for each resource; nothing where no operation has any."""
    resources = [
        resource
        for resource in descriptors.types.api.resources
        if any(named.errors for named in resource.operations)
    ]
    if not resources:
        return
    names = sorted(
        (name, resource.module)
        for resource in resources
        for named in resource.operations
        for name in named.errors.values()
    )
    index = LazyIndex(Doc((_INDEX_DOC,)), FOLDER, tuple(names))
    yield from map(ready, index.files())
    for resource in resources:
        yield partial(_module, descriptors, resource)


def _module(descriptors: Descriptors, resource: Resource) -> TemplateFile:
    errors = tuple(
        view
        for named in resource.operations
        for response in named.operation.responses
        if response.status in named.errors
        for view in _errors(descriptors, resource, named, response)
    )
    return TemplateFile(
        f"{FOLDER}/{resource.module}.py",
        "client/operation_errors.py.jinja",
        OperationErrorsView(Doc((_MODULE_DOC.format(resource.module),)), errors),
        f"{FOLDER}.{resource.module}",
        frozenset(view.header.name for view in errors),
    )


def _errors(
    descriptors: Descriptors,
    resource: Resource,
    named: NamedOperation,
    response: Response,
) -> Iterator[ErrorView]:
    """The exception for a response, and those for the kinds of statuses under it."""
    type_ = typing_only(descriptors.error_type(response))
    data: Assignment | None = Assignment(Identifier("data"), type_)
    bases: tuple[Expression, ...] = ()
    for key in error_keys(response.status):
        if key not in named.errors:
            continue
        of_all = Name(Symbol("errors", error_name(key), local=True))
        doc = f"`client.{resource.module}.{named.method}`: {status_doc(key)}"
        header = ClassHeader(named.errors[key], (*bases, of_all))
        yield ErrorView(header, Doc((doc,)), data)
        data, bases = None, (Bare(named.errors[response.status]),)
