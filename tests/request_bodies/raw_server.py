"""An HTTP server written by hand: it keeps every request as its bytes came."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO

BOUNDARY = "boundary"


@dataclass(frozen=True)
class Came:
    """A request: names of fields in lower case, the body without its framing.

    `chunks` are the sizes of the chunks of a body whose length was not told.
    """

    line: str
    fields: dict[str, str]
    body: bytes
    chunks: tuple[int, ...] = ()

    @property
    def media_type(self) -> str:
        """The Content-Type, a boundary by another name."""
        name, mark, _ = self.fields.get("content-type", "").partition("boundary=")
        return name + mark + (mark and BOUNDARY)

    @property
    def parts(self) -> bytes:
        """The body, its boundary by another name: nobody can know it before."""
        _, _, boundary = self.fields["content-type"].partition("boundary=")
        assert len(boundary) >= 32
        return self.body.replace(boundary.encode(), BOUNDARY.encode())


@dataclass
class RawServer:
    """Answers with `statuses` in turn, the last one again and again.

    A status of 0 closes the connection when a request has come.
    """

    url: str
    statuses: list[int] = field(default_factory=lambda: [204])
    came: list[Came] = field(default_factory=list)
    answer: bytes = b""
    answer_type: str = "application/json"

    @property
    def only(self) -> Came:
        """The only request."""
        (came,) = self.came
        return came


@contextmanager
def raw_server() -> Iterator[RawServer]:
    """A server that answers while the block runs."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = RawServer(f"http://127.0.0.1:{listener.getsockname()[1]}")
        threading.Thread(target=_accept, args=(listener, server), daemon=True).start()
        yield server
        listener.shutdown(socket.SHUT_RDWR)


def _accept(listener: socket.socket, server: RawServer) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_serve, args=(connection, server), daemon=True).start()


def _serve(connection: socket.socket, server: RawServer) -> None:
    with connection, connection.makefile("rb") as stream:
        while (came := _read(stream)) is not None:
            server.came.append(came)
            status = server.statuses[min(len(server.came), len(server.statuses)) - 1]
            if not status:
                return
            head = f"HTTP/1.1 {status} Said\r\nRetry-After: 0\r\n"
            if status != 204:
                length = len(server.answer)
                head += f"Content-Length: {length}\r\n"
                head += f"Content-Type: {server.answer_type}\r\n"
            body = b"" if status == 204 else server.answer
            connection.sendall(f"{head}\r\n".encode() + body)


def _read(stream: BinaryIO) -> Came | None:
    line = stream.readline().decode("latin-1").strip()
    if not line:
        return None
    fields: dict[str, str] = {}
    while text := stream.readline().decode("latin-1").strip():
        name, _, value = text.partition(":")
        assert name.lower() not in fields, f"{name} came twice"
        fields[name.lower()] = value.strip()
    if fields.get("transfer-encoding") != "chunked":
        length = int(fields.get("content-length", 0))
        body = stream.read(length)
        return Came(line, fields, body) if len(body) == length else None
    assert "content-length" not in fields
    chunks: list[bytes] = []
    while size := int(stream.readline() or b"0", 16):
        chunks.append(stream.read(size))
        stream.readline()
    stream.readline()
    return Came(line, fields, b"".join(chunks), tuple(map(len, chunks)))
