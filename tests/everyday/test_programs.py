"""What people do every day, against the generated server, over a socket.

Lists by pages, a nested body, an upload, a stream, an error with its data: with the
documents of Stripe, GitHub, OpenAI and DigitalOcean.
"""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from tests.everyday.conftest import NAMES
from tests.roundtrip.running import serve

DONE: Final = {
    "stripe": [
        *(f"cus_{n} {n}@example.org" for n in range(1, 6)),
        "Jenny Rosen IE IE1 {'plan': 'gold'}",
        "receipt.png 4000 https://files.example/17",
        "400005 bytes of a quote",
        "400 invalid_request_error email",
    ],
    "github": [
        *(f"v{n} octo 0" for n in range(1, 6)),
        "g1 ['a.py', 'b.md'] False",
        "wheel.zip 4000 uploaded",
        "2000 bytes of an asset",
        "Validation Failed: color invalid",
        "404 Not Found",
    ],
    "openai": [
        *(f"file-{n} batch.jsonl 10" for n in range(1, 6)),
        "batch.jsonl 4000 3606",
        "24 bytes of a file",
        "Hello!",
        "Hel|lo|!",
        "no message",
        "tokens 7",
    ],
    "digitalocean": [
        *(f"{n} web-{n} nyc3" for n in range(1, 6)),
        "web-1 ['web']",
        "8 bytes of an invoice",
        "Hel|lo|!",
        "404 not_found: There is no such invoice.",
    ],
}
NEWEST: Final = {
    "stripe": [f"cus_{n}" for n in range(1, 6)],
    "github": ["v1", "v2", "v3"],
    "openai": ["Hello!", *(f"file-{n}" for n in range(1, 6))],
    "digitalocean": ["1,2", "3,4", "5"],
}


@pytest.fixture(scope="module", params=NAMES)
def served(request: pytest.FixtureRequest, packages: Path) -> Iterator[tuple[str, str]]:
    """The name of a document, and where its server is."""
    server: Any = importlib.import_module(f"{request.param}_server")
    with serve(server.app()) as url:
        yield request.param, url


def test_everyday(served: tuple[str, str], tmp_path: Path) -> None:
    name, url = served
    for upload in ("receipt.png", "wheel.zip", "batch.jsonl"):
        (tmp_path / upload).write_bytes(b"four" * 1000)
    program: Any = importlib.import_module(f"using_{name}")
    assert [*program.everyday(url, tmp_path)] == DONE[name]


def test_everyday_async(served: tuple[str, str]) -> None:
    name, url = served
    program: Any = importlib.import_module(f"using_{name}")
    assert asyncio.run(program.newest(url)) == NEWEST[name]
