"""Request bodies whose items only a `schema` describes (OpenAPI 3.0 and 3.1).

They are what responses of the same form are: streams of typed items.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from tests.roundtrip.running import serve
from tests.weaving import Woven

from .conftest import Sender
from .raw_server import RawServer

DOCUMENT = "items.yaml"
ENTRIES = [{"number": 1}, {"number": 2, "note": "\u00fc\n"}]
LINES = b'{"number":1}\n{"number":2,"note":"\xc3\xbc\\n"}\n'
CHUNKS = b'data: {"number":1}\n\ndata: {"number":2,"note":"\xc3\xbc\\n"}\n\n'
EVENTS = [{"event": "e", "id": "1", "retry": 5, "data": "a\nb"}, {"data": "{}"}]
WRITTEN = b"event: e\nid: 1\nretry: 5\ndata: a\ndata: b\n\ndata: {}\n\n"
CASES = [
    ("lines", "application/x-ndjson", ENTRIES, LINES),
    ("listed", "application/jsonl", ENTRIES, LINES),
    ("records", "application/json-seq", [1, 2], b"\x1e1\n\x1e2\n"),
    ("chunks", "text/event-stream", ENTRIES, CHUNKS),
    ("events", "text/event-stream", EVENTS, WRITTEN),
]


@pytest.mark.parametrize(("path", "media_type", "items", "written"), CASES)
def test_what_is_sent(
    send: Sender,
    server: RawServer,
    path: str,
    media_type: str,
    items: list[Any],
    written: bytes,
) -> None:
    send(f"default.send_{path}", body=items)
    assert server.only.line == f"POST /{path} HTTP/1.1"
    assert server.only.fields["content-type"].partition(";")[0] == media_type
    assert server.only.body == written
    assert len(server.only.chunks) == len(items), "each as it is made"


def test_of_several_media_types(send: Sender, server: RawServer) -> None:
    send("default.send_either", number=1)
    ndjson = "application/x-ndjson"
    send("default.send_either", iter(ENTRIES), content_type=ndjson)
    whole, streamed = server.came
    assert whole.fields["content-type"] == "application/json"
    assert whole.body == b'{"number":1}'
    assert streamed.body == LINES


def test_what_breaks_the_schema_is_not_sent(send: Sender, woven: Woven) -> None:
    refused = woven.module("errors").RequestValidationError
    for operation in ("lines", "listed", "chunks"):
        with pytest.raises(refused, match="item 1: number"):
            send(f"default.send_{operation}", [{"number": 1}, {"number": -1}])
    for one in (LINES, LINES.decode(), ENTRIES[0]):
        with pytest.raises(refused, match="is made of items"):
            send("default.send_lines", one)


def test_what_has_no_items_stays_whole(send: Sender, server: RawServer) -> None:
    send("default.send_text", "data: a\n\n")
    send("default.send_bytes", b"{}\n{}\n")
    assert [came.body for came in server.came] == [b"data: a\n\n", b"{}\n{}\n"]


def test_asynchronous_items(send_async: Sender, server: RawServer) -> None:
    async def entries() -> AsyncIterator[Any]:
        for entry in ENTRIES:
            yield entry
            await asyncio.sleep(0)

    send_async("default.send_lines", body=entries())
    assert server.only.body == LINES


def test_an_event_arrives_whole(woven: Woven) -> None:
    webhooks = woven.module("webhooks")
    found = webhooks.parse(
        LINES,
        {"content-type": "application/x-ndjson"},
        name="sendLines.onLines",
        verify="unverified",
    )
    assert found == LINES


@pytest.fixture(scope="module")
def seen() -> list[Any]:
    """What the handlers have got: items one by one, or the body."""
    return []


async def _taken(body: Any, seen: list[Any]) -> None:
    if not isinstance(body, AsyncIterator):
        seen.append(body)
        return
    seen.extend([item async for item in body])


def _api(woven: Woven, seen: list[Any]) -> Any:
    module = woven.module("server.default")

    def handler(route: Any) -> Any:
        namespace = getattr(module, route.request.__qualname__.partition(".")[0])

        async def handle(self: Any, request: Any, /) -> Any:
            await _taken(request.body, seen)
            return namespace.NoContent()

        return handle

    methods = {route.handler: handler(route) for route in module.DEFAULT_ROUTES}
    return type("Api", (module.DefaultApi,), methods)()


@pytest.fixture(scope="module")
def port(woven_of: Any, seen: list[Any]) -> Iterator[int]:
    woven = woven_of(DOCUMENT)
    with serve(woven.module("server").create_app(default=_api(woven, seen))) as url:
        yield int(url.rpartition(":")[2])


def _exchanged(port: int, path: str, media_type: str, body: bytes) -> bytes:
    """The status line of the answer to a body that comes in chunks of three bytes."""
    head = f"POST /{path} HTTP/1.1\r\nHost: t\r\nContent-Type: {media_type}\r\n"
    head += "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
    pieces = [body[start : start + 3] for start in range(0, len(body), 3)]
    chunks = [b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (*pieces, b"")]
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(head.encode() + b"".join(chunks))
        with connection.makefile("rb") as stream:
            return stream.readline().strip()


@pytest.mark.parametrize(("path", "media_type", "items", "written"), CASES)
def test_what_a_handler_gets(
    port: int,
    seen: list[Any],
    path: str,
    media_type: str,
    items: list[Any],
    written: bytes,
) -> None:
    seen.clear()
    answer = _exchanged(port, path, media_type, written)
    assert answer == b"HTTP/1.1 204 No Content"
    plain = [
        item.model_dump(exclude_unset=True) if hasattr(item, "model_dump") else item
        for item in seen
    ]
    assert plain == items


def test_a_wrong_item_is_refused(port: int, seen: list[Any]) -> None:
    seen.clear()
    wrong = b'{"number":1}\n{"number":"x"}\n'
    answer = _exchanged(port, "lines", "application/x-ndjson", wrong)
    assert answer == b"HTTP/1.1 400 Bad Request"
    assert not seen


def test_nothing_is_reported(woven: Woven) -> None:
    assert woven.warnings == []
