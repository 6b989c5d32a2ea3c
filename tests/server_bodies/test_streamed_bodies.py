"""Bodies of bytes that handlers read while they arrive, over sockets."""

from __future__ import annotations

import asyncio
import queue
import socket
import tracemalloc
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from tests.roundtrip.running import PATIENCE, serve
from tests.weaving import Woven, weave

from .raw_client import Answer, RawClient

LIMIT = 100_000
OCTETS = "application/octet-stream"
TYPES = {"/async": OCTETS, "/thread": "image/png", "/json": "application/json"}
WAYS = ("/async", "/thread")
DATA = bytes(range(256)) * 20


@dataclass
class Office:
    """A server for bytes, and what its handlers saw, in order."""

    woven: Woven
    folder: Path
    app: Any = None
    client: RawClient = field(default_factory=lambda: RawClient(0))
    seen: queue.Queue[Any] = field(default_factory=queue.Queue)

    def next(self) -> Any:
        return self.seen.get(timeout=PATIENCE)

    def put(self, path: str, body: bytes, media_type: str = OCTETS) -> Answer:
        return self.client.send(path, media_type, body, method="PUT")


def readers(module: Any, see: Callable[[Any], None]) -> Any:
    """Handlers that tell of each piece when they have it."""

    class Readers(module.BlobsApi):  # type: ignore[misc]
        async def read_async(self, request: Any) -> Any:
            try:
                see(await request.body.aread(5))
                async for piece in request.body:
                    see(piece)
                assert await request.body.aread() == b""
            except Exception as error:
                see(error)
                raise
            return module.ReadAsync.Ok(b"done")

        def read_in_thread(self, request: Any) -> Any:
            try:
                see(request.body.read(5))
                for piece in request.body:
                    see(piece)
                assert request.body.read() == b""
            except Exception as error:
                see(error)
                raise
            return module.ReadInThread.Ok(b"done")

    return Readers


def handlers(office: Office) -> Any:
    """And those that do something else with a body."""
    module = office.woven.module("server.blobs")

    class Blobs(readers(module, office.seen.put)):  # type: ignore[misc]
        async def echo(self, request: Any) -> Any:
            return module.Echo.Ok(request.body)

        async def json_file(self, request: Any) -> Any:
            return module.JsonFile.Ok(await request.body.aread())

        async def either(self, request: Any) -> Any:
            body = request.body
            is_number = isinstance(body, int)
            return module.Either.Ok(b"%d" % body if is_number else await body.aread())

        def unread(self, request: Any) -> Any:
            return module.Unread.Ok(b"none" if request.body is None else b"unread")

        async def sized(self, request: Any) -> Any:
            await request.body.asave(office.folder / "saved")
            return module.Sized.Ok((office.folder / "saved").read_bytes())

    return Blobs()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    document = yaml.safe_load((Path(__file__).parent / "streamed.yaml").read_text())
    with weave(document, targets=("testing",), clean=True) as woven:
        office = Office(woven, tmp_path_factory.mktemp("saved"))
        office.app = woven.module("server").create_app(
            blobs=handlers(office),
            max_body_size=LIMIT,
            max_body_sizes={"echo": None, "unread": None},
        )
        with serve(office.app) as url:
            office.client = RawClient(urlsplit(url).port or 0)
            yield office


@contextmanager
def begun(office: Office, path: str, field: str) -> Iterator[socket.socket]:
    """A connection on which a request has begun, its head alone."""
    address = ("127.0.0.1", office.client.port)
    kind = TYPES.get(path, OCTETS)
    head = f"PUT {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\n{field}\r\n\r\n"
    with closing(socket.create_connection(address, PATIENCE)) as connection:
        connection.sendall(head.encode())
        yield connection


