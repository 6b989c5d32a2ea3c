"""A server of bare sockets: what it sends is written by hand, byte by byte."""

import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TypeAlias

PATIENCE = 10.0
"""Seconds that anything may take here before a test fails."""
Answer: TypeAlias = Iterable[bytes]
"""The pieces of an answer, from its status line on; then the connection is closed."""


@dataclass
class RawServer:
    """Gives one answer a connection, the last one for ever.

    `requests` has the bytes of each; `left` is set when a client has hung up before its
    answer was at an end.
    """

    url: str
    answers: list[Answer]
    requests: list[bytes] = field(default_factory=list[bytes])
    left: threading.Event = field(default_factory=threading.Event)

    def take(self, peer: socket.socket) -> None:
        """Reads one request and answers it."""
        peer.settimeout(PATIENCE)
        with peer, suppress(TimeoutError):
            request = _request(peer)
            if not request:
                return
            self.requests.append(request)
            number = min(len(self.requests), len(self.answers)) - 1
            try:
                for piece in self.answers[number]:
                    peer.sendall(piece)
            except OSError:
                self.left.set()


def head(content_type: str, *fields: str, status: str = "200 OK") -> bytes:
    """A status line and header fields; the body goes on until the connection ends."""
    lines = (f"HTTP/1.1 {status}", f"Content-Type: {content_type}", *fields)
    return "\r\n".join((*lines, "Connection: close", "", "")).encode()


@contextmanager
def serving(*answers: Answer) -> Iterator[RawServer]:
    """A server that answers while the block runs."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        server = RawServer(url, list(answers))
        thread = threading.Thread(target=_accept, args=(listener, server), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            thread.join(PATIENCE)


def _accept(listener: socket.socket, server: RawServer) -> None:
    while True:
        try:
            peer, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=server.take, args=(peer,), daemon=True).start()


def _request(peer: socket.socket) -> bytes:
    """The head of a request and as much of a body as its length says."""
    received = b""
    while b"\r\n\r\n" not in received:
        part = peer.recv(65536)
        if not part:
            return b""
        received += part
    start, _, body = received.partition(b"\r\n\r\n")
    length = next(
        (
            int(line.partition(b":")[2])
            for line in start.lower().split(b"\r\n")
            if line.startswith(b"content-length:")
        ),
        0,
    )
    while len(body) < length:
        body += peer.recv(65536)
    return start + b"\r\n\r\n" + body
