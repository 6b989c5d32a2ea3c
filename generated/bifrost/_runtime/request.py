"""One HTTP request, from an operation and its arguments; nothing is sent here."""

from collections.abc import AsyncIterable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx2

from .auth import SecurityScheme
from .body import Body, encode_body
from .configuration import Target
from .credentials import usable
from .header_fields import fields
from .idempotency import has_key, key_field, with_key
from .operation import Operation
from .options import RequestOptions
from .parameters import Arguments, extra_pairs, write_arguments
from .styles import quoted


@dataclass(slots=True)
class Outgoing:
    """A request that can be sent any number of times, always the same.

    But once only where its body is made of items that can be had a single time.
    `secrets` has what credentials add to the arguments; it is written anew when they
    are.
    """

    method: str
    arguments: Arguments = field(repr=False)
    body: Body | None = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    secrets: Arguments = field(default_factory=lambda: Arguments(""), repr=False)

    @property
    def has_key(self) -> bool:
        """Whether a server knows an attempt that follows for what it is."""
        return has_key(self.headers) or has_key(self.arguments.headers)

    @property
    def is_once(self) -> bool:
        """Whether there is no second attempt."""
        return self.body is not None and self.body.once


class DiscreetURL(httpx2.URL):
    """A URL that shows no secret as text: libraries log the URLs of requests."""

    def __init__(self, url: str | httpx2.URL, hidden: Iterable[str]) -> None:
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
    *,
    has_keys: bool = False,
) -> Outgoing:
    """The request without credentials; raises for arguments that cannot be sent.

    `has_keys` asks for an idempotency key where one is of use.
    """
    written = write_arguments(operation, with_key(operation, arguments, options))
    extra = options.get("query") or {}
    if extra:
        replaced = {quoted(name) for name in extra}
        written.query = [pair for pair in written.query if pair[0] not in replaced]
        written.query += extra_pairs(extra.items())
    return Outgoing(
        method=operation.method,
        arguments=written,
        body=encode_body(operation, body, properties, options.get("content_type")),
        headers={
            **fields(key_field(operation, options, is_wanted=has_keys)),
            **fields(options.get("headers") or {}),
        },
    )


def authorise(
    outgoing: Outgoing, secrets: Iterable[tuple[SecurityScheme, str]]
) -> None:
    """Writes each secret where its security scheme says it goes."""
    written = Arguments("")
    for scheme, secret in secrets:
        scheme.place(usable(scheme.name, secret), written)
    outgoing.secrets = written


def build_request(
    http: httpx2.Client | httpx2.AsyncClient,
    target: Target,
    defaults: Mapping[str, str],
    outgoing: Outgoing,
    timeouts: Mapping[str, float | None],
) -> httpx2.Request:
    """The request for one attempt, with what the HTTP client itself adds to each.

    Of header fields with one name the caller's wins, then what the operation says,
    then `defaults`, then those of the HTTP client. Its cookies stay where they are if
    the target is foreign.
    """
    arguments, secrets, body = outgoing.arguments, outgoing.secrets, outgoing.body
    headers = {**defaults, **arguments.headers, **secrets.headers}
    for name in target.withheld & defaults.keys() - arguments.headers.keys():
        del headers[name]
    if body is not None:
        headers["content-type"] = body.content_type
        if body.length is not None:
            headers["content-length"] = str(body.length)
    headers.update(outgoing.headers)
    request = httpx2.Request(
        outgoing.method,
        _url(http, target, outgoing),
        content=None if body is None else _content(http, body),
        headers=_fields(http, target, headers),
        cookies=None if target.is_foreign else http.cookies,
        extensions={"timeout": timeouts},
    )
    if secrets.query or target.query:
        # What a client adds to each request may be a key that no scheme describes.
        hidden = {name for name, _ in (*secrets.query, *_added(target))}
        request.url = DiscreetURL(request.url, hidden)
    _add_cookies(request, [*arguments.cookies, *secrets.cookies])
    return request


def _url(
    http: httpx2.Client | httpx2.AsyncClient, target: Target, outgoing: Outgoing
) -> str:
    pairs = [*outgoing.arguments.query, *outgoing.secrets.query]
    if target.query:
        given = {name for name, _ in pairs}
        pairs = [*(pair for pair in _added(target) if pair[0] not in given), *pairs]
    query = "&".join(f"{name}={value}" if name else value for name, value in pairs)
    if http.params and not target.is_foreign:
        always = str(http.params)
        query = f"{always}&{query}" if query else always
    url = target.base + outgoing.arguments.path
    return f"{url}?{query}" if query else url


def _added(target: Target) -> list[tuple[str, str]]:
    """The query parameters that the client sends with every request."""
    return extra_pairs(target.query.items())


def _fields(
    http: httpx2.Client | httpx2.AsyncClient,
    target: Target,
    headers: Mapping[str, str],
) -> list[tuple[bytes, bytes]]:
    """These header fields, and those of the HTTP client that have other names."""
    ours = {name.encode(): value.encode() for name, value in headers.items()}
    without = ours.keys() | {name.encode() for name in target.withheld}
    theirs = [each for each in http.headers.raw if each[0].lower() not in without]
    return [*theirs, *ours.items()]


def _content(
    http: httpx2.Client | httpx2.AsyncClient, body: Body
) -> bytes | Iterable[bytes] | AsyncIterable[bytes]:
    """What the HTTP client takes: chunks of what is made, or read, as it is sent."""
    content = body.content
    if isinstance(content, bytes):
        return content
    if isinstance(http, httpx2.AsyncClient):
        return content.chunks()
    if content.is_async:
        raise TypeError("a sync client does not send what is read asynchronously")
    return iter(content)


def _add_cookies(request: httpx2.Request, cookies: list[tuple[str, str]]) -> None:
    """Cookie pairs (RFC 6265, section 4.2), after those of the HTTP client."""
    if cookies:
        pairs = [f"{name}={value}" for name, value in cookies]
        jar = request.headers.get("cookie")
        request.headers["cookie"] = "; ".join([jar, *pairs] if jar else pairs)
