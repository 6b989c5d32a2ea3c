"""An HTTP server on the loopback interface that plays a script and keeps a record."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TypeAlias


@dataclass(frozen=True)
class Reply:
    """One answer; `hang_up` closes the connection in its place."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict[str, str])
    delay: float = 0.0
    hang_up: bool = False
    drip: float = 0.0
    """Seconds between the bytes of the body."""


@dataclass(frozen=True)
class Recorded:
    """A request as it arrived; names of header fields are in lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


Script: TypeAlias = list[Reply]


class ScriptedServer(ThreadingHTTPServer):
    """Answers with `script`, one reply a request; the last one is repeated."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script: Script = [Reply()]
        self.requests: list[Recorded] = []
        self.released = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def next_reply(self) -> Reply:
        position = min(len(self.requests), len(self.script)) - 1
        return self.script[position]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ScriptedServer

    def answer(self) -> None:
        length = int(self.headers.get("content-length", 0))
        self.server.requests.append(
            Recorded(
                self.command,
                self.path,
                {name.lower(): value for name, value in self.headers.items()},
                self.rfile.read(length),
            )
        )
        reply = self.server.next_reply()
        self.server.released.wait(reply.delay)
        if reply.hang_up:
            self.close_connection = True
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.status != 204:
            self.send_header("content-length", str(len(reply.body)))
        self.end_headers()
        self._send_body(reply)

    do_GET = do_PUT = do_POST = do_DELETE = answer  # noqa: N815

    def _send_body(self, reply: Reply) -> None:
        step = 1 if reply.drip else max(len(reply.body), 1)
        for start in range(0, len(reply.body), step):
            try:
                self.wfile.write(reply.body[start : start + step])
            except OSError:
                return
            self.server.released.wait(reply.drip)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        del format, args


@contextmanager
def running() -> Iterator[ScriptedServer]:
    """A server that answers while the block runs."""
    server = ScriptedServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
