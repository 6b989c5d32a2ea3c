"""How streams end: by a sentinel, by a bad item, or not at all."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from apiloom.core.stream_rule import StreamRule
from tests.roundtrip.running import serve
from tests.weaving import Json, Woven, document, weave

from .raw_server import RawServer, head, serving

CHUNK: Json = {
    "type": "object",
    "required": ["delta"],
    "properties": {"delta": {"type": "string"}},
}


def _get(operation_id: str, media_type: str) -> Json:
    content = {media_type: {"schema": {"$ref": "#/components/schemas/Chunk"}}}
    return {
        "get": {
            "operationId": operation_id,
            "tags": ["s"],
            "responses": {"200": {"description": "", "content": content}},
        }
    }


EVENTS = "text/event-stream"
LINES = "application/jsonl"
DOCUMENT = document(
    paths={"/chat": _get("chat", EVENTS), "/log": _get("readLog", LINES)},
    schemas={"Chunk": CHUNK},
)
RULES = (StreamRule("*", "[DONE]"),)


@dataclass(frozen=True)
class Reader:
    """Reads streams with the sync or the async client."""

    woven: Woven
    is_async: bool

    def read(self, url: str, name: str, way: str = "", **options: Any) -> list[Any]:
        """The items; or what the method `way` of the stream gives."""
        module = self.woven.module("client")

        async def collected() -> list[Any]:
            async with module.AsyncClient(base_url=url, max_retries=0) as client:
                stream = await getattr(client.s, name)()
                async with stream:
                    items = getattr(stream, way)(**options) if way else stream
                    return [item async for item in items]

        if self.is_async:
            return asyncio.run(collected())
        with (
            module.Client(base_url=url, max_retries=0) as client,
            getattr(client.s, name)() as stream,
        ):
            return list(getattr(stream, way)(**options) if way else stream)


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(DOCUMENT, streams=RULES) as woven:
        yield woven


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def reader(request: pytest.FixtureRequest, woven: Woven) -> Reader:
    return Reader(woven, request.param)


def deltas(items: list[Any]) -> list[str]:
    return [item.delta for item in items]


def event(text: str, *fields: str) -> bytes:
    lines = [*fields, f'data: {{"delta":"{text}"}}', "", ""]
    return "\n".join(lines).encode()


def test_a_sentinel_ends_it(reader: Reader) -> None:
    def endless() -> Iterator[bytes]:
        yield head(EVENTS) + event("a") + event("b") + b"data: [DONE]\n\n"
        while True:
            yield event("late") * 100

    with serving(endless()) as server:
        assert deltas(reader.read(server.url, "chat")) == ["a", "b"]
        assert server.left.wait(10), "the connection was kept"
    with serving([head(LINES), b'{"delta":"a"}\n[DONE]\n']) as server:
        assert deltas(reader.read(server.url, "read_log")) == ["a"]


def test_a_server_says_the_sentinel(woven: Woven, reader: Reader) -> None:
    module = woven.module("server.s")
    chunk = woven.models.Chunk(delta="a")

    class Api(module.SApi):  # type: ignore[misc, name-defined]
        async def chat(self, _: Any, /) -> Any:
            return module.Chat.Ok([chunk])

        async def read_log(self, _: Any, /) -> Any:
            return module.ReadLog.Ok([chunk])

    with serve(woven.module("server").create_app(s=Api())) as url:
        for name in ("chat", "read_log"):
            assert deltas(reader.read(url, name)) == ["a"]
        with woven.module("client").Client(base_url=url) as client:
            sent = {
                name: client.stream(getattr(client.s, name))
                for name in ("chat", "read_log")
            }
            with sent["chat"]() as events, sent["read_log"]() as lines:
                assert events.read() == event("a") + b"data: [DONE]\n\n"
                assert lines.read() == b'{"delta":"a"}\n[DONE]\n'


def test_a_bad_item_is_one_error(reader: Reader) -> None:
    errors = reader.woven.module("errors")
    body = b'{"delta":"a"}\n{"delta\n{"delta":"b"}\n{"del'
    with serving([head(LINES), body]) as server:
        found = reader.read(server.url, "read_log", "items_or_errors")
        first, bad, second, torn = found
        assert (first.delta, second.delta) == ("a", "b")
        for error in (bad, torn):
            assert isinstance(error, errors.ResponseValidationError)
        assert bad.body == b'{"delta'
        with pytest.raises(errors.ResponseValidationError):
            reader.read(server.url, "read_log")


def chunked(*pieces: bytes) -> list[bytes]:
    """A body that breaks off: its end is missing."""
    start = head(EVENTS, "Transfer-Encoding: chunked")
    return [start, *(b"%x\r\n%s\r\n" % (len(each), each) for each in pieces)]


def ids(server: RawServer) -> list[bytes]:
    """The Last-Event-ID of each request."""
    lines = [request.lower().split(b"\r\n") for request in server.requests]
    name = b"last-event-id: "
    found = [
        [one[len(name) :] for one in each if one.startswith(name)] for each in lines
    ]
    return [b",".join(each) for each in found]


def test_it_goes_on_where_it_broke(reader: Reader) -> None:
    answers = (
        chunked(event("a", "id: 1", "retry: 1"), event("b", "id: 2") + b'data: {"del'),
        chunked(),
        [head(EVENTS) + event("c")],
    )
    with serving(*answers) as server:
        found = reader.read(server.url, "chat", "reconnecting")
        assert deltas(found) == ["a", "b", "c"]
        assert ids(server) == [b"", b"2", b"2"]


def test_an_end_can_be_a_pause(reader: Reader) -> None:
    """As for the `EventSource` of a browser; a 204 is the end of it."""
    answers = (
        [head(EVENTS) + event("a", "id: 1", "retry: 1")],
        [head(EVENTS) + event("b", "id: 2")],
        [b"HTTP/1.1 204 No Content\r\n\r\n"],
    )
    with serving(*answers) as server:
        found = reader.read(server.url, "chat", "reconnecting", after_end=True)
        assert deltas(found) == ["a", "b"]
        assert ids(server) == [b"", b"1", b"2"]


def test_a_sentinel_is_no_pause(reader: Reader) -> None:
    answers = [head(EVENTS) + event("a") + b"data: [DONE]\n\n"]
    with serving(answers) as server:
        found = reader.read(server.url, "chat", "reconnecting", after_end=True)
        assert deltas(found) == ["a"]
        assert len(server.requests) == 1


def test_it_gives_up(reader: Reader) -> None:
    errors = reader.woven.module("errors")
    with (
        serving(chunked(event("a", "retry: 1")), chunked()) as server,
        pytest.raises(errors.ConnectionFailed),
    ):
        reader.read(server.url, "chat", "reconnecting", attempts=3)
    assert len(server.requests) == 4
