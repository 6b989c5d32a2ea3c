"""One upload through a client, to a server that counts: run by `bench_uploads.py`.

`python tests/bench/uploads.py sync|async path|pieces|part MIB`
"""

from __future__ import annotations

import asyncio
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2

from apiloom.runtime.client import AsyncClient, SyncClient
from apiloom.runtime.configuration import Api, Settings
from apiloom.runtime.operation import MediaType, Operation, RequestBody

MIB = 1024 * 1024
ANSWER = b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"


ENDS = {"path": b"\0end", "pieces": b"0\r\n\r\n", "part": b"--\r\n"}
"""What a body ends with, by the way that it is given."""


def sink(listener: socket.socket, end: bytes, counted: list[int]) -> None:
    """Reads one request to its end, keeps nothing of it, and answers."""
    connection, _ = listener.accept()
    last = b""
    with connection:
        while not last.endswith(end):
            received = connection.recv(MIB)
            counted.append(len(received))
            last = (last + received)[-8:]
        connection.sendall(ANSWER)


def pieces(size: int) -> Iterator[bytes]:
    """So many MiB, made when they are asked for."""
    for _ in range(size):
        yield bytes(MIB)


def sparse(size: int) -> Path:
    """A file of so many MiB that takes no room."""
    with tempfile.NamedTemporaryFile(delete=False) as file:
        file.truncate(size * MIB - 4)
        file.seek(0, 2)
        file.write(b"\0end")
    return Path(file.name)


def upload(client: str, kind: str, size: int) -> int:
    """Sends so many MiB; the bytes that came."""
    name = "application/octet-stream"
    type_: Any = bytes
    body: Any = pieces(size) if kind == "pieces" else sparse(size)
    if kind == "part":
        name, type_, body = "multipart/form-data", Any, {"file": body}
    operation: Operation[None] = Operation(
        id="upload",
        method="PUT",
        path="/",
        body=RequestBody(content=(MediaType(name, type_),)),
    )
    counted: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=sink, args=(listener, ENDS[kind], counted)).start()
        port = listener.getsockname()[1]
        settings = Settings(
            base_url=httpx2.URL(f"http://127.0.0.1:{port}"),
            timeout=600,
            max_retries=0,
            headers={},
            strict_responses=False,
        )
        if client == "sync":
            with SyncClient(Api(package="bench"), settings, {}, None) as http:
                http.exchange(operation, (), None, body)
        else:
            asyncio.run(_upload(settings, operation, body))
    return sum(counted)


async def _upload(settings: Settings, operation: Operation[None], body: Any) -> None:
    async with AsyncClient(Api(package="bench"), settings, {}, None) as http:
        await http.exchange(operation, (), None, body)


if __name__ == "__main__":
    sys.stdout.write(f"{upload(sys.argv[1], sys.argv[2], int(sys.argv[3]))}\n")
