"""Requests and answers as ASGI messages."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import NamedTuple

from anyio import move_on_after
from starlette import requests
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Header = tuple[bytes, bytes]

_BODILESS = frozenset({204, 205, 304})
MOST_DRAINED = 64 * 1024 * 1024
"""How much of a body that is too long is read and thrown away."""
_LONGEST_DRAIN = 30.0


class Answer(NamedTuple):
    """A whole response: `headers` does without its content-length.

    With `lingers`, the request body was not read to its end. `app` answers in place of
    all the rest: a stream; one that `heads` knows what to do for HEAD. `prepare` finds
    out more, and gives the response that is sent then.
    """

    status: int
    headers: list[Header]
    body: bytes = b""
    lingers: bool = False
    app: ASGIApp | None = None
    heads: bool = False
    prepare: "Callable[[Scope], Awaitable[Answer]] | None" = None


async def send_answer(
    answer: Answer, scope: Scope, receive: Receive, send: Send
) -> None:
    """Send `answer`; HEAD gets its headers alone (RFC 9110 section 9.3.2).

    So no stream is begun for it, and nobody knows how long it would be.
    """
    status, headers, body, lingers, app, heads, _ = answer
    is_head = scope["method"] == "HEAD"
    if app is not None and (heads or not is_head):
        with suppress(requests.ClientDisconnect):
            await app(scope, receive, send)
        return
    if status in _BODILESS:
        body = b""
    elif app is None:
        headers.append((b"content-length", b"%d" % len(body)))
    if is_head:
        body = b""
    await send({"type": "http.response.start", "status": status, "headers": headers})
    last: Message = {"type": "http.response.body", "body": body}
    if lingers:
        await send({**last, "more_body": True})
        await _drain(receive)
        last["body"] = b""
    await send(last)


async def _drain(receive: Receive) -> None:
    """Read on for a while, so that the client can finish, and then read the answer.

    To close a connection with unread data resets it, and the answer is lost (RFC 9112,
    section 9.6). What is still coming after 64 MiB or 30 seconds is left unread.
    """
    size = 0
    with move_on_after(_LONGEST_DRAIN):
        while size <= MOST_DRAINED:
            message = await receive()
            size += len(message.get("body", b""))
            if not message.get("more_body", False):
                return


class ClientDisconnect(Exception):
    """The client went away before its request was complete: nobody to answer."""


class TooLongError(Exception):
    """A request body is over the limit; with `unread`, there is more of it."""

    def __init__(self, *, unread: bool) -> None:
        super().__init__(unread)
        self.unread = unread


async def whole_body(message: Message, receive: Receive, limit: int) -> bytes:
    """The request body that begins with `message`.

    Raises `ClientDisconnect` and `TooLongError`.
    """
    chunks: list[bytes] = []
    size = 0
    while True:
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        chunks.append(message.get("body", b""))
        size += len(chunks[-1])
        more = message.get("more_body", False)
        if size > limit:
            raise TooLongError(unread=more)
        if not more:
            return b"".join(chunks)
        message = await receive()


def raw_headers(headers: Mapping[str, str]) -> tuple[Header, ...]:
    """Header fields as ASGI has them: names in lower case, in bytes."""
    return tuple(
        (name.lower().encode("latin-1"), value.encode("latin-1"))
        for name, value in headers.items()
    )


def header_values(scope: Scope, name: bytes) -> list[str]:
    """Every line of the header called `name` (in lower case), in order."""
    headers = scope["headers"]
    # Most requests have no such header, or one: what a dictionary tells at once.
    lines: dict[bytes, bytes] = dict(headers)
    if name not in lines:
        return []
    if len(lines) == len(headers):
        return [decoded(lines[name])]
    return [decoded(value) for key, value in headers if key == name]


def decoded(value: bytes) -> str:
    """A header value as text: UTF-8, or else what HTTP once was (RFC 9110, 5.5)."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")
