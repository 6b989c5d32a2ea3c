"""What uploads, downloads and streams cost in memory and time.

`python tests/bench/bench_transfers.py [--size MIB] [--events COUNT]`

Memory is the peak of a process of its own, over that of 16 MiB or of 1,000 events, by
which all buffers are there: it is promised not to grow with what is sent or received.
"""

from __future__ import annotations

import argparse
import sys
from typing import Final

from measure import HERE, Run, fresh, heading, table, verdict

WORKER: Final = HERE / "transfers.py"
MOST: Final = 16.0
"""MiB more for any size, which is promised."""
WAYS: Final = {
    "path": "upload, a path",
    "pieces": "upload, a generator",
    "part": "upload, a part of a form",
    "save": "download, saved",
    "events": "typed events",
}


def transferred(style: str, way: str, count: int) -> Run:
    """A process that transfers so many MiB or events, and they came."""
    run = fresh((sys.executable, str(WORKER), style, way, str(count)))
    unit = 1 if way == "events" else 1024 * 1024
    assert int(run.output) >= count * unit, run.output
    return run


def main() -> None:
    """Print a row for each client and each way."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--size", type=int, default=1024, help="MiB to transfer")
    arguments.add_argument("--events", type=int, default=100_000)
    options = arguments.parse_args()
    heading(f"transfers of {options.size} MiB, streams of {options.events} events")
    rows: list[tuple[str, ...]] = []
    most = 0.0
    for style in ("sync", "async"):
        for way, title in WAYS.items():
            few, many = (
                (1000, options.events) if way == "events" else (16, options.size)
            )
            small, large = (transferred(style, way, count) for count in (few, many))
            more = large.peak - small.peak
            most = max(most, more)
            rows.append(
                (
                    f"{style}, {title}",
                    f"{large.peak:.0f}",
                    f"{more:+.1f}",
                    f"{large.wall - small.wall:.2f}",
                    f"{large.cpu - small.cpu:.2f}",
                )
            )
    table(("transfer", "peak MiB", "MiB more", "seconds", "CPU s"), rows)
    verdict("MiB more at most", most, MOST)


if __name__ == "__main__":
    main()
