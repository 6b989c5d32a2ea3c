"""Bodies that are read bit by bit, and limits on those that are held in memory."""

import asyncio
import gzip
import tracemalloc
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.weaving import Json, Woven, document, weave

from .raw_server import PATIENCE, head, serving
from .woven_clients import WovenClients

BINARY: Json = {"application/octet-stream": {"schema": {"format": "binary"}}}
ERROR: Json = {"type": "object", "properties": {"reason": {"type": "string"}}}
DOCUMENT = document(
    paths={
        "/file": {
            "get": {
                "operationId": "file",
                "tags": ["files"],
                "responses": {
                    "200": {"description": "", "content": BINARY},
                    "404": {
                        "description": "",
                        "content": {"application/json": {"schema": ERROR}},
                    },
                },
            }
        }
    }
)
FILE = head("application/octet-stream")
MEGABYTE = b"\x00" * 2**20


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(DOCUMENT, targets=("models", "client")) as woven:
        yield woven


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def clients(request: pytest.FixtureRequest, woven: Woven) -> WovenClients:
    return WovenClients(woven, request.param)


def bomb(megabytes: int) -> bytes:
    """So much of nothing, compressed to a thousandth."""
    packer = zlib.compressobj(9, wbits=31)
    return (
        b"".join(packer.compress(MEGABYTE) for _ in range(megabytes)) + packer.flush()
    )


def test_status_headers_and_bytes(clients: WovenClients) -> None:
    with serving([head("text/plain", "X-Part: a", "x-part: b"), b"one", b"two"]) as at:
        assert clients.stream(at.url, "files.file", "status_code") == 200
        assert clients.stream(at.url, "files.file", "content_type") == "text/plain"
        assert clients.stream(at.url, "files.file", "headers")["x-part"] == "a, b"
        pieces = clients.stream(at.url, "files.file", "iter_bytes")
        assert b"".join(pieces) == b"onetwo"
        assert clients.stream(at.url, "files.file", "read") == b"onetwo"


@pytest.mark.parametrize("size", [1, 2, 1000])
def test_lines(clients: WovenClients, size: int) -> None:
    text = "a\r\nb\u2028\x0bc\n\n\rd\r\né".encode()
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    expected = ["a", "b\u2028\x0bc", "", "", "d", "é"]
    with serving([head("text/plain"), *pieces]) as server:
        assert clients.stream(server.url, "files.file", "iter_lines") == expected


def test_lines_of_another_charset(clients: WovenClients) -> None:
    for charset in ("utf-16", "iso-8859-1", "unheard-of"):
        written = "utf-8" if charset == "unheard-of" else charset
        start = head(f"text/plain; charset={charset}")
        with serving(
            [start, *("ä\nö".encode(written)[:3], "ä\nö".encode(written)[3:])]
        ) as at:
            assert clients.stream(at.url, "files.file", "iter_lines") == ["ä", "ö"]


def test_save(clients: WovenClients, tmp_path: Path) -> None:
    path = tmp_path / "file.bin"
    path.write_bytes(b"old")
    compressed = gzip.compress(b"new")
    with serving([head("x/y", "Content-Encoding: gzip"), compressed]) as server:
        assert clients.stream(server.url, "files.file", "save", path) == 3
    assert path.read_bytes() == b"new"
    assert [*tmp_path.iterdir()] == [path]
    plain = tmp_path / "plain"
    plain.touch()
    assert path.stat().st_mode == plain.stat().st_mode


