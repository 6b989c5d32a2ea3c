"""`errors.py`: one exception for each status that the document declares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from apiloom.api.names.status_names import (
    RUNTIME_ERRORS,
    error_keys,
    error_name,
    is_error,
    status_phrase,
)
from apiloom.core.identifiers import Identifier
from apiloom.core.text import Text
from apiloom.python.syntax.docstring import Doc
from apiloom.python.syntax.expression import (
    Assignment,
    Bare,
    Call,
    ClassHeader,
    Expression,
    Listing,
    Name,
    Subscript,
    Symbol,
    Value,
    builtin,
    either,
    runtime,
    typing,
    typing_only,
)
from apiloom.python.syntax.expression import Mapping as Display
from apiloom.python.syntax.scope import StarImport
from apiloom.python.targets.client.response_headers import (
    error_class,
    with_error_headers,
)
from apiloom.python.targets.descriptors import Descriptors
from apiloom.python.targets.planned_files import TemplateFile

FOLDER: Final = "operation_errors"
"""The exceptions of single operations (`operation_errors.py` beside this)."""
_DOC: Final = (
    "What a call can raise: a class for each status that the document declares."
)
_BASES: Final = {"3": "RedirectError", "4": "ClientError", "5": "ServerError"}
_STATUS_ERROR: Final = runtime("errors", "StatusError")
_MODULE: Final = Bare(Identifier("__name__"))
_RANGE_DOCS: Final = {
    "3XX": "Any other 3xx status.",
    "4XX": "Any other 4xx status.",
    "5XX": "Any other 5xx status.",
    "default": "Any status that the operation does not name.",
    "default/4XX": "Any 4xx status that the operation does not name.",
    "default/5XX": "Any 5xx status that the operation does not name.",
}


@dataclass(frozen=True, slots=True)
class ErrorView:
    """An exception class; `data` is the type of its parsed body.

    `headers` is that of its header fields, where some are declared.
    """

    header: ClassHeader
    doc: Doc
    data: Assignment | None
    headers: Assignment | None = None


@dataclass(frozen=True, slots=True)
class FurtherErrors:
    """The exceptions of `operation_errors`: `everything` is for type checkers, at run
    time they are offered one by one."""

    type_checking: Expression
    everything: StarImport
    offer: Expression


@dataclass(frozen=True, slots=True)
class ErrorsView:
    """The whole module; `inherited` is imported to be offered again.

    `further` are exceptions that stand elsewhere, where there are any.
    """

    doc: Doc
    inherited: tuple[Expression, ...]
    errors: tuple[ErrorView, ...]
    table: Assignment
    public: Assignment
    further: FurtherErrors | None = None


def plan_errors(descriptors: Descriptors) -> TemplateFile:
    """Plan `errors.py`."""
    declared = _declared(descriptors)
    with_headers = with_error_headers(descriptors.types.api.spec.operations)
    errors = tuple(
        _error(key, types, has_headers=status in with_headers)
        for status, types in sorted(declared.items())
        for key in error_keys(status)
    )
    keys = [key for status in sorted(declared) for key in error_keys(status)]
    names = {error.header.name: None for error in errors}
    has_further = any(
        named.errors
        for resource in descriptors.types.api.resources
        for named in resource.operations
    )
    view = ErrorsView(
        Doc((_DOC,)),
        tuple(runtime("errors", name) for name in RUNTIME_ERRORS),
        errors,
        _table(keys, has_further=has_further),
        Assignment(
            Identifier("__all__"),
            None,
            Listing(
                tuple(Value(Text(name)) for name in sorted({*RUNTIME_ERRORS, *names}))
            ),
        ),
        _further() if has_further else None,
    )
    taken = frozenset({*names, "ERRORS"} - set(RUNTIME_ERRORS))
    return TemplateFile("errors.py", "client/errors.py.jinja", view, "errors", taken)


def status_doc(key: str) -> str:
    """What an exception is for, by the key that it is known by."""
    return _RANGE_DOCS.get(key) or f"{status_phrase(key)}."


def _declared(descriptors: Descriptors) -> dict[str, dict[Expression, None]]:
    """Each status with the types of all its bodies, over the whole API."""
    declared: dict[str, dict[Expression, None]] = {}
    for operation in descriptors.types.api.spec.operations:
        for response in operation.responses:
            if is_error(response.status):
                type_ = descriptors.error_type(response)
                declared.setdefault(response.status, {})[type_] = None
    return declared


def _error(
    key: str, types: Mapping[Expression, None], *, has_headers: bool
) -> ErrorView:
    doc = Doc((status_doc(key),))
    if "/" in key:
        # A kind of statuses that come under the same key.
        whole, _, kind = key.partition("/")
        bases = (Bare(error_name(whole)), runtime("errors", _BASES[kind[0]]))
        return ErrorView(ClassHeader(error_name(key), bases), doc, None)
    base = runtime("errors", _BASES.get(key[0], "StatusError"))
    data = Assignment(Identifier("data"), typing_only(either(tuple(types))))
    headers = None
    if has_headers:
        type_ = typing_only(error_class(key))
        headers = Assignment(Identifier("typed_headers"), type_)
    return ErrorView(ClassHeader(error_name(key), (base,)), doc, data, headers)


def _table(keys: Sequence[str], *, has_further: bool) -> Assignment:
    """The exceptions by the keys that the runtime looks them up by."""
    arguments = (builtin("str"), Subscript(builtin("type"), (_STATUS_ERROR,)))
    type_ = Subscript(Name(Symbol("collections.abc", "Mapping")), arguments)
    table: Expression = Display(
        tuple((Value(Text(key)), Bare(error_name(key))) for key in keys)
    )
    if has_further:
        table = Call(runtime("error_index", "ErrorTable"), (_MODULE, table))
    return Assignment(Identifier("ERRORS"), type_, table)


def _further() -> FurtherErrors:
    offer = Call(runtime("error_index", "offer"), (_MODULE,))
    return FurtherErrors(typing("TYPE_CHECKING"), StarImport(FOLDER), offer)
