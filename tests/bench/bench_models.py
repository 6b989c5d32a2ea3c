"""What generated models cost beside the same models written by hand for pydantic.

`python tests/bench/bench_models.py [--rounds N] [--also msgspec dataclass]`

A thousand nested orders (`orders.json`, `orders_by_hand.py`) are read and written, and
many of them are held in memory. Every figure is one of a fresh process.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Mapping
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
DOCUMENT: Final = str(HERE / "orders.json")
MODELS: Final = ("--target", "models", "--models")
PROMISED: Final = {"decode": 1.05, "encode": 1.05, "import": 1.1, "memory": 1.05}
"""Times the same by hand."""


def figure(folder: Path, module: str, what: str) -> float:
    """The smallest of the rounds of one process: nothing makes code run faster."""
    run = fresh(
        (sys.executable, str(HERE / "orders.py"), module, what),
        env=environment(folder),
    )
    return float(min(json.loads(run.output)))


def measured(
    folder: Path, modules: Mapping[str, str], what: str, rounds: int
) -> dict[str, float]:
    """The median for each way to have the models."""
    tasks: dict[str, Callable[[], float]] = {
        name: partial(figure, folder, module, what) for name, module in modules.items()
    }
    return {
        name: middle(figures) for name, figures in interleaved(tasks, rounds).items()
    }


def main() -> None:
    """Generate the models, measure, and say what is promised and what is met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    ways, also = ("msgspec", "dataclass"), "other ways to have models"
    parser.add_argument("--also", nargs="+", choices=ways, default=[], help=also)
    options = parser.parse_args()
    heading(f"models: medians of {options.rounds} processes; CPU ms, bytes an order")
    modules = {BY_HAND: "orders_by_hand"}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for style in ("pydantic", *options.also):
            modules[GENERATED if style == "pydantic" else style] = (
                f"{style}_shop.models"
            )
            output = str(folder / f"{style}_shop")
            fresh((*APILOOM, "generate", DOCUMENT, "-o", output, *MODELS, style))
        costs = {
            what: measured(folder, modules, what, options.rounds) for what in PROMISED
        }
    rows = [
        (
            what,
            *(f"{cost[name]:.2f}" for name in modules),
            *(f"{cost[name] / cost[BY_HAND]:.2f}" for name in modules),
        )
        for what, cost in costs.items()
    ]
    table(("", *modules, *(f"{name} (ratio)" for name in modules)), rows)
    for what, limit in PROMISED.items():
        verdict(what, costs[what][GENERATED] / costs[what][BY_HAND], limit)


if __name__ == "__main__":
    main()
