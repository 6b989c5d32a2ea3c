"""Streams that handlers make without async, and what HEAD gets of one."""

from __future__ import annotations

import asyncio
import http.client
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, Final
from urllib.parse import urlsplit

import pytest

from tests.shapes import INTEGER, obj, ref
from tests.weaving import Woven, document, weave

from .running import serve

LINES: Final = {
    "operationId": "read",
    "tags": ["lines"],
    "responses": {
        "200": {
            "description": "Lines.",
            "content": {"application/jsonl": {"schema": ref("Line")}},
        }
    },
}
OPEN: Final = {
    "operationId": "open",
    "tags": ["lines"],
    "responses": {"204": {"description": "The gate is open."}},
}
WHOLE: Final = document(
    schemas={"Line": obj("n", n=INTEGER)},
    paths={"/lines": {"get": LINES}, "/gate": {"put": OPEN}},
)
_WAIT: Final = 30.0


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(WHOLE) as package:
        yield package


def _app(woven: Woven, lines: Callable[[], Any], gate: threading.Event) -> Any:
    handlers = woven.module("server.lines")

    class Lines(handlers.LinesApi):  # type: ignore[name-defined, misc]
        def read(self, request: Any) -> Any:
            return handlers.Read.Ok(lines())

        async def open(self, request: Any) -> Any:
            gate.set()
            return handlers.Open.NoContent()

    return woven.module("server").create_app(lines=Lines())


def _connection(url: str) -> http.client.HTTPConnection:
    where = urlsplit(url)
    return http.client.HTTPConnection(where.hostname or "", where.port, timeout=_WAIT)


def test_an_iterator_that_blocks_keeps_nobody_waiting(woven: Woven) -> None:
    gate = threading.Event()
    item = woven.models.Line

    def lines() -> Iterator[Any]:
        yield item(n=1)
        yield item(n=int(gate.wait(_WAIT)) + 1)

    with serve(_app(woven, lines, gate)) as url:
        reading, opening = _connection(url), _connection(url)
        reading.request("GET", "/lines")
        response = reading.getresponse()
        assert response.readline() == b'{"n":1}\n'
        opening.request("PUT", "/gate")
        assert opening.getresponse().status == 204
        assert response.read() == b'{"n":2}\n'
        reading.close()
        opening.close()


def test_head_begins_no_stream(woven: Woven) -> None:
    begun: list[int] = []
    item = woven.models.Line

    def lines() -> Iterator[Any]:
        begun.append(1)
        yield item(n=1)

    with serve(_app(woven, lines, threading.Event())) as url:
        connection = _connection(url)
        connection.request("HEAD", "/lines")
        response = connection.getresponse()
        assert response.status == 200
        assert response.headers["content-type"] == "application/jsonl"
        assert response.read() == b""
        assert not begun
        connection.request("GET", "/lines")
        assert connection.getresponse().read() == b'{"n":1}\n'
        assert begun
        connection.close()


@pytest.mark.parametrize("is_async", [False, True])
def test_who_leaves_early_ends_what_makes_the_items(
    woven: Woven, is_async: bool
) -> None:
    ended = threading.Event()
    item = woven.models.Line

    def lines() -> Iterator[Any]:
        try:
            while True:
                yield item(n=1)
        finally:
            ended.set()

    async def async_lines() -> AsyncIterator[Any]:
        try:
            while True:
                yield item(n=1)
        finally:
            await asyncio.sleep(0)
            ended.set()

    source = async_lines if is_async else lines
    with serve(_app(woven, source, threading.Event())) as url:
        connection = _connection(url)
        connection.request("GET", "/lines")
        response = connection.getresponse()
        assert response.readline() == b'{"n":1}\n'
        response.close()
        connection.close()
        assert ended.wait(_WAIT)
