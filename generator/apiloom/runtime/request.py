"""One HTTP request, from an operation and its arguments; nothing is sent here."""

from collections.abc import AsyncIterable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx2

from .auth import SecurityScheme
from .body import Body, encode_body
from .credentials import usable
from .header_fields import fields
from .item_bodies import ItemBody
from .operation import Operation
from .options import RequestOptions
from .parameters import Arguments, extra_pairs, write_arguments
from .styles import quoted


@dataclass(slots=True)
class Outgoing:
    """A request that can be sent any number of times, always the same.

    But once only where its body is made of items that can be had a single time.
    `hidden` has the names of query parameters that are secret.
    """

    method: str
    arguments: Arguments = field(repr=False)
    body: Body | None = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    hidden: frozenset[str] = frozenset()

    @property
    def is_once(self) -> bool:
        """Whether there is no second attempt."""
        return self.body is not None and self.body.once


class DiscreetURL(httpx2.URL):
    """A URL that shows no secret as text: libraries log the URLs of requests."""

    def __init__(self, url: str, hidden: Iterable[str]) -> None:
        super().__init__(url)
        self._hidden = frozenset(hidden)

    def __str__(self) -> str:
        start, mark, query = super().__str__().partition("?")
        shown = (self._shown(pair) for pair in query.split("&"))
        return f"{start}{mark}{'&'.join(shown)}"

    def __repr__(self) -> str:
        return f"URL({str(self)!r})"

    def _shown(self, pair: str) -> str:
        name, sign, _ = pair.partition("=")
        return f"{name}{sign}[secure]" if name in self._hidden else pair


def write_request(
    operation: Operation[Any],
    arguments: Sequence[object],
    body: object,
    properties: Mapping[str, object],
    options: RequestOptions,
) -> Outgoing:
    """The request without credentials; raises for arguments that cannot be sent."""
    written = write_arguments(operation, arguments)
    extra = options.get("query") or {}
    if extra:
        replaced = {quoted(name) for name in extra}
        written.query = [pair for pair in written.query if pair[0] not in replaced]
        written.query += extra_pairs(extra.items())
    return Outgoing(
        method=operation.method,
        arguments=written,
        body=encode_body(operation, body, properties),
        headers=fields(options.get("headers") or {}),
    )


def authorise(
    outgoing: Outgoing, secrets: Iterable[tuple[SecurityScheme, str]]
) -> None:
    """Writes each secret where its security scheme says it goes."""
    before = len(outgoing.arguments.query)
    for scheme, secret in secrets:
        scheme.place(usable(scheme.name, secret), outgoing.arguments)
    added = outgoing.arguments.query[before:]
    outgoing.hidden = frozenset(name for name, _ in added)


def build_request(
    http: httpx2.Client | httpx2.AsyncClient,
    base_url: httpx2.URL,
    defaults: Mapping[str, str],
    outgoing: Outgoing,
    timeout: httpx2.Timeout,
) -> httpx2.Request:
    """The request for one attempt, with what the HTTP client itself adds to each.

    Of header fields with one name the caller's wins, then what the operation says,
    then `defaults`, then those of the HTTP client.
    """
    arguments, body = outgoing.arguments, outgoing.body
    headers = {**defaults, **arguments.headers}
    if body is not None:
        headers["content-type"] = body.content_type
    headers.update(outgoing.headers)
    request = http.build_request(
        outgoing.method,
        base_url,
        content=None if body is None else _content(http, body.content),
        headers=[(name.encode(), value.encode()) for name, value in headers.items()],
        timeout=timeout,
    )
    query = "&".join(
        f"{name}={value}" if name else value for name, value in arguments.query
    )
    always = str(http.params)
    query = "&".join(part for part in (always, query) if part)
    target = str(base_url).rstrip("/") + arguments.path
    request.url = DiscreetURL(f"{target}?{query}" if query else target, outgoing.hidden)
    _add_cookies(request, arguments)
    return request


def _content(
    http: httpx2.Client | httpx2.AsyncClient, content: bytes | ItemBody
) -> bytes | Iterable[bytes] | AsyncIterable[bytes]:
    """What the HTTP client takes: of items, chunks that are made as they are sent."""
    if isinstance(content, bytes):
        return content
    return content.chunks() if isinstance(http, httpx2.AsyncClient) else iter(content)


def _add_cookies(request: httpx2.Request, arguments: Arguments) -> None:
    """Cookie pairs (RFC 6265, section 4.2), after those of the HTTP client."""
    pairs = [f"{name}={value}" for name, value in arguments.cookies]
    if pairs:
        jar = request.headers.get("cookie")
        request.headers["cookie"] = "; ".join([jar, *pairs] if jar else pairs)
