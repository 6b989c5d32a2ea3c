"""Streams that are typed by the schema beside their media type, byte by byte."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.weaving import Json, Woven, document, weave

from .raw_server import head, serving
from .woven_clients import WovenClients

CHUNK: Json = {
    "type": "object",
    "required": ["delta"],
    "properties": {"delta": {"type": "string"}},
}
OF_CHUNK: Json = {"$ref": "#/components/schemas/Chunk"}
ADDED: Json = {
    "type": "object",
    "required": ["event", "data"],
    "properties": {
        "event": {"const": "added"},
        "data": {
            "type": "string",
            "contentMediaType": "application/json",
            "contentSchema": OF_CHUNK,
        },
        "id": {"type": "string"},
        "retry": {"type": "integer", "minimum": 0},
    },
}
SAID: Json = {
    "type": "object",
    "required": ["event", "data"],
    "properties": {"event": {"const": "said"}, "data": {"type": "string"}},
}
WRAPPED: Json = {
    "type": "object",
    "required": ["data"],
    "properties": {"event": {"type": "string"}, "data": OF_CHUNK},
}


def _get(operation_id: str, media_type: str, said: Json) -> Json:
    content = {media_type: said}
    return {
        "get": {
            "operationId": operation_id,
            "tags": ["s"],
            "responses": {"200": {"description": "", "content": content}},
        }
    }


EVENTS = "text/event-stream"
DOCUMENT = document(
    "3.2.0",
    paths={
        "/chunks": _get("chunks", EVENTS, {"schema": OF_CHUNK}),
        "/listed": _get(
            "listed", EVENTS, {"schema": {"type": "array", "items": OF_CHUNK}}
        ),
        "/either": _get(
            "either", EVENTS, {"schema": {"oneOf": [OF_CHUNK, {"type": "string"}]}}
        ),
        "/wrapped": _get(
            "wrapped", EVENTS, {"schema": {"$ref": "#/components/schemas/Wrapped"}}
        ),
        "/embedded": _get(
            "embedded",
            EVENTS,
            {
                "itemSchema": {
                    "oneOf": [
                        {"$ref": "#/components/schemas/Added"},
                        {"$ref": "#/components/schemas/Said"},
                    ]
                }
            },
        ),
        "/lines": _get("lines", "application/x-ndjson", {"schema": OF_CHUNK}),
        "/numbers": _get(
            "numbers", "application/json-seq", {"schema": {"type": "integer"}}
        ),
        "/text": _get("text", EVENTS, {"schema": {"type": "string"}}),
    },
    schemas={"Chunk": CHUNK, "Wrapped": WRAPPED, "Added": ADDED, "Said": SAID},
)


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(DOCUMENT) as woven:
        yield woven


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def clients(request: pytest.FixtureRequest, woven: Woven) -> WovenClients:
    return WovenClients(woven, request.param)


def read(clients: WovenClients, operation: str, *pieces: bytes) -> list[Any]:
    """The items of a stream that arrives in these pieces."""
    kind = {"lines": "application/x-ndjson", "numbers": "application/json-seq"}
    with serving([head(kind.get(operation, EVENTS)), *pieces]) as server:
        items: list[Any] = clients.call(server.url, f"s.{operation}")
        return items


def plain(items: list[Any]) -> list[Any]:
    """Models as what they were read from."""
    return [item.to_dict() if hasattr(item, "to_dict") else item for item in items]


def test_the_data_of_an_event_is_the_item(clients: WovenClients) -> None:
    pieces = b': hello\n\nid: 1\ndata: {"del', b'ta":\ndata: "a"}\n\n'
    items = read(clients, "chunks", *pieces, b'data: {"delta":""}\n\n')
    assert plain(items) == [{"delta": "a"}, {"delta": ""}]
    assert isinstance(items[0], clients.woven.models.Chunk)


def test_an_array_is_of_items(clients: WovenClients) -> None:
    (item,) = read(clients, "listed", b'data: {"delta":"a"}\n\n')
    assert isinstance(item, clients.woven.models.Chunk)


def test_data_that_may_be_text(clients: WovenClients) -> None:
    body = b'data: {"delta":"a"}\n\ndata: [DONE]\n\ndata: 5\n\ndata: "x"\n\n'
    items = read(clients, "either", body)
    assert plain(items) == [{"delta": "a"}, "[DONE]", "5", "x"]


def test_an_event_whose_data_has_a_schema(clients: WovenClients) -> None:
    (event,) = read(clients, "wrapped", b'event: e\ndata: {"delta":"a"}\n\n')
    assert isinstance(event, clients.woven.models.Wrapped)
    assert isinstance(event.data, clients.woven.models.Chunk)
    assert event.event == "e"


def test_the_content_of_data(clients: WovenClients) -> None:
    body = (
        b'event: added\nid: 7\nretry: 5\ndata: {"delta":"a"}\n\n'
        b'event: said\ndata: {"delta":"a"}\n\nevent: said\ndata: 5\n\n'
    )
    added, said, number = read(clients, "embedded", body)
    models = clients.woven.models
    assert isinstance(added, models.Added)
    assert isinstance(added.data, models.Chunk)
    assert (added.id, added.retry) == ("7", 5)
    assert isinstance(said, models.Said)
    assert (said.data, number.data) == ('{"delta":"a"}', "5")


def test_lines_and_records(clients: WovenClients) -> None:
    assert plain(read(clients, "lines", b'{"delta":"a"}\n{"delta":', b'"b"}')) == [
        {"delta": "a"},
        {"delta": "b"},
    ]
    assert read(clients, "numbers", b"\x1e1\n\x1e2\n") == [1, 2]


@pytest.mark.parametrize("end", [b"", b"\n", b"\nevent: x\n"])
def test_a_torn_event_is_none(clients: WovenClients, end: bytes) -> None:
    body = b'data: {"delta":"a"}\n\ndata: {"delta":"b"}' + end
    assert plain(read(clients, "chunks", body)) == [{"delta": "a"}]


def test_a_torn_line_is_an_error(clients: WovenClients) -> None:
    errors = clients.woven.module("errors")
    with pytest.raises(errors.ResponseValidationError, match="lines"):
        read(clients, "lines", b'{"delta":"a"}\n{"delta":')


def test_text_stays_text(clients: WovenClients) -> None:
    text: object = read(clients, "text", b"data: a\n\n")
    assert text == "data: a\n\n"


def test_the_bytes_of_a_stream(clients: WovenClients) -> None:
    with serving([head(EVENTS), b"data: {}\n\n"]) as server:
        assert clients.stream(server.url, "s.chunks", "read") == b"data: {}\n\n"
