"""What a call through the generated client costs beside the same call in bare httpx2.

`python tests/bench/bench_client.py [--rounds N] [--calls N]`

Nothing is sent: a mock transport answers with the same bytes to all of them. That every
way to make the call comes to the same result is checked first.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Final

from customers import TEAMS
from measure import HERE, fresh, heading, middle, table

BARE: Final = "httpx2, JSON as dict"
MODELS: Final = "httpx2, the same models by hand"
WORKER: Final = HERE / "calls.py"


def report(found: Mapping[str, Sequence[tuple[float, float]]], title: str) -> None:
    """Print the medians and the ratios of CPU times."""
    wall = {name: middle(cost[0] for cost in costs) for name, costs in found.items()}
    cpu = {name: middle(cost[1] for cost in costs) for name, costs in found.items()}
    rows = [
        (
            name,
            f"{wall[name]:.0f}",
            f"{cpu[name]:.0f}",
            f"{cpu[name] / cpu[BARE]:.2f}",
            f"{cpu[name] / cpu[MODELS]:.2f}",
            f"{cpu[name] - cpu[MODELS]:+.0f}",
        )
        for name in found
    ]
    table((title, "wall us", "CPU us", "x dict", "x by hand", "us more"), rows)


def main() -> None:
    """Measure sync and async calls with a small and with a large answer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--calls", type=int, default=300)
    options = parser.parse_args()
    heading(f"a call: median of {options.rounds} batches of {options.calls} calls")
    for title, teams in (("no teams", 0), (f"{TEAMS} teams", TEAMS)):
        for style in ("sync", "async"):
            numbers = map(str, (teams, options.rounds, options.calls))
            run = fresh((sys.executable, str(WORKER), style, *numbers))
            report(json.loads(run.output), f"{style}, {title}")


if __name__ == "__main__":
    main()
