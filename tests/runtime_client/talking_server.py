"""A server on the loopback interface that writes what a test says, byte by byte."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TypeAlias

Answer: TypeAlias = Callable[["Connection"], None]
"""Is called for each request; closing the connection is the server's business."""


@dataclass
class Connection:
    """One connection; `request` has the bytes of the last request that arrived."""

    socket: socket.socket
    stopped: threading.Event
    request: bytes = b""

    def send(self, data: bytes) -> None:
        """All of it at once."""
        self.socket.sendall(data)

    def drip(self, data: bytes, pause: float) -> None:
        """A byte at a time, with seconds between them."""
        for position in range(len(data)):
            if self.stopped.wait(pause):
                return
            self.socket.sendall(data[position : position + 1])

    def read_request(self) -> bool:
        """Reads one request, by its content-length; whether there was one."""
        data = b""
        while b"\r\n\r\n" not in data:
            part = self.socket.recv(65536)
            if not part:
                return False
            data += part
        head, _, body = data.partition(b"\r\n\r\n")
        length = 0
        for line in head.split(b"\r\n")[1:]:
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        while len(body) < length:
            body += self.socket.recv(65536)
        self.request = head + b"\r\n\r\n" + body
        return True


@dataclass
class RawServer:
    """Where it is, and what it got: the bytes of each request, in their order."""

    port: int
    requests: list[bytes] = field(default_factory=list[bytes])
    connections: int = 0

    @property
    def url(self) -> str:
        """What a client takes for its base URL."""
        return f"http://127.0.0.1:{self.port}/v1"


def ok(body: bytes = b'{"id":"c1","name":"Acme"}', *fields: bytes) -> bytes:
    """A response with JSON."""
    head = [b"HTTP/1.1 200 OK", b"content-type: application/json", *fields]
    head.append(b"content-length: %d" % len(body))
    return b"\r\n".join([*head, b"", body])


@contextmanager
def raw_server(answer: Answer) -> Iterator[RawServer]:
    """A server that answers while the block runs."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = RawServer(listener.getsockname()[1])
    stopped = threading.Event()
    threads: list[threading.Thread] = []

    def converse(connected: socket.socket) -> None:
        connection = Connection(connected, stopped)
        with connected, suppress(OSError):
            while connection.read_request():
                server.requests.append(connection.request)
                answer(connection)

    def accept() -> None:
        while not stopped.is_set():
            with suppress(OSError):
                connected, _ = listener.accept()
                connected.settimeout(20)
                server.connections += 1
                thread = threading.Thread(target=converse, args=(connected,))
                thread.daemon = True
                threads.append(thread)
                thread.start()

    acceptor = threading.Thread(target=accept, daemon=True)
    acceptor.start()
    try:
        yield server
    finally:
        stopped.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        acceptor.join(5)
