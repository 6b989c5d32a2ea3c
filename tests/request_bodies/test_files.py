"""Files, however they are given: the bytes that a server gets of them."""

from __future__ import annotations

import io
import os
import tempfile
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import anyio
import pytest
from starlette.datastructures import Headers, UploadFile

from tests.weaving import Woven

from .conftest import Sender
from .raw_server import RawServer

DOCUMENT = "files.yaml"
DATA = bytes(range(256)) * 5 + b"\r\n--boundary--\r\n"
LENGTH = str(len(DATA))


@pytest.fixture(autouse=True)
def _small_pieces(woven: Woven, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(woven.module("_runtime.upload_sources"), "CHUNK", 100)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "data.csv"
    path.write_bytes(DATA)
    return path


def pieces() -> Iterator[bytes]:
    for start in range(0, len(DATA), 100):
        yield DATA[start : start + 100]


async def async_pieces() -> AsyncIterator[bytes]:
    for piece in pieces():
        yield piece


class Unseekable(io.RawIOBase):
    """What can be read once, such as a pipe."""

    def __init__(self) -> None:
        self._inner = io.BytesIO(DATA)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        return self._inner.readinto(buffer)


class Again:
    """Pieces that can be had as often as one likes."""

    def __iter__(self) -> Iterator[bytes]:
        return pieces()


class AsyncAgain:
    def __aiter__(self) -> AsyncIterator[bytes]:
        return async_pieces()


class Opener:
    """Opens files, and closes them in the end."""

    def __init__(self, path: Path, stack: ExitStack) -> None:
        self.path = path
        self._stack = stack

    def open(self, **how: Any) -> Any:
        return self._stack.enter_context(self.path.open("rb", **how))

    def spooled(self) -> Any:
        file = tempfile.SpooledTemporaryFile(max_size=10)  # noqa: SIM115
        self._stack.callback(file.close)
        file.write(DATA)
        file.seek(0)
        return file

    def received(self) -> UploadFile:
        headers = Headers({"content-type": "text/x-received"})
        return UploadFile(self.spooled(), filename="received.bin", headers=headers)

    async def anyio_file(self) -> Any:
        file = await anyio.open_file(self.path, "rb")
        self._stack.callback(file.wrapped.close)
        return file


@pytest.fixture
def opener(path: Path) -> Iterator[Opener]:
    with ExitStack() as stack:
        yield Opener(path, stack)


SYNC: dict[str, tuple[Callable[[Opener], Any], bool, bool]] = {
    # how it is made, whether the length is known, whether it can be sent twice
    "bytes": (lambda _: DATA, True, True),
    "bytearray": (lambda _: bytearray(DATA), True, True),
    "memoryview": (lambda _: memoryview(DATA), True, True),
    "path": (lambda opener: opener.path, True, True),
    "open file": (lambda opener: opener.open(), True, True),
    "raw file": (lambda opener: opener.open(buffering=0), True, True),
    "bytes in memory": (lambda _: io.BytesIO(DATA), True, True),
    "temporary file": (lambda opener: opener.spooled(), True, True),
    "pipe": (lambda _: Unseekable(), False, False),
    "generator": (lambda _: pieces(), False, False),
    "iterable": (lambda _: Again(), False, True),
    "list": (lambda _: [*pieces()], True, True),
}
ASYNC: dict[str, tuple[Callable[[Opener], Any], bool, bool]] = {
    "anyio file": (lambda opener: opener.anyio_file, True, True),
    "received": (lambda opener: opener.received(), True, True),
    "generator": (lambda _: async_pieces(), False, False),
    "iterable": (lambda _: AsyncAgain(), False, True),
}
OPERATIONS = {"body": "blob", "file": "upload"}
EVERY = [
    *(pytest.param(False, *how, id=kind) for kind, how in SYNC.items()),
    *(pytest.param(True, *how, id=f"async {kind}") for kind, how in ASYNC.items()),
]


@pytest.mark.parametrize(("is_async", "make", "known", "twice"), EVERY)
@pytest.mark.parametrize("client", ["sync", "async"])
def test_a_whole_body(
    send_sync: Sender,
    send_async: Sender,
    server: RawServer,
    opener: Opener,
    client: str,
    is_async: bool,
    make: Callable[[Opener], Any],
    known: bool,
    twice: bool,
) -> None:
    if client == "sync" and is_async:
        upload = make(opener)
        if callable(upload):
            upload = anyio.run(upload)
        with pytest.raises(TypeError, match="sync client"):
            send_sync("files.blob", upload)
        assert not server.came
        return
    server.statuses = [503, 204] if twice else [503]
    send = send_sync if client == "sync" else send_async
    if twice:
        send("files.blob", make(opener), retries=1)
    else:
        with pytest.raises(send.woven.module("errors").ServerError):
            send("files.blob", make(opener), retries=1)
    assert [came.body for came in server.came] == [DATA] * (2 if twice else 1)
    for came in server.came:
        assert came.fields.get("content-length") == (LENGTH if known else None)
        assert max(came.chunks, default=0) <= 100


@pytest.mark.parametrize(("is_async", "make", "known", "twice"), EVERY)
def test_a_part(
    send_async: Sender,
    server: RawServer,
    opener: Opener,
    is_async: bool,
    make: Callable[[Opener], Any],
    known: bool,
    twice: bool,
) -> None:
    server.statuses = [503, 204] if twice else [204]
    send_async("files.upload", note="n", file=make(opener), retries=1)
    names = {"path": "data.csv", "file": "data.csv", "received": "received.bin"}
    for came in server.came:
        head, _, rest = came.parts.partition(b'name="file"; filename="')
        assert head == b"--boundary\r\nContent-Disposition: form-data; "
        name, _, rest = rest.partition(b'"\r\nContent-Type: ')
        assert name.decode() in {*names.values(), "file"}
        _, _, content = rest.partition(b"\r\n\r\n")
        assert content == (
            DATA + b"\r\n--boundary\r\nContent-Disposition: form-data; "
            b'name="note"\r\n\r\nn\r\n--boundary--\r\n'
        )
        assert came.media_type == "multipart/form-data; boundary=boundary"
        assert ("content-length" in came.fields) == known
    assert len(server.came) == 1 + twice
    assert len({came.fields["content-type"] for came in server.came}) == 1


def test_names_and_types(send: Sender, server: RawServer, opener: Opener) -> None:
    file, path = send.woven.package.File, opener.path
    for given, name, type_ in [
        (b"x", "file", "application/octet-stream"),
        (path, "data.csv", "text/csv"),
        (opener.open(), "data.csv", "text/csv"),
        (file(b"x", name="a.png"), "a.png", "image/png"),
        (file(path, type="x/y"), "data.csv", "x/y"),
        (file(io.BytesIO(b"x"), name="b", type="x/y"), "b", "x/y"),
        (file(b"x", name=""), "", "application/octet-stream"),
        (("t.txt", b"x"), "t.txt", "text/plain"),
        (("t.txt", path, "x/y"), "t.txt", "x/y"),
        (file(b"x", name='a"b\r\nX: y\\.txt'), "a%22b%0D%0AX: y\\.txt", "text/plain"),
        (file(b"x", name="ü 日.pdf"), "ü 日.pdf", "application/pdf"),
    ]:
        server.came.clear()
        send("files.upload", file=given)
        head, _, _ = server.only.parts.partition(b"\r\n\r\n")
        assert head.decode() == (
            "--boundary\r\nContent-Disposition: form-data; "
            f'name="file"; filename="{name}"\r\nContent-Type: {type_}'
        )


def test_a_name_that_is_in_no_encoding(send: Sender, server: RawServer) -> None:
    name = os.fsdecode(b"caf\xe9.bin")
    send("files.upload", file=send.woven.package.File(b"x", name=name))
    assert b'filename="caf\xe9.bin"' in server.only.body


@pytest.mark.parametrize("type_", ["a/b\r\nX: y", "a/b\nX", "a/b\0"])
def test_no_field_of_its_own(send: Sender, server: RawServer, type_: str) -> None:
    upload = send.woven.package.File(b"x", type=type_)
    refused = send.woven.module("errors").RequestValidationError
    for operation, arguments in (
        ("files.upload", {"file": upload}),
        ("files.blob", {"body": upload}),
        ("files.image", {"body": upload}),
    ):
        with pytest.raises(refused):
            send(operation, **arguments)
    assert not server.came


def test_what_is_declared_of_types(send: Sender, server: RawServer, path: Path) -> None:
    file = send.woven.package.File
    send(
        "files.upload",
        file=b"x",
        pages=[b"1", path, file(b"3", name="c.pdf")],
        picture=file(b"p", name="p.jpeg"),
    )
    said = server.only.parts.decode("latin-1").split("\r\n")
    assert [line for line in said if line.startswith("Content-Type")] == [
        "Content-Type: application/octet-stream",
        *["Content-Type: application/pdf"] * 3,
        "Content-Type: image/jpeg",
    ]
    assert [line.partition("; ")[2] for line in said if "filename" in line] == [
        'name="file"; filename="file"',
        'name="pages"; filename="pages"',
        'name="pages"; filename="data.csv"',
        'name="pages"; filename="c.pdf"',
        'name="picture"; filename="p.jpeg"',
    ]
    refused = send.woven.module("errors").RequestValidationError
    with pytest.raises(refused, match="'text/html' is not image/png or image/jpeg"):
        send("files.upload", file=b"", picture=file(b"", type="text/html"))
    assert len(server.came) == 1


def test_the_type_of_a_whole_body(
    send: Sender, server: RawServer, opener: Opener
) -> None:
    file, path = send.woven.package.File, opener.path
    for operation, given, type_ in [
        ("files.blob", path, "application/octet-stream"),
        ("files.image", file(b"x", type="image/webp"), "image/webp"),
        ("files.image", file(path, name="a.png"), "image/png"),
        ("files.table", path, "text/csv"),
        ("files.table", "ä,b", "text/csv; charset=utf-8"),
        ("files.table", opener.open(), "text/csv"),
    ]:
        server.came.clear()
        send(operation, given)
        assert server.only.media_type == type_
    refused = send.woven.module("errors").RequestValidationError
    for operation, given in [
        ("files.blob", file(b"x", type="image/png")),
        ("files.image", b"x"),
        ("files.image", path),
    ]:
        with pytest.raises(refused, match="it is no"):
            send(operation, given)


def test_text_is_no_file(send: Sender, server: RawServer, path: Path) -> None:
    with path.open(encoding="latin-1") as text:
        _refused(send, [text, io.StringIO("x"), 5, {"a": 1}, ["x"]])
    assert not server.came


def _refused(send: Sender, uploads: list[Any]) -> None:
    refused = send.woven.module("errors").RequestValidationError
    for given in uploads:
        for name, operation in OPERATIONS.items():
            with pytest.raises(refused):
                send(f"files.{operation}", **{name: given})


def test_a_file_that_is_not_there(send: Sender, server: RawServer, path: Path) -> None:
    for given, error in (
        (path.parent / "other", FileNotFoundError),
        (path.parent, IsADirectoryError),
    ):
        for operation, name in (("files.blob", "body"), ("files.upload", "file")):
            with pytest.raises(error):
                send(operation, **dict[str, Any]({name: given}))
    assert not server.came


def test_a_file_from_where_it_stands(
    send: Sender, server: RawServer, opener: Opener
) -> None:
    server.statuses = [503, 204]
    file = opener.open()
    file.seek(1000)
    send("files.blob", file, retries=1)
    assert [came.body for came in server.came] == [DATA[1000:]] * 2
    assert not file.closed


def test_what_is_not_idempotent_is_sent_once(
    send: Sender, server: RawServer, path: Path
) -> None:
    server.statuses = [500]
    with pytest.raises(send.woven.module("errors").ServerError):
        send("files.unsafe", path, retries=3)
    assert len(server.came) == 1


def test_a_file_that_grows(send: Sender, server: RawServer, path: Path) -> None:
    """A log, say: what it was when the call began is sent."""
    with path.open("ab") as log, path.open("rb") as file:

        class Growing:
            def read(self, size: int = -1) -> bytes:
                log.write(b"more")
                log.flush()
                return file.read(size)

            seek, tell = file.seek, file.tell

        send("files.blob", Growing())
    assert server.only.body == DATA


def test_a_file_that_shrinks(send: Sender, server: RawServer, path: Path) -> None:
    class Shrinking(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(size) if self.tell() < 500 else b""

    with pytest.raises(OSError, match="before its length"):
        send("files.blob", Shrinking(DATA), retries=2)
    assert not server.came


def test_the_event_loop_is_free(send_async: Sender, server: RawServer) -> None:
    """Files and generators are read in threads, what is in memory is not."""
    threads: set[str] = set()

    class Watching(io.BufferedReader):
        def read(self, size: int | None = -1, /) -> bytes:
            threads.add(threading.current_thread().name)
            return super().read(size)

    def watched() -> Iterator[bytes]:
        threads.add(threading.current_thread().name)
        yield DATA

    main = threading.current_thread().name
    for name in ("body", "file"):
        with Watching(io.FileIO(__file__)) as file:
            arguments: dict[str, Any] = {name: file}
            send_async(f"files.{OPERATIONS[name]}", **arguments)
    send_async("files.blob", watched())
    send_async("files.upload", file=watched())
    assert threads
    assert main not in threads
    assert len(server.came) == 4
