"""A client that sends the bytes it is told, and reads one answer."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

BOUNDARY = "B"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    head: bytes
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class RawClient:
    """Talks to one port of this machine."""

    port: int

    def exchange(self, pieces: Iterable[bytes]) -> Answer:
        """Sends the pieces one by one, and reads until the server closes."""
        address = ("127.0.0.1", self.port)
        with socket.create_connection(address) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for piece in pieces:
                connection.sendall(piece)
            received = b""
            while chunk := connection.recv(65536):
                received += chunk
        head, _, body = received.partition(b"\r\n\r\n")
        return Answer(int(head.split()[1]), head, body)

    def send(
        self, path: str, content_type: str, body: bytes, *, method: str = "POST"
    ) -> Answer:
        """A body whose length is announced."""
        length = f"Content-Length: {len(body)}\r\n"
        return self.exchange([_head(method, path, content_type, length), body])

    def chunked(self, path: str, content_type: str, chunks: Iterable[bytes]) -> Answer:
        """The same in chunks (RFC 9112, section 7.1), each in a packet of its own."""
        coding = "Transfer-Encoding: chunked\r\n"
        wrapped = (b"%x\r\n%b\r\n" % (len(each), each) for each in chunks if each)
        head = _head("POST", path, content_type, coding)
        return self.exchange([head, *wrapped, b"0\r\n\r\n"])

    def form(self, path: str, *parts: bytes) -> Answer:
        """A multipart form of these parts."""
        return self.send(path, MULTIPART, joined(*parts))

    def fields(self, path: str, text: str) -> Answer:
        """An urlencoded form."""
        return self.send(path, "application/x-www-form-urlencoded", text.encode())


MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"


def joined(*parts: bytes) -> bytes:
    """The body that is made of parts."""
    return b"".join(b"--B\r\n" + each + b"\r\n" for each in parts) + b"--B--\r\n"


def part(disposition: str, content: bytes, media_type: str | None = None) -> bytes:
    """A part of a form, with the parameters of its Content-Disposition."""
    head = f"Content-Disposition: form-data; {disposition}\r\n"
    if media_type is not None:
        head += f"Content-Type: {media_type}\r\n"
    return head.encode() + b"\r\n" + content


def _head(method: str, path: str, content_type: str, framing: str) -> bytes:
    lines = (
        f"{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        f"Content-Type: {content_type}\r\n{framing}\r\n"
    )
    return lines.encode("latin-1")
