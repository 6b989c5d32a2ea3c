"""A generated server that receives one upload, which a few lines send.

`python tests/bench/received.py file|sum COUNT`: run by `bench_received.py`. A file of
so many MiB is sent as a part of a form; how many bytes the handler had is printed.
`file` is on disk in the end, `sum` has read all of it in the handler.
"""

from __future__ import annotations

import importlib
import os
import socket
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any, Final

import uvicorn

from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job

MIB: Final = 1024 * 1024
HEAD: Final = (
    b'--B\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n'
)
TAIL: Final = b"\r\n--B--\r\n"
DOCUMENT: Final = """\
openapi: 3.1.0
info: {title: Received, version: "1"}
paths:
  /:
    post:
      operationId: upload
      tags: [files]
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [file]
              properties: {file: {type: string, format: binary}}
      responses:
        "200": {description: ok, content: {text/plain: {schema: {type: string}}}}
"""


def application(way: str) -> Any:
    """The server of a package that is generated for it."""
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "openapi.yaml"
        document.write_text(DOCUMENT, "utf-8")
        outcome = generate(Job(document, Path(folder) / "received", ("server",)))
        assert outcome.exit_code == 0, outcome.diagnostics
        sys.path.insert(0, folder)
        files = importlib.import_module("received.server.files")
        server = importlib.import_module("received.server")

        class Files(files.FilesApi):  # type: ignore[misc, name-defined]
            async def upload(self, request: Any) -> Any:
                file = request.body.file
                size = file.size
                if way == "sum":
                    size = sum([len(chunk) async for chunk in file])
                return files.Upload.Ok(str(size))

        return server.create_app(files=Files(), max_body_sizes={"upload": None})


def send(port: int, count: int) -> bytes:
    """What the server answers to a file of so many MiB."""
    piece = os.urandom(MIB)
    length = len(HEAD) + count * MIB + len(TAIL)
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(
            b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
            b"Content-Type: multipart/form-data; boundary=B\r\n"
            b"Content-Length: %d\r\n\r\n" % length + HEAD
        )
        for _ in range(count):
            connection.sendall(piece)
        connection.sendall(TAIL)
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
    return answer.partition(b"\r\n\r\n")[2]


def main() -> None:
    """Serve, send, and print what came."""
    way, count = sys.argv[1], int(sys.argv[2])
    config = uvicorn.Config(application(way), log_config=None, ws="none")
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        sys.stdout.write(send(listener.getsockname()[1], count).decode())
        server.should_exit = True
        thread.join()


if __name__ == "__main__":
    main()
