"""A server that answers every request with the same bytes: run by `bench_client.py`.

`python answering.py TEAMS` prints its port and goes on until its input ends. It is raw
and does as little as it can, since only its callers are measured: it finds the end of a
request, and keeps the connection.
"""

from __future__ import annotations

import os
import re
import socket
import sys
import threading
from typing import Final

from customers import response

LENGTH: Final = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)


def answer_all(connection: socket.socket, answer: bytes) -> None:
    """Answer one request after the other until the caller hangs up."""
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    received = b""
    with connection:
        while piece := connection.recv(65536):
            received += piece
            head, end, body = received.partition(b"\r\n\r\n")
            length = LENGTH.search(head)
            if end and len(body) >= (int(length[1]) if length else 0):
                received = b""
                connection.sendall(answer)


def accept_all(listener: socket.socket, answer: bytes) -> None:
    """A thread for each connection."""
    while True:
        connection, _ = listener.accept()
        given = connection, answer
        threading.Thread(target=answer_all, args=given, daemon=True).start()


def main() -> None:
    """Serve until the process that began this one is done."""
    body = response(int(sys.argv[1]))
    fields = f"content-type: application/json\r\ncontent-length: {len(body)}"
    answer = f"HTTP/1.1 200 OK\r\n{fields}\r\n\r\n".encode() + body
    listener = socket.create_server(("127.0.0.1", 0))
    given = listener, answer
    threading.Thread(target=accept_all, args=given, daemon=True).start()
    sys.stdout.write(f"{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
