"""`errors.py`: one exception for each status that the document declares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from apiloom.core.identifiers import Identifier
from apiloom.core.text import Text
from apiloom.python.syntax.docstring import Doc
from apiloom.python.syntax.expression import (
    Assignment,
    Bare,
    ClassHeader,
    Expression,
    Listing,
    Mapping,
    Name,
    Subscript,
    Symbol,
    Value,
    builtin,
    either,
    runtime,
    typing_only,
)
from apiloom.python.targets.descriptors import Descriptors
from apiloom.python.targets.planned_files import TemplateFile
from apiloom.python.targets.status_names import status_name, status_phrase

RUNTIME_ERRORS: Final = (
    "ApiError",
    "ClientError",
    "ConnectionFailed",
    "MissingCredentials",
    "RedirectError",
    "RequestTimeout",
    "RequestValidationError",
    "ResponseValidationError",
    "ResponseWarning",
    "ServerError",
    "StatusError",
)
_DOC: Final = (
    "What a call can raise: a class for each status that the document declares."
)
_BASES: Final = {"3": "RedirectError", "4": "ClientError", "5": "ServerError"}
_RANGE_NAMES: Final = {
    "3XX": "OtherRedirectError",
    "4XX": "OtherClientError",
    "5XX": "OtherServerError",
    "default": "DefaultError",
}
_RANGE_DOCS: Final = {
    "3XX": "Any other 3xx status.",
    "4XX": "Any other 4xx status.",
    "5XX": "Any other 5xx status.",
    "default": "Any status that the operation does not name.",
}


@dataclass(frozen=True, slots=True)
class ErrorView:
    """An exception class; `data` is the type of its parsed body."""

    header: ClassHeader
    doc: Doc
    data: Assignment | None


@dataclass(frozen=True, slots=True)
class ErrorsView:
    """The whole module; `inherited` is imported to be offered again."""

    doc: Doc
    inherited: tuple[Expression, ...]
    errors: tuple[ErrorView, ...]
    table: Assignment
    public: Assignment


def plan_errors(descriptors: Descriptors) -> TemplateFile:
    """Plan `errors.py`."""
    declared = _declared(descriptors)
    errors: list[ErrorView] = []
    entries: list[tuple[str, Identifier]] = []
    for status, types in sorted(declared.items()):
        declared_error = _error(status, types)
        errors.append(declared_error)
        entries.append((status, declared_error.header.name))
        if status == "default":
            for status_range, base in (("4XX", "ClientError"), ("5XX", "ServerError")):
                error = _default_of(declared_error.header.name, base)
                errors.append(error)
                entries.append((f"default/{status_range}", error.header.name))
    names = sorted({*RUNTIME_ERRORS, *(error.header.name for error in errors)})
    key, value = builtin("str"), Subscript(
        builtin("type"), (runtime("errors", "StatusError"),)
    )
    mapping = Subscript(Name(Symbol("collections.abc", "Mapping")), (key, value))
    table = Mapping(tuple((Value(Text(key)), Bare(name)) for key, name in entries))
    view = ErrorsView(
        Doc((_DOC,)),
        tuple(runtime("errors", name) for name in RUNTIME_ERRORS),
        tuple(errors),
        Assignment(Identifier("ERRORS"), mapping, table),
        Assignment(
            Identifier("__all__"),
            None,
            Listing(tuple(Value(Text(name)) for name in names)),
        ),
    )
    taken = frozenset(
        {*(error.header.name for error in errors), "ERRORS"} - set(RUNTIME_ERRORS)
    )
    return TemplateFile("errors.py", "client/errors.py.jinja", view, "errors", taken)


def error_name(status: str) -> Identifier:
    """The exception for a status: `404` is `NotFoundError`."""
    if status in _RANGE_NAMES:
        return Identifier(_RANGE_NAMES[status])
    name = status_name(status)
    return name if name.endswith("Error") else Identifier(f"{name}Error")


def is_error(status: str) -> bool:
    """Whether a declared status is raised and not returned."""
    return status[0] not in "12"


def _declared(descriptors: Descriptors) -> dict[str, dict[Expression, None]]:
    """Each status with the types of all its bodies, over the whole API."""
    declared: dict[str, dict[Expression, None]] = {}
    for operation in descriptors.types.api.spec.operations:
        for response in operation.responses:
            if is_error(response.status):
                type_ = descriptors.response_type(response)
                declared.setdefault(response.status, {})[type_] = None
    return declared


def _error(status: str, types: dict[Expression, None]) -> ErrorView:
    base = runtime("errors", _BASES.get(status[0], "StatusError"))
    doc = _RANGE_DOCS.get(status) or f"{status_phrase(status)}."
    data = Assignment(Identifier("data"), typing_only(either(tuple(types))))
    return ErrorView(ClassHeader(error_name(status), (base,)), Doc((doc,)), data)


def _default_of(parent: Identifier, base: str) -> ErrorView:
    kind = "4xx" if base == "ClientError" else "5xx"
    return ErrorView(
        ClassHeader(
            Identifier(f"Default{base}"), (Bare(parent), runtime("errors", base))
        ),
        Doc((f"Any {kind} status that the operation does not name.",)),
        None,
    )
