"""A service of ten operations, as somebody writes it, and programs that use it.

Accounts with scopes, pages, an upload, a download, events, work after the answer, and
exceptions of its own that a table answers: over a socket.
"""

from __future__ import annotations

import asyncio
import importlib
from pathlib import Path
from typing import Any

import pytest

from tests.roundtrip.running import serve


@pytest.fixture(scope="module")
def server(packages: Path) -> Any:
    """The module of the service."""
    return importlib.import_module("gallery_server")


@pytest.fixture(scope="module")
def program(packages: Path) -> Any:
    """The module that uses it."""
    return importlib.import_module("using_gallery")


def test_everyday(server: Any, program: Any, tmp_path: Path) -> None:
    (tmp_path / "peak.png").write_bytes(b"four" * 1000)
    store = server.Store()
    with serve(server.app(store)) as url:
        assert [*program.everyday(url, tmp_path)] == [
            "a0 /albums/a0",
            "a1 /albums/a1",
            "a2 /albums/a2",
            "Alps Baltic Crete",
            "peak.png image/png 4000 The S\u00e4ntis, 2502 m",
            "1 2",
            "2 photos",
            "4000 bytes",
            "added 1, 2",
            "Bornholm",
            "no such photo",
            "2 albums",
        ]
    assert (tmp_path / "copy.png").read_bytes() == b"four" * 1000
    assert store.swept == ["a0"]


def test_refusals(server: Any, program: Any) -> None:
    with serve(server.app()) as url:
        assert [*program.refused(url)] == [
            "409 There is an album called Alps.",
            "404 Not Found",
            "403 not yours owner",
            "422 the file is empty",
            '403 Bearer error="insufficient_scope", scope="write"',
            '401 Bearer error="invalid_token"',
        ]


def test_events_come_as_things_happen(server: Any, program: Any) -> None:
    store = server.Store()
    with serve(server.app(store)) as url:
        assert asyncio.run(program.follow(url)) == ["before", "1", "2"]
    assert store.listeners == {"a0": []}
