"""One HTTP request, from an operation and its arguments; nothing is sent here."""

from collections.abc import AsyncIterable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx2

from .body import Body, encode_body
from .call_plan import CallPlan, raw_fields
from .configuration import Target
from .header_fields import fields
from .idempotency import has_key, key_field, with_key
from .operation import Operation
from .options import RequestOptions
from .parameters import Arguments, extra_pairs, write_arguments
from .request_urls import url_below
from .styles import quoted

_HAS_BODY = frozenset({"POST", "PUT", "PATCH", "QUERY"})
"""Methods whose requests say that they have no body (RFC 9110, section 8.6)."""
_LENGTH = "content-length"
_CODING = "transfer-encoding"
_NO_SECRETS = Arguments("")


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
    secrets: Arguments = field(default_factory=lambda: _NO_SECRETS, repr=False)
    key_header: str | None = None

    @property
    def has_key(self) -> bool:
        """Whether a server knows an attempt that follows for what it is."""
        names = (*self.headers, *self.arguments.headers)
        return has_key(names, self.key_header)

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
    extra = options.get("query")
    if extra:
        replaced = {quoted(name) for name in extra}
        written.query = [pair for pair in written.query if pair[0] not in replaced]
        written.query += extra_pairs(extra.items())
    headers = key_field(operation, options, is_wanted=has_keys)
    given = options.get("headers")
    return Outgoing(
        method=operation.method,
        arguments=written,
        body=encode_body(operation, body, properties, options.get("content_type")),
        headers={**fields(headers), **fields(given or {})},
        key_header=operation.key_header,
    )


def build_request(
    http: httpx2.Client | httpx2.AsyncClient,
    plan: CallPlan,
    outgoing: Outgoing,
    timeouts: Mapping[str, float | None],
) -> httpx2.Request:
    """The request for one attempt, with what the HTTP client itself adds to each.

    Of header fields with one name the caller's wins, then what the operation says,
    then the defaults of the plan, then those of the HTTP client. Its cookies stay where
    they are if the target is foreign.
    """
    target, body = plan.target, outgoing.body
    request = _request(
        outgoing.method,
        url_below(target.base, _path_and_query(http, target, outgoing)),
        plan,
        _own_fields(outgoing),
        content=None if body is None else _content(http, body),
    )
    request.extensions["timeout"] = timeouts
    if not target.is_foreign and http.cookies:
        http.cookies.set_cookie_header(request)
    arguments, secrets = outgoing.arguments, outgoing.secrets
    if arguments.cookies or secrets.cookies:
        _add_cookies(request, [*arguments.cookies, *secrets.cookies])
    if secrets.query or target.query:
        # What a client adds to each request may be a key that no scheme describes.
        hidden = {name for name, _ in (*secrets.query, *_added(target))}
        request.url = DiscreetURL(request.url, hidden)
    return request


def _request(
    method: str,
    url: httpx2.URL,
    plan: CallPlan,
    own: Mapping[str, str],
    content: bytes | Iterable[bytes] | AsyncIterable[bytes] | None,
) -> httpx2.Request:
    """A request with the fields of the plan, and its `own` in the place of those.

    Where all of the content is there, what httpx2 would add is added here, as it does:
    it is slow to look for each field.
    """
    if plan.names.isdisjoint(own):
        fields = plan.fields + raw_fields(own)
    else:
        fields = plan.fields_with(own)
    if content is not None and not isinstance(content, bytes):
        return httpx2.Request(method, url, headers=fields, content=content)
    first = [] if _is_given("host", plan, own) else [plan.host]
    if not (_is_given(_LENGTH, plan, own) or _is_given(_CODING, plan, own)):
        if content:
            fields.append((b"Content-Length", b"%d" % len(content)))
        elif method.upper() in _HAS_BODY:
            first.append((b"Content-Length", b"0"))
    stream = httpx2.ByteStream(content or b"")
    request = httpx2.Request(method, url, headers=first + fields, stream=stream)
    request.read()
    return request


def _is_given(name: str, plan: CallPlan, own: Mapping[str, str]) -> bool:
    return name in own or name in plan.names


def _own_fields(outgoing: Outgoing) -> dict[str, str]:
    """The header fields of one request, from the least to the most important."""
    headers = {**outgoing.arguments.headers, **outgoing.secrets.headers}
    if outgoing.body is not None:
        headers["content-type"] = outgoing.body.content_type
        if outgoing.body.length is not None:
            headers[_LENGTH] = str(outgoing.body.length)
    headers.update(outgoing.headers)
    return headers


def _path_and_query(
    http: httpx2.Client | httpx2.AsyncClient, target: Target, outgoing: Outgoing
) -> str:
    pairs = outgoing.arguments.query
    if outgoing.secrets.query:
        pairs = pairs + outgoing.secrets.query
    if target.query:
        given = {name for name, _ in pairs}
        pairs = [*(pair for pair in _added(target) if pair[0] not in given), *pairs]
    query = "&".join(f"{name}={value}" if name else value for name, value in pairs)
    if http.params and not target.is_foreign:
        always = str(http.params)
        query = f"{always}&{query}" if query else always
    path = outgoing.arguments.path
    return f"{path}?{query}" if query else path


def _added(target: Target) -> list[tuple[str, str]]:
    """The query parameters that the client sends with every request."""
    return extra_pairs(target.query.items())


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
    pairs = [f"{name}={value}" for name, value in cookies]
    jar = request.headers.get("cookie")
    request.headers["cookie"] = "; ".join([jar, *pairs] if jar else pairs)
