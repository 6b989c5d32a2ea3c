"""How the cost of each stage grows with the document: time and memory over N copies.

`python tests/bench/bench_scaling.py [DOCUMENT] [--copies 1 2 4 8] [--rounds N]`
`python tests/bench/bench_scaling.py --shape NAME`: a document of `made_up.py`.

An exponent of 1 is a cost in proportion to the size of the document. It is printed for
the whole range and for the last doubling, where what every run costs weighs less.
Times are CPU times, which other work on the machine disturbs least.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from made_up import SHAPES
from measure import (
    HERE,
    SPEC,
    fresh,
    heading,
    interleaved,
    middle,
    table,
    write_copies,
)

WORKER: Final = HERE / "stages.py"
TOTAL: Final = "all stages"

Cost = dict[str, tuple[float, float]]
"""For each stage CPU seconds and MiB."""


def costs(document: Path, folder: Path) -> Cost:
    """Go through all stages once, in a fresh process."""
    run = fresh((sys.executable, str(WORKER), str(document), str(folder)))
    found: Cost = {
        name: (seconds, peak) for name, seconds, peak in json.loads(run.output)
    }
    whole = sum(seconds for seconds, _ in found.values())
    return {**found, TOTAL: (whole, run.peak)}


def exponent(sizes: Sequence[int], values: Sequence[float]) -> str:
    """The slope of the values over the sizes, both on a logarithmic scale."""
    points = [
        (math.log(size), math.log(value))
        for size, value in zip(sizes, values, strict=True)
        if value > 0
    ]
    if len(points) < 2:
        return "-"
    x = sum(point[0] for point in points) / len(points)
    y = sum(point[1] for point in points) / len(points)
    spread = sum((point[0] - x) ** 2 for point in points)
    return f"{sum((px - x) * (py - y) for px, py in points) / spread:.2f}"


def report(found: Mapping[int, Sequence[Cost]]) -> None:
    """Print one table of times and one of peaks."""
    sizes = sorted(found)
    stages = list(found[sizes[0]][0])
    for at, unit, factor in ((0, "CPU ms", 1000.0), (1, "peak MiB", 1.0)):
        rows = []
        for stage in stages:
            values = [
                middle(cost[stage][at] for cost in found[size]) * factor
                for size in sizes
            ]
            rows.append(
                (
                    stage,
                    *(f"{value:,.1f}" for value in values),
                    exponent(sizes, values),
                    exponent(sizes[-2:], values[-2:]),
                )
            )
        copies = [f"{size} x" for size in sizes]
        table((unit, *copies, "exponent", "at the end"), rows)


def main() -> None:
    """Write the copies, measure each in its own processes, print the growth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("document", nargs="?", type=Path, default=SPEC)
    parser.add_argument("--shape", choices=SHAPES)
    parser.add_argument("--copies", nargs="+", type=int, default=[1, 2, 4, 8])
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    spec = options.document.resolve()
    what = f"{options.shape} times" if options.shape else f"{spec.name} in copies"
    heading(f"{what}: median of {options.rounds} fresh processes")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        def task(count: int) -> Callable[[], Cost]:
            home = folder / str(count)
            home.mkdir()
            document = home / "document.json"
            if options.shape:
                make, size = SHAPES[options.shape]
                document.write_text(json.dumps(make(size * count)))
            else:
                document = home / spec.name
                write_copies(spec, count, document)
            return lambda: costs(document, home)

        tasks = {str(count): task(count) for count in sorted(set(options.copies))}
        found = interleaved(tasks, options.rounds)
    report({int(count): each for count, each in found.items()})


if __name__ == "__main__":
    main()
