"""Where a callback goes: the runtime expression that the document has for its URL."""

from collections.abc import Mapping
from typing import Any, Protocol

import httpx2

from .link_expressions import EMBEDDED, is_expression
from .links import Exchange, spelled_text


class CallbackRequest(Protocol):
    """The request that has asked for callbacks: `request.http` of a handler."""

    @property
    def method(self) -> str: ...

    @property
    def url(self) -> object: ...

    @property
    def scope(self) -> Mapping[str, Any]: ...

    @property
    def raw_body(self) -> bytes: ...


def url_of_callback(
    expressions: Mapping[str, str], name: str, http: CallbackRequest
) -> str:
    """The URL of a callback, by what a request says (OpenAPI 3.1, section 4.8.18).

    Raises `LookupError` where it does not say that, or only the response could;
    `ValueError` for a name that is none. Whoever sends the request chooses the URL:
    whether it may be called at all is for the caller to judge.
    """
    if name not in expressions:
        known = ", ".join(expressions)
        raise ValueError(f"there is no callback {name!r}; there are {known}")
    expression = expressions[name]
    request = httpx2.Request(
        http.method,
        _as_sent(http),
        headers=[*http.scope["headers"]],
        content=http.raw_body,
    )
    path = getattr(http.scope.get("route"), "path_format", "")
    exchange = Exchange(name, path, (), request, 0, httpx2.Headers(), b"")
    try:
        if is_expression(expression):
            return _found(exchange, expression)
        return EMBEDDED.sub(lambda match: _found(exchange, match[1]), expression)
    except LookupError:
        raise LookupError(
            f"the callback {name!r} goes to {expression}, which the request does not"
            " have"
        ) from None


def _as_sent(http: CallbackRequest) -> httpx2.URL:
    """The URL, its path still percent-encoded (ASGI has both)."""
    url, raw = httpx2.URL(str(http.url)), http.scope.get("raw_path")
    query = http.scope.get("query_string")
    return url.copy_with(raw_path=raw + b"?" + query if query else raw) if raw else url


def _found(exchange: Exchange, expression: str) -> str:
    if expression == "$statusCode":
        raise LookupError(expression)
    return spelled_text(exchange.find(expression))
