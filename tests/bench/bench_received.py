"""What an upload costs a generated server in memory and time.

`python tests/bench/bench_received.py [--size MIB]`

Memory is the peak of a process of its own, over that of 16 MiB, by which all buffers
are there and files are on disk: it is promised not to grow with what is received.
"""

from __future__ import annotations

import argparse
import sys
from typing import Final

from measure import HERE, Run, fresh, heading, table, verdict

WORKER: Final = HERE / "received.py"
MOST: Final = 16.0
"""MiB more for any size, which is promised."""
WAYS: Final = {"file": "a file of a form", "sum": "the same, read in the handler"}


def received(way: str, count: int) -> Run:
    """A process that receives so many MiB, and they came."""
    run = fresh((sys.executable, str(WORKER), way, str(count)))
    assert int(run.output) == count * 1024 * 1024, run.output
    return run


def main() -> None:
    """Print a row for each way."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--size", type=int, default=1024, help="MiB to receive")
    options = arguments.parse_args()
    heading(f"uploads of {options.size} MiB to a generated server")
    rows: list[tuple[str, ...]] = []
    most = 0.0
    for way, title in WAYS.items():
        small, large = (received(way, count) for count in (16, options.size))
        more = large.peak - small.peak
        most = max(most, more)
        seconds = (large.wall - small.wall, large.cpu - small.cpu)
        figures = (f"{large.peak:.0f}", f"{more:+.1f}", *(f"{s:.2f}" for s in seconds))
        rows.append((title, *figures))
    table(("upload", "peak MiB", "MiB more", "seconds", "CPU s"), rows)
    verdict("MiB more at most", most, MOST)


if __name__ == "__main__":
    main()
