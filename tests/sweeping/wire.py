"""Requests and responses as they are on the wire, and the ASGI way to a server.

Both clients, sync and async, and the witness reach the generated server through `ask`,
in this process, so that what was sent can be looked at byte by byte.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import unquote

import httpx2

Fields: TypeAlias = list[tuple[str, str]]


@dataclass(slots=True)
class WireRequest:
    """A request; `target` is path and query, names of fields are in lower case."""

    method: str
    target: str
    fields: Fields = field(default_factory=list)
    body: bytes = b""

    def values(self, name: str) -> list[str]:
        """Every value of a header field."""
        return [value for key, value in self.fields if key == name]


@dataclass(slots=True)
class WireReply:
    """A response."""

    status: int
    fields: Fields = field(default_factory=list)
    body: bytes = b""

    def values(self, name: str) -> list[str]:
        """Every value of a header field."""
        return [value for key, value in self.fields if key == name]


async def ask(app: Any, request: WireRequest) -> WireReply:
    """What an ASGI application answers; the path is given to it raw, too."""
    path, _, query = request.target.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode("ascii"),
        "query_string": query.encode("ascii"),
        "root_path": "",
        "headers": [(n.encode(), v.encode()) for n, v in request.fields],
        "client": ("192.0.2.1", 1),
        "server": ("server.test", 80),
        "state": {},
    }
    pending = [{"type": "http.request", "body": request.body, "more_body": False}]
    reply = WireReply(0)

    async def receive() -> dict[str, Any]:
        if pending:
            return pending.pop()
        # A client that has sent everything waits; only it could disconnect.
        await asyncio.get_running_loop().create_future()
        raise AssertionError("nobody ends this wait")

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            reply.status = message["status"]
            reply.fields = [(n.decode(), _text(v)) for n, v in message["headers"]]
        else:
            reply.body += message.get("body", b"")

    await app(scope, receive, send)
    return reply


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


class Recorder:
    """Keeps the last request of a client, and hands it to a server or a witness."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self.app: Any = None
        self.last: WireRequest | None = None
        self.scripted: WireReply | None = None

    def transports(self) -> tuple[httpx2.BaseTransport, httpx2.AsyncBaseTransport]:
        """For a sync and for an async client."""
        return _Sync(self), _Async(self)

    async def answered(self, request: WireRequest) -> WireReply:
        """The scripted reply if there is one, else that of the server."""
        self.last = request
        if self.scripted is not None:
            return self.scripted
        return await ask(self.app, request)

    def blocking(self, request: WireRequest) -> WireReply:
        """The same for a sync client, which is called while no loop runs."""
        return self._loop.run_until_complete(self.answered(request))


class _Sync(httpx2.BaseTransport):
    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        body = request.read()
        return _response(self._recorder.blocking(_recorded(request, body)))


class _Async(httpx2.AsyncBaseTransport):
    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        body = await request.aread()
        return _response(await self._recorder.answered(_recorded(request, body)))


def _recorded(request: httpx2.Request, body: bytes) -> WireRequest:
    return WireRequest(
        request.method,
        request.url.raw_path.decode("ascii"),
        [(name.decode().lower(), _text(v)) for name, v in request.headers.raw],
        body,
    )


class _Chunks(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A body that comes in two pieces, cut anywhere."""

    def __init__(self, body: bytes) -> None:
        cut = len(body) // 2
        self._pieces = [piece for piece in (body[:cut], body[cut:]) if piece]

    def __iter__(self) -> Iterator[bytes]:
        yield from self._pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            yield piece


def _response(reply: WireReply) -> httpx2.Response:
    fields = [(name.encode(), value.encode()) for name, value in reply.fields]
    return httpx2.Response(reply.status, headers=fields, stream=_Chunks(reply.body))
