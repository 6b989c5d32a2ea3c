"""Where in the document openapi-spec-validator's errors are at home.

Its own places are those at which it noticed: the operation for a path parameter, the
list for two items of one name, the end of a chain of references.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from apiloom.core.diagnostics import FaultKind
from apiloom.core.location import ROOT, Pointer, child, parent, tokens_of
from apiloom.document.source import JsonObject
from apiloom.document.validation.referenced_places import value_at, written_pointer

_MESSAGE_LENGTH: Final = 200
_VARIABLE: Final = re.compile(r"Path parameter '(.*)' for ", re.DOTALL)
_DUPLICATE: Final = re.compile(r"Duplicate (?:parameter|tag name) '(.*)'", re.DOTALL)
_DIALECT: Final = "Unknown JSON Schema dialect"
_MEMBERS: Final = {
    "DuplicateOperationIDError": "operationId",
    "ExtraParametersError": "required",
}
"""The member that an error of this class is about."""
_FAILS_INSIDE: Final = frozenset({"anyOf", "oneOf", "uniqueItems"})
"""Keywords that fail for something inside of the value."""


@dataclass(frozen=True, slots=True)
class LocatedError:
    """An error of the validator; `members` and `fault` as in `Diagnostic`."""

    pointer: Pointer
    message: str
    members: tuple[str, ...] = ()
    fault: FaultKind = FaultKind.VALUE


def located_error(root: JsonObject, tokens: Sequence[str], error: Any) -> LocatedError:
    """The error that was raised while looking at what `tokens` lead to."""
    message = shortened(error.message)
    if error.message.startswith(_DIALECT):
        return LocatedError(_dialect(root, tokens), message)
    variable = _VARIABLE.match(error.message)
    declared = variable and _path_parameter(root, tokens, variable[1])
    if declared:
        return LocatedError(declared, message)
    inside = error.validator in _FAILS_INSIDE
    fault = FaultKind.ALTERNATIVES if inside else FaultKind.VALUE
    members = tuple(_members(root, tokens, error))
    return LocatedError(written_pointer(root, tokens), message, members, fault)


def _members(root: JsonObject, tokens: Sequence[str], error: Any) -> Iterator[str]:
    """The members at fault of what the error is about, if it is not the whole."""
    member = _MEMBERS.get(type(error).__name__)
    if member is not None:
        yield member
    elif duplicate := _DUPLICATE.fullmatch(error.message):
        yield from _second_of_name(root, tokens, duplicate[1])
    elif variable := _VARIABLE.match(error.message):
        yield f"{{{variable[1]}}}"
    elif error.validator == "required" and isinstance(error.instance, dict):
        yield from _missing_member(error)


def _dialect(root: JsonObject, tokens: Sequence[str]) -> Pointer:
    """Where the dialect of a schema is named."""
    schema = value_at(root, tokens)
    if isinstance(schema, dict) and "$schema" in schema:
        return child(written_pointer(root, tokens), "$schema")
    return child(ROOT, "jsonSchemaDialect")


def _missing_member(error: Any) -> Iterator[str]:
    """The member that is missing: such an error names one."""
    for name in error.validator_value:
        if name not in error.instance and error.message.startswith(repr(name)):
            yield name


def _second_of_name(
    root: JsonObject, tokens: Sequence[str], name: str
) -> tuple[str, ...]:
    """The position of the second of two parameters, or tags, of one name."""
    items = value_at(root, tokens)
    locations: list[object] = []
    for position in range(len(items) if isinstance(items, list) else 0):
        place = (*tokens, str(position))
        if value_at(root, (*place, "name")) != name:
            continue
        location = value_at(root, (*place, "in"))
        if location in locations:
            return (str(position),)
        locations.append(location)
    return ()


def _path_parameter(
    root: JsonObject, operation: Sequence[str], name: str
) -> Pointer | None:
    """Where an operation, or the path item around it, describes a path parameter."""
    for owner in (operation, operation[:-1]):
        parameters = value_at(root, (*owner, "parameters"))
        for position in range(len(parameters) if isinstance(parameters, list) else 0):
            place = (*owner, "parameters", str(position), "name")
            written = written_pointer(root, place)
            parameter = value_at(root, tokens_of(parent(written)))
            if isinstance(parameter, dict) and (
                (parameter.get("in"), parameter.get("name")) == ("path", name)
            ):
                return parent(written)
    return None


def shortened(message: str) -> str:
    """In ASCII on one line, and no longer than people read."""
    if len(message) > _MESSAGE_LENGTH:
        message = f"{message[: _MESSAGE_LENGTH - 1]}…"
    return ascii(message)[1:-1]
