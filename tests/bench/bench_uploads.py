"""What an upload costs in memory and time, by the way that it is given.

`python tests/bench/bench_uploads.py [--size MIB]`

Memory is the peak of a process of its own, over that of an upload of 1 MiB: it is
promised not to grow with what is sent.
"""

from __future__ import annotations

import argparse
import sys

from measure import HERE, fresh, heading, table

WORKER = HERE / "uploads.py"
MOST = 16.0
"""MiB more for any size, which is promised."""


def main() -> None:
    """Print a row for each client and each way."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--size", type=int, default=1024, help="MiB to send")
    size: int = arguments.parse_args().size
    heading(f"Uploads of {size} MiB")
    rows: list[tuple[str, ...]] = []
    most = 0.0
    for client in ("sync", "async"):
        for kind in ("path", "pieces", "part"):
            small, large = (
                fresh((sys.executable, str(WORKER), client, kind, str(mib)))
                for mib in (1, size)
            )
            assert int(large.output) > size * 1024 * 1024 - 1, large.output
            more = large.peak - small.peak
            most = max(most, more)
            rows.append(
                (
                    f"{client} {kind}",
                    f"{large.peak:.0f}",
                    f"{more:+.1f}",
                    f"{large.wall - small.wall:.2f}",
                    f"{large.cpu - small.cpu:.2f}",
                )
            )
    table(("upload", "peak MiB", "MiB more", "seconds", "CPU s"), rows)
    sys.stdout.write(f"memory: {most:.1f} MiB more at most, promised {MOST:.0f}\n")


if __name__ == "__main__":
    main()
