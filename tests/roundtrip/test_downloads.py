"""Replies that are files or come piece by piece: what is on the wire, byte by byte."""

from __future__ import annotations

import io
import os
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest

from tests.weaving import Json, Woven, document, weave

from .running import TLS, serve, unchunked

BINARY: Json = {"schema": {"type": "string", "format": "binary"}}
TEXT: Json = {"schema": {"type": "string"}}
DIGITS = b"0123456789"
MOMENT = 1_700_000_000
MODIFIED = "Tue, 14 Nov 2023 22:13:20 GMT"
EARLIER = "Tue, 14 Nov 2023 22:13:19 GMT"


def _operation(name: str, content: Json) -> Json:
    ok = {"description": "", "content": content}
    return {"operationId": name, "tags": ["t"], "responses": {"200": ok}}


DOCUMENT = document(
    paths={
        "/file": {
            "get": _operation("file", {"application/octet-stream": BINARY}),
            "head": _operation("fileHead", {"application/octet-stream": BINARY}),
            "post": _operation("makeFile", {"application/octet-stream": BINARY}),
        },
        "/text": {"get": _operation("text", {"text/csv": TEXT})},
        "/either": {
            "get": _operation(
                "either",
                {
                    "application/json": {
                        "schema": {"type": "array", "items": {"type": "integer"}}
                    },
                    "text/csv": TEXT,
                    "image/png": BINARY,
                },
            )
        },
    }
)


@dataclass
class Service:
    """A package, where it is served, and what its handlers give."""

    woven: Woven
    url: str
    body: Any = None

    def download(self, *arguments: Any, **keywords: Any) -> Any:
        """A `Download` of the package's own runtime."""
        class_ = self.woven.module("server").Download
        return class_(*arguments, **keywords)

    def ask(
        self, path: str, *fields: str, method: str = "GET"
    ) -> tuple[int, dict[str, str], bytes]:
        """The status, the header fields and the body, by a client by hand."""
        place = urlsplit(self.url)
        lines = (f"{method} {path} HTTP/1.1", "Host: x", "Connection: close", *fields)
        with socket.create_connection((place.hostname, place.port or 0)) as peer:
            peer.sendall("\r\n".join((*lines, "", "")).encode("latin-1"))
            whole = b"".join(iter(lambda: peer.recv(65536), b""))
        start, _, body = whole.partition(b"\r\n\r\n")
        line, *rest = start.decode("latin-1").split("\r\n")
        named = dict(field.partition(": ")[::2] for field in rest)
        headers = {name.lower(): value for name, value in named.items()}
        if headers.get("transfer-encoding") == "chunked":
            body = unchunked(body)
        return int(line.split()[1]), headers, body


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with weave(DOCUMENT) as woven:
        module = woven.module("server.t")
        service = Service(woven, "")

        class Api(module.TApi):  # type: ignore[misc, name-defined]
            async def file(self, _: Any, /) -> Any:
                return module.File.Ok(service.body, headers={"Cache-Control": "a"})

            async def file_head(self, _: Any, /) -> Any:
                return module.FileHead.Ok(service.body)

            async def make_file(self, _: Any, /) -> Any:
                return module.MakeFile.Ok(service.body)

            async def text(self, _: Any, /) -> Any:
                return module.Text.Ok(service.body)

            def either(self, _: Any, /) -> Any:
                return module.Either.Ok(service.body)

        with serve(woven.module("server").create_app(t=Api())) as service.url:
            yield service


@pytest.fixture
def digits(service: Service, tmp_path: Path) -> Path:
    path = tmp_path / "digits.bin"
    path.write_bytes(DIGITS)
    os.utime(path, (MOMENT, MOMENT))
    service.body = path
    return path


@pytest.mark.usefixtures("digits")
def test_a_whole_file(service: Service) -> None:
    status, fields, body = service.ask("/file")
    assert (status, body) == (200, DIGITS)
    assert fields["content-type"] == "application/octet-stream"
    assert fields["content-length"] == "10"
    assert fields["last-modified"] == MODIFIED
    assert fields["accept-ranges"] == "bytes"
    assert "content-disposition" not in fields
    status, again, body = service.ask("/file", "Range: bytes=2-3", method="HEAD")
    assert (status, body) == (200, b"")
    assert again["content-length"] == "10"


