"""A generated server that receives one upload, which another process sends.

`python tests/bench/received.py file|sum|bytes COUNT FOLDER`: run by
`bench_received.py`, which has generated a package into FOLDER: here is what an upload
service is made of, and no generator. So many MiB are sent; how many bytes the handler
had is printed. `file` is a part of a form that is on disk in the end, `sum` has read
all of it in the handler, `bytes` is a body that the handler reads while it arrives.
"""

from __future__ import annotations

import importlib
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, Final

import uvicorn

SENDER: Final = Path(__file__).with_name("received_sender.py")


def application(way: str, folder: str) -> Any:
    """The server of the package."""
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

        async def put(self, request: Any) -> Any:
            size = sum([len(chunk) async for chunk in request.body])
            return files.Put.Ok(str(size))

    sizes = {"upload": None, "put": None}
    return server.create_app(files=Files(), max_body_sizes=sizes)


def main() -> None:
    """Serve, have somebody send, and print what came."""
    way, count, folder = sys.argv[1:]
    config = uvicorn.Config(application(way, folder), log_config=None, ws="none")
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        port = str(listener.getsockname()[1])
        command = (sys.executable, "-I", "-S", str(SENDER), way, count, port)
        sent = subprocess.run(command, check=True, capture_output=True, text=True)
        sys.stdout.write(sent.stdout)
        server.should_exit = True
        thread.join()


if __name__ == "__main__":
    main()
