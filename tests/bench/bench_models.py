"""What generated models cost beside the same models written by hand for pydantic.

`python tests/bench/bench_models.py [--rounds N]`

A thousand nested orders (`orders.json`, `orders_by_hand.py`) are read and written, and
many of them are held in memory. Every figure is one of a fresh process.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from measure import (
    APILOOM,
    HERE,
    environment,
    fresh,
    heading,
    interleaved,
    middle,
    table,
    verdict,
)

BY_HAND: Final = "by hand"
GENERATED: Final = "generated"
MODULES: Final = {BY_HAND: "orders_by_hand", GENERATED: "shop.models"}
PROMISED: Final = {"decode": 1.05, "encode": 1.05, "import": 1.1, "memory": 1.05}
"""Times the same by hand."""


def figure(folder: Path, module: str, what: str) -> float:
    """The smallest of the rounds of one process: nothing makes code run faster."""
    run = fresh(
        (sys.executable, str(HERE / "orders.py"), module, what),
        env=environment(folder),
    )
    return float(min(json.loads(run.output)))


def measured(folder: Path, what: str, rounds: int) -> dict[str, float]:
    """The median for each way to have the models."""
    tasks: dict[str, Callable[[], float]] = {
        name: partial(figure, folder, module, what) for name, module in MODULES.items()
    }
    return {
        name: middle(figures) for name, figures in interleaved(tasks, rounds).items()
    }


def main() -> None:
    """Generate the models, measure, and say what is promised and what is met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    heading(f"models: medians of {options.rounds} processes; CPU ms, bytes an order")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        document, output = str(HERE / "orders.json"), str(folder / "shop")
        fresh((*APILOOM, "generate", document, "-o", output, "--target", "models"))
        costs = {what: measured(folder, what, options.rounds) for what in PROMISED}
    rows = [
        (
            what,
            f"{cost[BY_HAND]:.2f}",
            f"{cost[GENERATED]:.2f}",
            f"{cost[GENERATED] / cost[BY_HAND]:.2f}",
        )
        for what, cost in costs.items()
    ]
    table(("", BY_HAND, GENERATED, "ratio"), rows)
    for what, limit in PROMISED.items():
        verdict(what, costs[what][GENERATED] / costs[what][BY_HAND], limit)


if __name__ == "__main__":
    main()
