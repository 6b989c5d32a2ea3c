"""Answers as ASGI messages."""

from typing import NamedTuple

from starlette.types import Receive, Scope, Send

Header = tuple[bytes, bytes]


class Answer(NamedTuple):
    """A whole response: `headers` does without its content-length."""

    status: int
    headers: list[Header]
    body: bytes = b""


_BODILESS = frozenset({204, 205, 304})


async def send_answer(answer: Answer, scope: Scope, send: Send) -> None:
    """Send `answer`; HEAD gets its headers alone (RFC 9110 section 9.3.2)."""
    status, headers, body = answer
    if status in _BODILESS:
        body = b""
    else:
        headers = [*headers, (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    if scope["method"] == "HEAD":
        body = b""
    await send({"type": "http.response.body", "body": body})


class ClientDisconnect(Exception):  # noqa: N818 - an event, not an error
    """The client went away before its request was complete: nobody to answer."""


async def receive_body(scope: Scope, receive: Receive, limit: int) -> bytes | None:
    """The whole request body, or None where it is longer than `limit` bytes.

    Raises `ClientDisconnect`.
    """
    chunk, more = await _receive_chunk(receive)
    if more and _announced(scope) > limit:
        return None
    chunks, size = [chunk], len(chunk)
    while more and size <= limit:
        chunk, more = await _receive_chunk(receive)
        chunks.append(chunk)
        size += len(chunk)
    return None if size > limit else b"".join(chunks)


async def _receive_chunk(receive: Receive) -> tuple[bytes, bool]:
    message = await receive()
    if message["type"] == "http.disconnect":
        raise ClientDisconnect
    return message.get("body", b""), message.get("more_body", False)


def _announced(scope: Scope) -> int:
    """What Content-Length says, 0 where it says nothing."""
    lengths = header_values(scope, b"content-length")
    return int(lengths[0]) if lengths and lengths[0].isdecimal() else 0


def header_values(scope: Scope, name: bytes) -> list[str]:
    """Every line of the header called `name` (in lower case), in order."""
    return [decoded(value) for key, value in scope["headers"] if key == name]


def decoded(value: bytes) -> str:
    """A header value as text: UTF-8, or else what HTTP once was (RFC 9110, 5.5)."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")