def answer_on(connection: socket.socket) -> tuple[int, bytes, bytes]:
    """Status, head and body of one answer, whose length is announced."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65536)
    head, _, body = received.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].split()[0])
    while len(body) < length:
        body += connection.recv(65536)
    return int(head.split()[1]), head, body


CHUNKED = "Transfer-Encoding: chunked"


@pytest.mark.parametrize("path", WAYS)
@pytest.mark.parametrize("field", ["Content-Length: 10", CHUNKED])
def test_a_handler_reads_what_has_come(office: Office, path: str, field: str) -> None:
    is_chunked = field == CHUNKED
    with begun(office, path, field) as connection:
        for piece in (b"hello", b"wo", b"rld"):
            framed = b"%x\r\n%b\r\n" % (len(piece), piece) if is_chunked else piece
            connection.sendall(framed)
            assert office.next() == piece, "the rest is sent once this is there"
        if is_chunked:
            connection.sendall(b"0\r\n\r\n")
        assert answer_on(connection)[::2] == (200, b"done")


@pytest.mark.parametrize("path", WAYS)
@pytest.mark.parametrize("field", ["Content-Length: 10", CHUNKED])
def test_a_client_that_leaves(office: Office, path: str, field: str) -> None:
    """It sent less than it announced, or no last chunk: that is no body."""
    with begun(office, path, field) as connection:
        connection.sendall(b"5\r\nhello\r\n" if field == CHUNKED else b"hello")
        assert office.next() == b"hello"
    assert type(office.next()).__name__ == "ClientDisconnect"


@pytest.mark.parametrize("path", WAYS)
def test_a_body_that_is_too_long(office: Office, path: str) -> None:
    """Nobody is asked where it is announced; else the handler is told on its way."""
    refused = f"The body is longer than {LIMIT} bytes."
    answer = office.put(path, bytes(LIMIT + 1), TYPES[path])
    assert (answer.status, answer.json["detail"]) == (413, refused)
    assert office.seen.empty()
    with begun(office, path, CHUNKED) as connection:
        connection.sendall(b"%x\r\n%b\r\n" % (LIMIT, bytes(LIMIT)))
        size = 0
        while size < LIMIT:
            size += len(office.next())
        connection.sendall(b"1\r\nx\r\n0\r\n\r\n")
        status, _, body = answer_on(connection)
    assert type(office.next()).__name__ == "ProblemError"
    assert status == 413
    assert refused.encode() in body
    assert office.put(path, bytes(LIMIT), TYPES[path]).status == 200
    while not office.seen.empty():
        office.next()


def test_a_length_that_is_none(office: Office) -> None:
    with begun(office, "/async", "Content-Length: five") as connection:
        assert b" 400 " in connection.recv(65536).partition(b"\r\n")[0]
    assert office.seen.empty()


@pytest.mark.parametrize("field", ["Content-Length: 300000", CHUNKED])
def test_what_a_handler_does_not_read(office: Office, field: str) -> None:
    """It is thrown away, and the connection goes on."""
    body = bytes(300_000)
    if field == CHUNKED:
        body = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
    with begun(office, "/unread", field) as connection:
        connection.sendall(body)
        assert answer_on(connection)[::2] == (200, b"unread")
        connection.sendall(b"PUT /unread HTTP/1.1\r\nHost: x\r\n\r\n")
        assert answer_on(connection)[::2] == (200, b"none")


@pytest.mark.parametrize(
    "field", ["Content-Length: 5\r\nExpect: 100-continue", "Content-Length: 100000000"]
)
def test_what_is_not_waited_for(office: Office, field: str) -> None:
    """A client that waits for 100, or announces more than anybody throws away."""
    with begun(office, "/unread", field) as connection:
        status, head, body = answer_on(connection)
        assert (status, body) == (200, b"unread")
        assert b"connection: close" in head.lower()
        assert connection.recv(1) == b""


def test_100_comes_when_it_is_read(office: Office) -> None:
    fields = "Content-Length: 5\r\nExpect: 100-continue"
    with begun(office, "/async", fields) as connection:
        assert connection.recv(65536).startswith(b"HTTP/1.1 100 ")
        connection.sendall(b"hello")
        assert answer_on(connection)[::2] == (200, b"done")
    assert office.next() == b"hello"


def test_a_body_is_sent_back_as_it_comes(office: Office) -> None:
    with begun(office, "/echo", CHUNKED) as connection:
        connection.sendall(b"5\r\nhello\r\n")
        received = b""
        while b"hello" not in received:
            received += connection.recv(65536)
        connection.sendall(b"5\r\nworld\r\n0\r\n\r\n")
        while not received.endswith(b"0\r\n\r\n"):
            received += connection.recv(65536)
    assert received.endswith(b"5\r\nhello\r\n5\r\nworld\r\n0\r\n\r\n")


def test_a_number_or_bytes(office: Office) -> None:
    assert office.put("/either", b" 5", "application/json").body == b"5"
    assert office.put("/either", b" 5").body == b" 5"


def test_lengths_of_the_schema(office: Office) -> None:
    """They count bytes, whatever the media type (OpenAPI 3.1.1, section 4.8.14.3)."""

    def detail(body: bytes, path: str = "/sized") -> str:
        media_type = TYPES.get(path, OCTETS)
        (error,) = office.put(path, body, media_type).json["errors"]
        assert error["pointer"] == ""
        return str(error["detail"])

    saved = office.folder / "saved"
    assert office.put("/sized", b"123").body == b"123"
    assert office.put("/json", b"12", "application/json").body == b"12"
    before = saved.read_bytes()
    assert detail(b"12") == detail(b"") == "Is shorter than 3 bytes"
    assert detail(b"1", "/json") == "Is shorter than 2 bytes"
    assert detail(b"123456") == "Is longer than 5 bytes"
    assert saved.read_bytes() == before, "a file is whole, or as it was"
    assert [each.name for each in office.folder.iterdir()] == ["saved"]


def test_our_client(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(DATA)
    errors = office.woven.module("errors")
    url = f"http://127.0.0.1:{office.client.port}"
    with office.woven.module("client").Client(base_url=url) as client:
        assert client.blobs.echo(path) == DATA
        assert client.blobs.echo(iter([DATA, DATA])) == DATA * 2
        assert client.blobs.read_in_thread((path.name, DATA, "image/png")) == b"done"
        assert client.blobs.sized(b"1234") == b"1234"
        assert client.blobs.unread() == b"none"
        for wrong, reason in ((b"12", "shorter than 3"), (path, "longer than 5")):
            with pytest.raises(errors.RequestValidationError, match=reason):
                client.blobs.sized(wrong)
        with pytest.raises(errors.ClientError, match="400 Bad Request"):
            client.blobs.sized(iter([b"123", b"456"]))
    read = b""
    while not office.seen.empty():
        read += office.next()
    assert read == DATA


def test_a_client_of_an_application(office: Office) -> None:
    testing = office.woven.module("testing")
    with testing.client_for(office.app) as client:
        assert client.blobs.echo(DATA) == DATA
        assert client.blobs.read_in_thread(("a", DATA, "image/png")) == b"done"
        assert client.blobs.unread(DATA) == b"unread"
    assert office.next() + office.next() == DATA


def test_a_mocked_api_knows_the_bytes_of_its_calls(office: Office) -> None:
    api = office.woven.module("testing").MockApi()
    echoed = office.woven.module("server.blobs").Echo.Ok
    api.blobs.echo.then(lambda request: echoed(request.body.read()))
    api.blobs.echo.where(body=DATA).ok(b"data")
    api.blobs.read_async.ok(b"x")
    with api.client() as client:
        assert client.blobs.echo(iter([DATA])) == b"data"
        assert client.blobs.echo(b"other") == b"other"
        assert client.blobs.read_async(b"x") == b"x"
    first, second, third = (call.body for call in api.calls)
    assert first == DATA == first.read()
    assert second == b"other" != third
    assert second.read(2) + second.read() == b"other" == b"".join(second)


def test_bytes_are_in_memory_one_piece_at_a_time(office: Office) -> None:
    size, count = 1024 * 1024, 50
    sent: list[int] = []

    async def receive() -> dict[str, Any]:
        if len(sent) >= count:
            return {"type": "http.disconnect"}
        sent.append(size)
        more = len(sent) < count
        return {"type": "http.request", "body": bytes(size), "more_body": more}

    async def send(message: Any) -> None:
        answered.append(len(message.get("body", b"")))

    answered: list[int] = []
    scope = {
        "type": "http",
        "method": "PUT",
        "path": "/echo",
        "query_string": b"",
        "headers": [(b"content-type", OCTETS.encode())],
        "http_version": "1.1",
    }
    office.woven.module("_runtime.server.downloads")
    tracemalloc.start()
    asyncio.run(office.app(scope, receive, send))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sum(answered) == sum(sent) == size * count
    assert peak < 8 * size


def test_bytes_by_hand() -> None:
    from apiloom.runtime.server.arriving import BodyStream

    async def pieces(body: BodyStream) -> AsyncIterator[bytes]:
        async for piece in body:
            yield piece

    async def read(body: BodyStream) -> list[bytes]:
        return [await body.aread(3), *[piece async for piece in pieces(body)]]

    body = BodyStream.of(b"hello", "text/plain")
    assert asyncio.run(read(body)) == [b"hel", b"lo"]
    assert (body.read(), body.read(1), body.content_type) == (
        b"hello",
        b"h",
        "text/plain",
    )
    assert body == BodyStream.of(b"hello") != BodyStream.of(b"")
    assert BodyStream.of(b"").read() == b""
