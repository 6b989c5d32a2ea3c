"""Responses that the document says more of than their bodies."""

from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from .decode import RawResponse, Received
from .header_values import HeaderReader
from .operation import Operation
from .typed_headers import TypedHeaders

T_co = TypeVar("T_co", covariant=True)
H_co = TypeVar("H_co", bound=TypedHeaders, covariant=True)


@dataclass(frozen=True, slots=True)
class DeclaredResponse(RawResponse[T_co], Generic[T_co, H_co]):
    """What `client.raw(method)` returns where header fields are declared.

    `typed_headers` has those as values, each None where it did not come; `headers` has
    all fields as text.
    """

    typed_headers: H_co = field(repr=False)


def declared_response(
    operation: Operation[Any], received: Received, data: Any, *, strict: bool
) -> RawResponse[Any]:
    """The response and what it decodes to, with all that the document says of it."""
    given = received.status_code, received.headers, received.body
    assert operation.headers is not None
    typed = operation.headers.read_by(HeaderReader(operation, *given, strict))
    return DeclaredResponse(*given, data, typed)
