"""Hosts that hang up too early, or never: nothing of theirs is taken or pinned."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from apiloom.document.source import LoadPolicy
from apiloom.document.source.references import Unresolved
from apiloom.document.source.remote import Fetched, fetch
from tests.runtime_client.raw_server import Answer, serving

_HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"
_WHOLE = b"type: string"


def fetched(answer: Answer, cache: Path, seconds: int = 30) -> Fetched | Unresolved:
    """What comes of one answer; whatever does is asked for once more."""
    with serving(answer) as server:
        host = server.url.removeprefix("http://")
        policy = LoadPolicy(
            allowed_hosts=(host,), cache=cache / "remote", max_seconds=seconds
        )
        return fetch(f"{server.url}/a.yaml", policy)


@pytest.mark.parametrize(
    "answer",
    [
        [_HEAD, b"Content-Length: 12\r\n\r\n", _WHOLE],
        [_HEAD, b"Transfer-Encoding: chunked\r\n\r\nc\r\n", _WHOLE, b"\r\n0\r\n\r\n"],
        [_HEAD, b"\r\n", _WHOLE],
    ],
)
def test_what_came_whole_is_taken(answer: list[bytes], tmp_path: Path) -> None:
    document = fetched(answer, tmp_path)
    assert isinstance(document, Fetched)
    assert document.data == _WHOLE
    assert len([*(tmp_path / "remote").iterdir()]) == 1


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ([_HEAD, b"Content-Length: 99\r\n\r\n", _WHOLE], "87 of 99 bytes are missing"),
        ([_HEAD, b"Content-Length: 1\r\n\r\n"], "1 of 1 bytes are missing"),
        (
            [_HEAD, b"Transfer-Encoding: chunked\r\n\r\n63\r\n", _WHOLE],
            "IncompleteRead",
        ),
        (
            [_HEAD, b"Transfer-Encoding: chunked\r\n\r\nc\r\n", _WHOLE, b"\r\n"],
            "IncompleteRead",
        ),
    ],
)
def test_what_came_in_part_is_not(
    answer: list[bytes], reason: str, tmp_path: Path
) -> None:
    refused = fetched(answer, tmp_path)
    assert isinstance(refused, Unresolved)
    assert reason in refused.message
    assert not (tmp_path / "remote").exists()


def _dripping(start: bytes, drop: bytes) -> Iterator[bytes]:
    """Something soon, and never the end."""
    yield start
    while True:
        yield drop


@pytest.mark.parametrize(
    ("start", "drop"),
    [
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (_HEAD, b"a"),
        (_HEAD + b"Content-Length: 99999999\r\n\r\n", b"#"),
        (_HEAD + b"\r\n", b"#"),
    ],
)
def test_time_is_up_however_slowly_it_drips(
    start: bytes, drop: bytes, tmp_path: Path
) -> None:
    refused = fetched(_slowly(_dripping(start, drop)), tmp_path, seconds=1)
    assert isinstance(refused, Unresolved)
    assert "it took more than 1 seconds" in refused.message
    assert not (tmp_path / "remote").exists()


def _slowly(pieces: Iterator[bytes]) -> Iterator[bytes]:
    from time import sleep

    for piece in pieces:
        yield piece
        sleep(0.05)