@pytest.mark.parametrize(
    ("wanted", "range_", "body"),
    [
        ("bytes=0-0", "bytes 0-0/10", b"0"),
        ("bytes=8-", "bytes 8-9/10", b"89"),
        ("bytes=-3", "bytes 7-9/10", b"789"),
        ("bytes=-99", "bytes 0-9/10", DIGITS),
        ("Bytes=7-99", "bytes 7-9/10", b"789"),
        ("bytes=5-6, 50-60", "bytes 5-6/10", b"56"),
    ],
)
@pytest.mark.usefixtures("digits")
def test_one_range(service: Service, wanted: str, range_: str, body: bytes) -> None:
    status, fields, received = service.ask("/file", f"Range: {wanted}")
    assert (status, fields["content-range"], received) == (206, range_, body)
    assert fields["content-length"] == str(len(body))


@pytest.mark.usefixtures("digits")
def test_several_ranges(service: Service) -> None:
    status, fields, body = service.ask("/file", "Range: bytes=0-1,,8-9")
    assert status == 206
    kind, _, boundary = fields["content-type"].partition("; boundary=")
    assert kind == "multipart/byteranges"
    lines = [each for each in body.decode().split("\r\n") if each]
    part = ["Content-Type: application/octet-stream"]
    assert lines == [
        *(f"--{boundary}", *part, "Content-Range: bytes 0-1/10", "01"),
        *(f"--{boundary}", *part, "Content-Range: bytes 8-9/10", "89"),
        f"--{boundary}--",
    ]


@pytest.mark.parametrize("wanted", ["bytes=10-", "bytes=-0", "bytes=11-12, 99-"])
@pytest.mark.usefixtures("digits")
def test_ranges_that_are_not_there(service: Service, wanted: str) -> None:
    status, fields, _ = service.ask("/file", f"Range: {wanted}")
    assert (status, fields["content-range"]) == (416, "bytes */10")
    assert fields["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "wanted",
    ["lines=1-2", "bytes=2-1", "bytes=a-b", "bytes=", "bytes=-", "bytes=+1-2", "bytes"],
)
@pytest.mark.usefixtures("digits")
def test_ranges_that_mean_nothing(service: Service, wanted: str) -> None:
    status, _, body = service.ask("/file", f"Range: {wanted}")
    assert (status, body) == (200, DIGITS)


@pytest.mark.usefixtures("digits")
def test_too_many_ranges(service: Service) -> None:
    ranges = ",".join(["0-0"] * 101)
    assert service.ask("/file", f"Range: bytes={ranges}")[0] == 200


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        (["If-None-Match: TAG"], 304),
        (["If-None-Match: W/TAG"], 304),
        (['If-None-Match: "a", TAG'], 304),
        (["If-None-Match: *"], 304),
        (['If-None-Match: "a"'], 200),
        (['If-None-Match: "a"', f"If-Modified-Since: {MODIFIED}"], 200),
        ([f"If-Modified-Since: {MODIFIED}"], 304),
        ([f"If-Modified-Since: {EARLIER}"], 200),
        (["If-Modified-Since: yesterday"], 200),
        (["If-Match: TAG"], 200),
        (["If-Match: W/TAG"], 412),
        (['If-Match: "a"'], 412),
        (["If-Match: *"], 200),
        ([f"If-Unmodified-Since: {EARLIER}"], 412),
        ([f"If-Unmodified-Since: {MODIFIED}"], 200),
        (["If-Match: TAG", f"If-Unmodified-Since: {EARLIER}"], 200),
        (["If-Match: TAG", "If-None-Match: TAG"], 304),
        (["Range: bytes=1-2", "If-Range: TAG"], 206),
        (["Range: bytes=1-2", "If-Range: W/TAG"], 200),
        (["Range: bytes=1-2", f"If-Range: {MODIFIED}"], 206),
        (["Range: bytes=1-2", f"If-Range: {EARLIER}"], 200),
        (["Range: bytes=99-", 'If-Range: "a"'], 200),
        (["Range: bytes=1-2", "If-None-Match: TAG"], 304),
    ],
)
@pytest.mark.usefixtures("digits")
def test_preconditions(service: Service, fields: list[str], status: int) -> None:
    tag = service.ask("/file")[1]["etag"]
    asked = [field.replace("TAG", tag) for field in fields]
    answered, headers, body = service.ask("/file", *asked)
    assert answered == status
    if status == 304:
        assert (headers["etag"], headers["cache-control"], body) == (tag, "a", b"")
        assert not {"content-type", "content-length"} & headers.keys()
        assert service.ask("/file", *asked, method="HEAD")[0] in (200, 304)


