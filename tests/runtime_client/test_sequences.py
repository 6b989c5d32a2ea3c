"""Bodies of many items, taken apart however they arrive."""

import json
from time import process_time
from typing import Any

import pytest

from apiloom.runtime.media_types import Framing, framing_of
from apiloom.runtime.sequences import Splitter, framed, sentinel_of

EVENTS = (
    b"\xef\xbb\xbf: a comment\n"
    b"data: one\r\ndata:two\r\rid: 7\nretry: 10\nretry: x\nother: y\n\n"
    b"event: e\ndata\n\nevent: without data\n\ndata: torn\n"
)
CASES: list[tuple[Framing, bytes, list[Any]]] = [
    ("lines", b'{"a": 1}\n\r\n  \n[2]\r\n3', [{"a": 1}, [2], 3]),
    ("lines", b"", []),
    ("records", b'\x1e{"a":\n1}\n\x1e[2]\n\x1e\x1e3\n', [{"a": 1}, [2], 3]),
    ("records", b"\x1e[2]\n\x1e12", [[2]]),
    ("records", b"\x1e[2]\n\x1etrue", [[2]]),
    ("records", b'\x1e[2]\n\x1e"a"', [[2], "a"]),
    ("records", b"", []),
    (
        "events",
        EVENTS,
        [{"data": "one\ntwo"}, {"event": "e", "data": ""}],
    ),
    ("events", b"", []),
]


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
@pytest.mark.parametrize(("framing", "body", "expected"), CASES)
def test_split(framing: Framing, body: bytes, expected: list[Any], size: int) -> None:
    splitter = Splitter(framing)
    chunks = [body[at : at + size] for at in range(0, len(body), size)]
    texts = [text for chunk in chunks for text in splitter.feed(chunk)]
    texts += splitter.end()
    assert [json.loads(text) for text in texts] == expected


@pytest.mark.parametrize("framing", ["lines", "records", "events"])
def test_an_item_is_whole_as_soon_as_it_is_sent(framing: Framing) -> None:
    item = {"data": "a\n b\n\nc", "event": "e", "id": "", "retry": 5}
    splitter = Splitter(framing)
    (text,) = splitter.feed(framed(json.dumps(item).encode(), framing))
    assert json.loads(text) == item


@pytest.mark.parametrize("framing", ["lines", "records", "events"])
def test_how_much_is_held(framing: Framing) -> None:
    splitter = Splitter(framing)
    whole = framed(b'{"data":"0123456789"}', framing)
    for chunk in (whole, whole[:7], whole[7:], whole[:5], whole[5:9]):
        list(splitter.feed(chunk))
    assert splitter.held == 9 - (framing == "records")
    assert len(list(splitter.feed(whole[9:]))) == 1
    assert splitter.held == 0


@pytest.mark.parametrize("framing", ["lines", "records", "events"])
def test_small_chunks_cost_no_more(framing: Framing) -> None:
    def spent(size: int) -> float:
        splitter = Splitter(framing)
        text = b"1" * size if framing == "lines" else b"data: " + b"1" * size
        started = process_time()
        for byte in text:
            list(splitter.feed(bytes([byte])))
        list(splitter.feed(b"\n" * (size // 2)))
        return process_time() - started

    assert spent(320_000) < 24 * spent(40_000), "eight times as much; 64 is the square"


SENTINELS: list[tuple[Framing, bytes]] = [
    ("lines", b'{"a": 1}\n[DONE]\n[2]\n'),
    ("records", b'\x1e{"a": 1}\n\x1e[DONE]\n\x1e[2]\n'),
    ("events", b"data: 1\n\ndata: [DONE]\n\ndata: 2\n\n"),
]


@pytest.mark.parametrize("size", [1, 3, 1000])
@pytest.mark.parametrize(("framing", "body"), SENTINELS)
def test_nothing_comes_after_the_sentinel(
    framing: Framing, body: bytes, size: int
) -> None:
    splitter = Splitter(framing, "[DONE]")
    chunks = [body[at : at + size] for at in range(0, len(body), size)]
    texts = [text for chunk in chunks for text in splitter.feed(chunk)]
    assert len(texts) == 1
    assert splitter.is_ended
    (text,) = Splitter(framing).feed(sentinel_of("[DONE]", framing)[:-1] + b"\n\x1e")
    assert b"[DONE]" in text


def test_what_a_stream_that_goes_on_has_to_know() -> None:
    splitter = Splitter("events")
    assert (splitter.last_event_id, splitter.retry) == ("", None)
    list(splitter.feed(b"id: 1\nretry: 5\n\nid: 2\ndata: x\n\ndata: y\n\nid: 3\n"))
    assert (splitter.last_event_id, splitter.retry) == ("2", 5)


@pytest.mark.parametrize("item", [[1], "text", {"event": "a\nb"}, {"data": "a\rb"}])
def test_what_is_no_event(item: Any) -> None:
    with pytest.raises(ValueError, match="event"):
        framed(json.dumps(item).encode(), "events")


@pytest.mark.parametrize(
    ("name", "framing"),
    [
        ("application/jsonl", "lines"),
        ("Application/X-NDJSON; charset=utf-8", "lines"),
        ("application/json-seq", "records"),
        ("application/geo+json-seq", "records"),
        ("text/event-stream", "events"),
        ("application/json", None),
        ("multipart/mixed", None),
    ],
)
def test_media_types(name: str, framing: Framing | None) -> None:
    assert framing_of(name) == framing
