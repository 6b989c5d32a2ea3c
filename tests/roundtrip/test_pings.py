"""Streams of events that have nothing to say for a while, and clients that leave."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import anyio
import httpx2
import pytest
from starlette.requests import ClientDisconnect
from starlette.types import Message

from apiloom.runtime.server.streams import sent_in_pieces
from tests.weaving import Json, Woven, document, weave

from .running import PATIENCE, TLS, serve, unchunked

TICK: Json = {"type": "object", "properties": {"n": {"type": "integer"}}}


def _stream(name: str, media_type: str) -> Json:
    tick = {"schema": {"$ref": "#/components/schemas/Tick"}}
    ok = {"description": "", "content": {media_type: tick}}
    return {"get": {"operationId": name, "tags": ["t"], "responses": {"200": ok}}}


DOCUMENT = document(
    paths={
        "/ticks": _stream("ticks", "text/event-stream"),
        "/lines": _stream("lines", "application/jsonl"),
    },
    schemas={"Tick": TICK},
)


@dataclass
class Service:
    """Where a package is served, and what its generator waits for and has done."""

    woven: Woven
    url: str = ""
    going_on: threading.Event = field(default_factory=threading.Event)
    closed: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def asked(self, path: str) -> Iterator[socket.socket]:
        """A connection on which a request has been sent."""
        place = urlsplit(self.url)
        with socket.create_connection((place.hostname, place.port or 0)) as peer:
            peer.settimeout(PATIENCE)
            peer.sendall(f"GET {path} HTTP/1.0\r\nHost: x\r\n\r\n".encode())
            yield peer


@pytest.fixture
def service() -> Iterator[Service]:
    with weave(DOCUMENT) as woven:
        module = woven.module("server.t")
        service = Service(woven)

        async def ticks() -> AsyncIterator[Any]:
            try:
                yield woven.models.Tick(n=1)
                await asyncio.to_thread(service.going_on.wait, PATIENCE)
                yield woven.models.Tick(n=2)
            finally:
                service.closed.set()

        class Api(module.TApi):  # type: ignore[misc, name-defined]
            async def ticks(self, _: Any, /) -> Any:
                return module.Ticks.Ok(ticks())

            async def lines(self, _: Any, /) -> Any:
                return module.Lines.Ok(ticks())

        app = woven.module("server").create_app(t=Api(), ping_interval=0.01)
        with serve(app) as service.url:
            yield service
            service.going_on.set()


def _until(peer: socket.socket, text: bytes) -> bytes:
    received = b""
    while text not in received:
        piece = peer.recv(65536)
        assert piece, received
        received += piece
    return received


def test_comments_while_there_is_nothing_to_say(service: Service) -> None:
    with service.asked("/ticks") as peer:
        received = _until(peer, b": ping")
        received += _until(peer, b": ping")
        service.going_on.set()
        received += b"".join(iter(lambda: peer.recv(65536), b""))
    body = unchunked(received.partition(b"\r\n\r\n")[2])
    assert body.replace(b": ping\n\n", b"") == b'data: {"n":1}\n\ndata: {"n":2}\n\n'
    assert body.startswith(b'data: {"n":1}\n\n: ping\n\n')


def test_a_client_that_leaves(service: Service) -> None:
    with service.asked("/ticks") as peer:
        _until(peer, b": ping")
    assert service.closed.wait(PATIENCE)


def test_the_client_takes_no_notice(service: Service) -> None:
    with httpx2.Client(verify=TLS) as http:
        client = service.woven.package.Client(base_url=service.url, http_client=http)
        with client.t.ticks() as ticks:
            first = next(ticks)
            service.going_on.set()
            assert [first.n, *(tick.n for tick in ticks)] == [1, 2]


def test_lines_have_no_comments(service: Service) -> None:
    with service.asked("/lines") as peer:
        received = _until(peer, b'{"n":1}\n')
        threading.Timer(0.05, service.going_on.set).start()
        received += b"".join(iter(lambda: peer.recv(65536), b""))
    body = unchunked(received.partition(b"\r\n\r\n")[2])
    assert body == b'{"n":1}\n{"n":2}\n'


def _run(idle: float | None, fails_at: int) -> tuple[list[bytes], bool]:
    """What is sent of a stream to somebody who leaves; whether its source is closed."""
    sent: list[bytes] = []
    closed: list[bool] = []

    async def pieces() -> AsyncIterator[bytes]:
        try:
            yield b"a"
            if idle is not None:
                await asyncio.Event().wait()
            yield b"b"
        finally:
            closed.append(True)

    async def send(message: Message) -> None:
        if len(sent) == fails_at:
            raise OSError
        sent.append(message.get("body", b""))

    async def receive() -> Message:
        raise AssertionError

    app = sent_in_pieces(pieces(), 200, [], idle=idle)
    scope = {"type": "http", "asgi": {"spec_version": "2.4"}}
    with suppress(ClientDisconnect):
        anyio.run(app, scope, receive, send)
    return sent, bool(closed)


def test_a_comment_finds_out_that_the_client_has_left() -> None:
    # Servers of ASGI 2.4 tell it when something is sent, and not before.
    assert _run(0.001, 4) == ([b"", b"a", b": ping\n\n", b": ping\n\n"], True)
    assert _run(None, 9) == ([b"", b"a", b"b", b""], True)


def test_a_source_that_fails_breaks_off() -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"a"
        raise LookupError

    async def send(_: Message) -> None:
        pass

    async def receive() -> Message:
        raise AssertionError

    app = sent_in_pieces(pieces(), 200, [], idle=5.0)
    scope = {"type": "http", "asgi": {"spec_version": "2.4"}}
    with pytest.raises(LookupError):
        anyio.run(app, scope, receive, send)


def test_text_is_judged_by_its_schema() -> None:
    def operation(name: str, schema: Json) -> Json:
        content = {"text/plain": {"schema": {"type": "string", **schema}}}
        ok = {"description": "", "content": content}
        return {"get": {"operationId": name, "tags": ["t"], "responses": {"200": ok}}}

    schemas: dict[str, Json] = {
        "pattern": {"pattern": "^a+$"},
        "longest": {"maxLength": 3},
        "listed": {"enum": ["a", "aa"]},
    }
    paths = {f"/{name}": operation(name, schema) for name, schema in schemas.items()}
    with weave(document(paths=paths)) as woven:
        module = woven.module("server.t")
        text = "aa"

        class Api(module.TApi):  # type: ignore[misc, name-defined]
            def pattern(self, _: Any, /) -> Any:
                return module.Pattern.Ok(text)

            def longest(self, _: Any, /) -> Any:
                return module.Longest.Ok(text)

            def listed(self, _: Any, /) -> Any:
                return module.Listed.Ok(text)

        app = woven.module("server").create_app(t=Api())
        with serve(app) as url, httpx2.Client(base_url=url, verify=TLS) as http:
            for name in schemas:
                text = "aa"
                assert http.get(f"/{name}").text == "aa"
                text = "bbbb"
                assert http.get(f"/{name}").status_code == 500
