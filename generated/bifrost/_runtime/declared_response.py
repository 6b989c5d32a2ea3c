"""Responses that the document says more of than their bodies."""

from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import httpx2

from .decode import RawResponse, Received
from .header_values import HeaderReader
from .links import Exchange
from .operation import Operation
from .typed_headers import TypedHeaders

T_co = TypeVar("T_co", covariant=True)
H_co = TypeVar("H_co", bound=TypedHeaders, covariant=True)


@dataclass(frozen=True, slots=True)
class DeclaredResponse(RawResponse[T_co], Generic[T_co, H_co]):
    """What `client.raw(method)` returns where header fields or links are declared.

    `typed_headers` has those as values, each None where it did not come; `headers` has
    all fields as text.
    """

    typed_headers: H_co = field(repr=False, compare=False)
    exchange: "Exchange | None" = field(default=None, repr=False, compare=False)
    """What `client.follow` looks at, where links are declared."""


def declared_response(
    operation: Operation[Any],
    received: Received,
    data: Any,
    request: httpx2.Request | None,
    *,
    strict: bool,
) -> RawResponse[Any]:
    """The response and what it decodes to, with all that the document says of it."""
    given = received.status_code, received.headers, received.body
    class_ = operation.headers or TypedHeaders
    typed = class_.read_by(HeaderReader(operation, *given, strict))
    key = operation.read_as(received.status_code)
    links = operation.responses[key].links if key is not None else ()
    if not operation.has_links or request is None:
        return DeclaredResponse(*given, data, typed)
    exchange = Exchange(operation.id, operation.path, links, request, *given)
    return DeclaredResponse(*given, data, typed, exchange)