@pytest.mark.usefixtures("digits")
def test_other_methods_send_the_whole(service: Service) -> None:
    fields = ("Range: bytes=1-2", "If-None-Match: *", "Content-Length: 0")
    status, _, body = service.ask("/file", *fields, method="POST")
    assert (status, body) == (200, DIGITS)


@pytest.mark.parametrize(
    ("name", "inline", "field"),
    [
        ("a.txt", False, 'attachment; filename="a.txt"'),
        ("a b.txt", True, 'inline; filename="a b.txt"'),
        (
            '"/\\%',
            False,
            "attachment; filename=\"____\"; filename*=UTF-8''%22%2F%5C%25",
        ),
        ("\r\nx", False, "attachment; filename=\"__x\"; filename*=UTF-8''%0D%0Ax"),
        ("é.txt", False, "attachment; filename=\"_.txt\"; filename*=UTF-8''%C3%A9.txt"),
        (None, False, 'attachment; filename="digits.bin"'),
    ],
)
def test_names(
    service: Service, digits: Path, name: str | None, inline: bool, field: str
) -> None:
    service.body = service.download(digits, name, inline=inline)
    status, fields, body = service.ask("/file", "Range: bytes=1-2")
    assert (status, body) == (206, b"12")
    assert fields["content-disposition"] == field
    service.body = service.download(DIGITS, name, inline=inline)
    assert service.ask("/file")[2] == DIGITS


def test_pieces(service: Service) -> None:
    threads: list[int] = []
    closed: list[str] = []

    def plain() -> Iterator[bytes]:
        for piece in (b"a", b"b"):
            threads.append(threading.get_ident())
            yield piece
        closed.append("plain")

    async def awaited() -> AsyncIterator[bytes]:
        yield b"a"
        yield b"b"
        closed.append("awaited")

    file = io.BytesIO(b"ab")
    for body in (plain(), awaited(), file, service.download(iter([b"a", b"b"]), "x")):
        service.body = body
        status, fields, received = service.ask("/file")
        assert (status, received) == (200, b"ab")
        assert "content-length" not in fields
    assert file.closed
    assert closed == ["plain", "awaited"]
    assert threading.get_ident() not in threads


def test_text_in_pieces(service: Service, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("ä;2")

    async def awaited() -> AsyncIterator[str]:
        yield "ä"
        yield ";2"

    for body in ("ä;2", iter(["ä", ";2"]), awaited(), path, path.open("rb")):
        service.body = body
        status, fields, received = service.ask("/text")
        assert (status, received.decode()) == (200, "ä;2")
        assert fields["content-type"] == "text/csv; charset=utf-8"


def test_among_several_media_types(service: Service, digits: Path) -> None:
    for body, accept, media_type in (
        ([1], "*/*", "application/json"),
        (digits, "*/*", "text/csv; charset=utf-8"),
        (digits, "image/*", "image/png"),
        (b"\x89", "*/*", "image/png"),
    ):
        service.body = body
        status, fields, _ = service.ask("/either", f"Accept: {accept}")
        assert (status, fields["content-type"]) == (200, media_type)


def test_files_that_are_not_there(service: Service, tmp_path: Path) -> None:
    for body in (tmp_path / "missing", tmp_path, object(), service.download(5)):
        service.body = body
        assert service.ask("/file")[0] == 500


@pytest.mark.usefixtures("digits")
def test_both_of_us(service: Service) -> None:
    with httpx2.Client(verify=TLS) as http:
        client = service.woven.package.Client(base_url=service.url, http_client=http)
        assert client.t.file() == DIGITS
        options = {"headers": {"Range": "bytes=2-4"}}
        raw = client.raw(client.t.file)(options=options)
        assert (raw.status_code, raw.data) == (206, b"234")
