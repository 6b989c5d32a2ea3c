"""What importing the generated package costs, beside importing what it is made of.

`python tests/bench/bench_import.py [--rounds N] [--copies N]`

With `--copies` a package is generated from that many copies of the document, to see
whether the cost depends on the size of the document.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from measure import (
    APILOOM,
    SPEC,
    environment,
    fresh,
    heading,
    interleaved,
    middle,
    table,
    verdict,
    write_copies,
)

BASE: Final = "import httpx2; from pydantic import BaseModel"
USED: Final = f"{BASE}; httpx2.Client()"
SERVED: Final = f"{BASE}; import starlette.applications"
IMPORT: Final = "import bifrost"
CLIENT: Final = "from bifrost import Client, AsyncClient"

PROGRAMS: Final = {
    BASE: BASE,
    "... httpx2.Client()": USED,
    "... import starlette.applications": SERVED,
    "import httpx2": "import httpx2",
    IMPORT: IMPORT,
    CLIENT: CLIENT,
    "... client = Client()": f"{CLIENT}; client = Client()",
    "... client.governance": f"{CLIENT}; client = Client(); client.governance",
    "from bifrost.models import Budget": "from bifrost.models import Budget",
    "from bifrost.models import Customer": "from bifrost.models import Customer",
    "... Customer.model_validate_json": (
        "from bifrost.models import Customer; Customer.model_validate_json('{}')"
    ),
    "from bifrost import errors": "from bifrost import errors",
    "from bifrost.models import *": "from bifrost.models import *",
    "from bifrost.server import create_app": "from bifrost.server import create_app",
}
"""What each row runs. A row that begins with dots goes on from the one above it."""

AGAINST: Final = {
    "... client = Client()": "... httpx2.Client()",
    "... client.governance": "... httpx2.Client()",
    "from bifrost.server import create_app": "... import starlette.applications",
}
"""What a row is compared with, where that is not the import of both libraries."""

_PROBE: Final = """\
import sys, time
modules = len(sys.modules)
wall, cpu = time.perf_counter(), time.process_time()
{program}
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
print(wall, cpu, len(sys.modules) - modules)
"""


@dataclass(frozen=True, slots=True)
class Imported:
    """What one program took, Python's own start left out; milliseconds and MiB."""

    wall: float
    cpu: float
    modules: float
    peak: float


def probe(program: str, env: Mapping[str, str]) -> Imported:
    """Run one program in a fresh process."""
    run = fresh((sys.executable, "-c", _PROBE.format(program=program)), env=env)
    wall, cpu, modules = run.output.split()
    return Imported(float(wall) * 1000, float(cpu) * 1000, float(modules), run.peak)


def tasks(env: Mapping[str, str]) -> dict[str, Callable[[], Imported]]:
    """A task for each program."""

    def task(program: str) -> Callable[[], Imported]:
        return lambda: probe(program, env)

    return {name: task(program) for name, program in PROGRAMS.items()}


def report(found: Mapping[str, Sequence[Imported]]) -> None:
    """Print the medians and their ratios."""
    wall = {name: middle(run.wall for run in runs) for name, runs in found.items()}
    cpu = {name: middle(run.cpu for run in runs) for name, runs in found.items()}
    rows = []
    for name, runs in found.items():
        base = AGAINST.get(name, BASE)
        rows.append(
            (
                name,
                f"{wall[name]:.1f}",
                f"{cpu[name]:.1f}",
                f"{wall[name] / wall[base]:.2f}",
                f"{cpu[name] / cpu[base]:.2f}",
                f"{middle(run.modules for run in runs):.0f}",
                f"{middle(run.peak for run in runs):.0f}",
            )
        )
    table(("", "wall ms", "CPU ms", "wall x", "CPU x", "modules", "MiB"), rows)
    for name, limit in ((IMPORT, 1.3), (CLIENT, 1.25)):
        what = f"{name}, against both libraries"
        verdict(f"{what}, CPU", cpu[name] / cpu[BASE], limit)
        verdict(f"{what}, wall", wall[name] / wall[BASE], limit)


def main() -> None:
    """Measure every program and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--copies", type=int, default=1)
    options = parser.parse_args()
    heading(f"importing bifrost: median of {options.rounds} fresh processes")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.copies > 1:
            document = folder / SPEC.name
            write_copies(SPEC, options.copies, document)
            output = str(folder / "bifrost")
            fresh((*APILOOM, "generate", str(document), "-o", output))
        report(interleaved(tasks(environment(folder)), options.rounds))


if __name__ == "__main__":
    main()
