"""One transfer through a client, to or from a server of a few lines.

`python tests/bench/transfers.py sync|async path|pieces|part|save|events COUNT`: run by
`bench_transfers.py`. So many MiB are sent or saved, or so many events read; what came
is printed.
"""

from __future__ import annotations

import asyncio
import socket
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, TypeAlias, cast

import httpx2
from pydantic import BaseModel

from apiloom.runtime.client import AsyncClient, SyncClient
from apiloom.runtime.configuration import Api, Settings
from apiloom.runtime.operation import MediaType, Operation, RequestBody, Response
from apiloom.runtime.stream_resources import AsyncStreams, SyncStreams

MIB: Final = 1024 * 1024
API: Final = Api(package="bench")
BYTES: Final = "application/octet-stream"
ENDS: Final = {"path": b"\0end", "pieces": b"0\r\n\r\n", "part": b"--\r\n"}
"""What the body of an upload ends with, by the way that it is given."""

Server: TypeAlias = Callable[[socket.socket], None]


class Reading(BaseModel):
    """What an event is about."""

    number: int
    place: str
    values: list[float]


DOWNLOAD: Final[Operation[bytes]] = Operation(
    id="download",
    method="GET",
    path="/",
    responses={"200": Response(content=(MediaType(BYTES, bytes),))},
)
EVENTS: Final[Operation[Reading]] = Operation(
    id="events",
    method="GET",
    path="/",
    responses={
        "200": Response(
            content=(MediaType("text/event-stream", Reading, items=True, data="item"),)
        )
    },
)


class Files(SyncStreams):
    """What a generated class of a tag has."""

    def download(self) -> Any:
        """Bytes."""
        return self._call(DOWNLOAD)

    def events(self) -> Any:
        """Readings."""
        return self._stream(EVENTS)


class AsyncFiles(AsyncStreams):
    """The same with `await`."""

    async def download(self) -> Any:
        """Bytes."""
        return await self._call(DOWNLOAD)

    async def events(self) -> Any:
        """Readings."""
        return await self._stream(EVENTS)


def serve_once(listener: socket.socket, server: Server) -> None:
    """Have one connection served."""
    connection, _ = listener.accept()
    with connection:
        server(connection)


def sink(end: bytes, counted: list[int]) -> Server:
    """Reads one request to its end, keeps nothing of it, and answers."""

    def serve(connection: socket.socket) -> None:
        last = b""
        while not last.endswith(end):
            received = connection.recv(MIB)
            counted.append(len(received))
            last = (last + received)[-8:]
        connection.sendall(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")

    return serve


def source(content_type: str, pieces: Iterator[bytes]) -> Server:
    """Answers with pieces, made when they are sent."""
    fields = f"Content-Type: {content_type}\r\nConnection: close"

    def serve(connection: socket.socket) -> None:
        connection.recv(MIB)
        connection.sendall(f"HTTP/1.1 200 OK\r\n{fields}\r\n\r\n".encode())
        for piece in pieces:
            connection.sendall(piece)

    return serve


def events(count: int) -> Iterator[bytes]:
    """So many events, a hundred at a time."""
    for start in range(0, count, 100):
        batch = range(start, min(count, start + 100))
        yield b"".join(
            b'id: %d\ndata: {"number":%d,"place":"north","values":[1.5,2.5,3.5]}\n\n'
            % (number, number)
            for number in batch
        )


def pieces(size: int) -> Iterator[bytes]:
    """So many MiB, made when they are asked for."""
    for _ in range(size):
        yield bytes(MIB)


def sparse(path: Path, size: int) -> Path:
    """A file of so many MiB that takes no room."""
    with path.open("wb") as file:
        file.truncate(size * MIB - 4)
        file.seek(0, 2)
        file.write(b"\0end")
    return path


def upload(kind: str, size: int, path: Path) -> tuple[Operation[None], Any]:
    """An operation that takes so many MiB, and a body for it, perhaps in a file."""
    name, type_ = BYTES, cast("Any", bytes)
    body: Any = pieces(size) if kind == "pieces" else sparse(path, size)
    if kind == "part":
        name, type_, body = "multipart/form-data", Any, {"file": body}
    content = (MediaType(name, type_),)
    operation: Operation[None] = Operation(
        id="upload", method="PUT", path="/", body=RequestBody(content=content)
    )
    return operation, body


def transfer(kind: str, count: int, settings: Settings, path: Path) -> int:
    """Makes the call; how many bytes or events came, 0 of what is sent."""
    with SyncClient(API, settings, {}, None) as http:
        if kind == "save":
            with http.stream(Files(http).download)() as response:
                return response.save(path)
        if kind == "events":
            with Files(http).events() as stream:
                return sum(isinstance(each, Reading) for each in stream)
        operation, body = upload(kind, count, path)
        http.exchange(operation, (), None, body)
    return 0


async def async_transfer(kind: str, count: int, settings: Settings, path: Path) -> int:
    """The same with `await`."""
    async with AsyncClient(API, settings, {}, None) as http:
        if kind == "save":
            async with http.stream(AsyncFiles(http).download)() as response:
                return await response.save(path)
        if kind == "events":
            async with await AsyncFiles(http).events() as stream:
                return sum([isinstance(each, Reading) async for each in stream])
        operation, body = upload(kind, count, path)
        await http.exchange(operation, (), None, body)
    return 0


def main() -> None:
    """Serve one call, make it, and say what came."""
    style, kind, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    counted: list[int] = []
    if kind == "save":
        server = source(BYTES, pieces(count))
    elif kind == "events":
        server = source("text/event-stream", events(count))
    else:
        server = sink(ENDS[kind], counted)
    with (
        tempfile.TemporaryDirectory() as folder,
        socket.create_server(("127.0.0.1", 0)) as listener,
    ):
        threading.Thread(target=serve_once, args=(listener, server)).start()
        settings = Settings(
            base_url=httpx2.URL(f"http://127.0.0.1:{listener.getsockname()[1]}"),
            timeout=600,
            max_retries=0,
            headers={},
            strict_responses=True,
        )
        given = kind, count, settings, Path(folder) / "file"
        if style == "sync":
            came = transfer(*given)
        else:
            came = asyncio.run(async_transfer(*given))
    sys.stdout.write(f"{came or sum(counted)}\n")


if __name__ == "__main__":
    main()
