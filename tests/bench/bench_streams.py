"""What streams of events cost a server that are open at the same time.

`python tests/bench/bench_streams.py [--streams COUNT]`

Every one is opened, and has sent its first event, before the memory of the server is
looked at: that of the whole process, uvicorn and the interpreter included. As many open
files have to be allowed (`ulimit -n`).
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import sys
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from bench_server import Server, running
from measure import heading, say, verdict

MOST: Final = 1536.0
"""MiB for 10,000 streams, which is promised."""
ASKED: Final = b"GET /ticks HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n"
AT_ONCE: Final = 200


async def open_streams(url: str, count: int) -> list[asyncio.StreamWriter]:
    """Open streams, and wait for the first event of each."""
    address = urlsplit(url)
    room = asyncio.Semaphore(AT_ONCE)

    async def one() -> asyncio.StreamWriter:
        async with room:
            reader, writer = await asyncio.open_connection(
                address.hostname, address.port, limit=1024
            )
            writer.write(ASKED)
            await reader.readuntil(b'"number":0}')
            return writer

    return list(await asyncio.gather(*(one() for _ in range(count))))


def resident(process: int) -> float:
    """MiB that a process has in memory."""
    status = Path(f"/proc/{process}/status").read_text()
    line = next(each for each in status.splitlines() if each.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


async def measured(server: Server, count: int) -> tuple[float, float]:
    """MiB of the server before and while so many streams are open."""
    warm = await open_streams(server.url, 1)
    before = resident(server.process)
    opened = await open_streams(server.url, count)
    during = resident(server.process)
    for writer in (*warm, *opened):
        writer.transport.abort()
    return before, during


def main() -> None:
    """Open the streams, and print what they cost."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--streams", type=int, default=10_000)
    options = arguments.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most < options.streams + 100:
        sys.exit(f"a process may have {most} files open: ulimit -n")
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    heading(f"{options.streams:,} open streams of events, uvicorn with one worker")
    with running("served_streams") as server:
        before, during = asyncio.run(measured(server, options.streams))
        used = server.cpu()
    each = (during - before) * 1024 / options.streams
    say(f"{before:.0f} MiB before, {during:.0f} MiB with all: {each:.1f} KiB each")
    say(f"{used * 1e6 / options.streams:.0f} us of CPU to open each")
    say()
    verdict("MiB of the whole process", during, MOST * options.streams / 10_000)


if __name__ == "__main__":
    main()