def test_save_where_a_link_leads(clients: WovenClients, tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.touch()
    link.symlink_to(target)
    with serving([FILE, b"new"]) as server:
        clients.stream(server.url, "files.file", "save", str(link))
        with pytest.raises(IsADirectoryError):
            clients.stream(server.url, "files.file", "save", tmp_path)
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert len([*tmp_path.iterdir()]) == 2


@pytest.mark.parametrize("old", [None, b"old"])
def test_no_half_file(clients: WovenClients, tmp_path: Path, old: bytes | None) -> None:
    path = tmp_path / "file"
    if old is not None:
        path.write_bytes(old)
    errors = clients.woven.module("errors")
    cut = head("x/y", "Content-Length: 10")
    with serving([cut, b"12345"]) as server, pytest.raises(errors.ConnectionFailed):
        clients.stream(server.url, "files.file", "save", path)
    with serving([FILE, b"12345"]) as server, pytest.raises(errors.ResponseTooLarge):
        clients.stream(server.url, "files.file", "save", path, max_bytes=4)
    spoiled = head("x/y", "Content-Encoding: gzip")
    with serving([spoiled, b"no gzip"]) as at, pytest.raises(errors.ConnectionFailed):
        clients.stream(at.url, "files.file", "save", path)
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [old] * (
        old is not None
    )


@pytest.mark.parametrize("reader", ["iter_bytes", "iter_lines", "read"])
def test_a_limit_is_of_decoded_bytes(clients: WovenClients, reader: str) -> None:
    errors = clients.woven.module("errors")
    packed = head("text/plain", "Content-Encoding: gzip")
    with serving([packed, gzip.compress(b"0" * 100_000)]) as server:
        clients.stream(server.url, "files.file", reader, max_bytes=100_000)
        with pytest.raises(errors.ResponseTooLarge, match="over 99999 bytes") as caught:
            clients.stream(server.url, "files.file", reader, max_bytes=99_999)
    assert caught.value.status_code == 200
    assert caught.value.operation_id == "file"


def test_a_bomb_is_not_let_in(clients: WovenClients, tmp_path: Path) -> None:
    """300 KB that come to 300 MB; whoever reads them bit by bit may have them."""
    target = tmp_path / "target"
    errors = clients.woven.module("errors")
    start = head("application/json", "Content-Encoding: gzip")
    bad = head("application/json", "Content-Encoding: gzip", status="404 Not Found")
    packed = bomb(300)
    assert len(packed) < 310_000
    with serving([start, packed], [bad, packed], [start, packed]) as server:
        tracemalloc.start()
        for _ in range(2):
            with pytest.raises(errors.ResponseTooLarge, match="compressed bytes"):
                clients.call(server.url, "files.file")
        with pytest.raises(errors.ResponseTooLarge, match="compressed bytes"):
            clients.stream(server.url, "files.file", "read")
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        everything = {"max_bytes": 2**30}
        assert (
            clients.stream(server.url, "files.file", "save", target, **everything)
            == 300 * 2**20
        )
    assert peak < 100e6  # what is imported meanwhile counts too


def test_what_a_call_may_hold(clients: WovenClients) -> None:
    errors = clients.woven.module("errors")
    with serving([FILE, b"12345"]) as server:
        for limit in (5, None):
            options = {"max_response_bytes": limit}
            got = clients.call(server.url, "files.file", options=options)
            assert got == b"12345"
        with pytest.raises(errors.ResponseTooLarge):
            clients.call(server.url, "files.file", options={"max_response_bytes": 4})
        smaller = WovenClients(
            clients.woven, clients.is_async, {"max_response_bytes": 4}
        )
        with pytest.raises(errors.ResponseTooLarge):
            smaller.call(server.url, "files.file")
        with pytest.raises(errors.ResponseTooLarge):
            smaller.stream(server.url, "files.file", "read")
        assert smaller.stream(server.url, "files.file", "iter_bytes") == [b"12345"]


def test_bodies_of_errors_are_decoded(clients: WovenClients) -> None:
    errors = clients.woven.module("errors")
    start = head("application/json", status="404 Not Found")
    with (
        serving([start, b'{"reason":"gone"}']) as server,
        pytest.raises(errors.NotFoundError) as caught,
    ):
        clients.stream(server.url, "files.file", "read")
    assert caught.value.data.reason == "gone"


def endless() -> Iterator[bytes]:
    yield FILE
    while True:
        yield MEGABYTE


def test_leaving_early_frees_the_connection(clients: WovenClients) -> None:
    async def leave_async(client: Any) -> None:
        async with client, client.stream(client.files.file)() as response:
            async for _ in response.iter_bytes():
                return

    def leave(client: Any) -> None:
        with client, client.stream(client.files.file)() as response:
            for _ in response.iter_bytes():
                return

    with serving(endless()) as server:
        client = clients.client(server.url)
        if clients.is_async:
            asyncio.run(leave_async(client))
        else:
            leave(client)
        assert server.left.wait(PATIENCE)


def test_only_methods_of_resources(clients: WovenClients) -> None:
    client = clients.client("http://127.0.0.1:9")
    with pytest.raises(TypeError, match="no method"):
        client.stream(len)
