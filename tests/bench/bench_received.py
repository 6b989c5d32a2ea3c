"""What an upload costs a generated server in memory and time.

`python tests/bench/bench_received.py [--size MIB]`

Memory is the peak of the whole process of a server that does nothing else; "more" is
over that of 16 MiB, by which all buffers are there and files are on disk.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Final

from measure import HERE, Run, fresh, heading, table, verdict

from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job

WORKER: Final = HERE / "received.py"
MOST: Final = 64.0
"""MiB of the whole process, for an upload of any size: issue 12 asks for that."""
WAYS: Final = {
    "file": "a file of a form",
    "sum": "the same, read in the handler",
    "bytes": "a body of bytes",
}
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
      responses: &size
        "200": {description: ok, content: {text/plain: {schema: {type: string}}}}
    put:
      operationId: put
      tags: [files]
      requestBody: {required: true, content: {application/octet-stream: {}}}
      responses: *size
"""


def received(way: str, count: int, folder: str) -> Run:
    """A process that receives so many MiB, and they came."""
    run = fresh((sys.executable, str(WORKER), way, str(count), folder))
    assert int(run.output) == count * 1024 * 1024, run.output
    return run


def measured(size: int, folder: str) -> float:
    """Prints a row for each way, and returns the highest peak."""
    rows: list[tuple[str, ...]] = []
    most = 0.0
    for way, title in WAYS.items():
        small, large = (received(way, count, folder) for count in (16, size))
        most = max(most, large.peak)
        seconds = (large.wall - small.wall, large.cpu - small.cpu)
        more = f"{large.peak - small.peak:+.1f}"
        rows.append((title, f"{large.peak:.0f}", more, *(f"{s:.2f}" for s in seconds)))
    table(("upload", "peak MiB", "MiB more", "seconds", "CPU s"), rows)
    return most


def main() -> None:
    """Generate the package and measure its server."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--size", type=int, default=1024, help="MiB to receive")
    options = arguments.parse_args()
    heading(f"uploads of {options.size} MiB to a generated server")
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "openapi.yaml"
        document.write_text(DOCUMENT, "utf-8")
        outcome = generate(Job(document, Path(folder) / "received", ("server",)))
        assert outcome.exit_code == 0, outcome.diagnostics
        verdict("MiB of the process at most", measured(options.size, folder), MOST)


if __name__ == "__main__":
    main()
