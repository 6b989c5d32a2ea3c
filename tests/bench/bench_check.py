"""What `check` and `generate` cost in a repository in which nothing has changed.

`python tests/bench/bench_check.py [DOCUMENT ...] [--rounds N]`; without documents,
three times the project's own.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from measure import APILOOM, SPEC, fresh, heading, interleaved, middle, table, verdict

BARE = "python -c pass"
CHECK = "apiloom check"
GENERATE = "apiloom generate"


def repository(folder: Path, documents: Sequence[Path]) -> None:
    """A project that generates a package from each document, and has done so."""
    tables = []
    for number, document in enumerate(documents):
        copy = folder / f"api{number}" / document.name
        copy.parent.mkdir()
        shutil.copy(document, copy)
        tables.append(
            "[[tool.apiloom.documents]]\n"
            f'spec = "api{number}/{document.name}"\noutput = "src/package{number}"\n'
        )
    (folder / "pyproject.toml").write_text("\n".join(tables))
    fresh((*APILOOM, "generate"), cwd=folder)


def main() -> None:
    """Measure both commands and say whether the promise holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="*", type=Path, default=[SPEC] * 3)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    documents = [document.resolve() for document in options.documents]
    heading(f"{len(documents)} documents, nothing changed: median of {options.rounds}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        repository(folder, documents)
        found = interleaved(
            {
                BARE: lambda: fresh((sys.executable, "-c", "pass")),
                CHECK: lambda: fresh((*APILOOM, "check"), cwd=folder),
                GENERATE: lambda: fresh((*APILOOM, "generate"), cwd=folder),
            },
            options.rounds,
        )
    wall = {name: middle(run.wall for run in runs) for name, runs in found.items()}
    rows = [
        (
            name,
            f"{wall[name]:.3f}",
            f"{min(run.wall for run in runs):.3f}",
            f"{middle(run.cpu for run in runs):.3f}",
            f"{wall[name] / wall[BARE]:.1f}",
            f"{middle(run.peak for run in runs):.0f}",
        )
        for name, runs in found.items()
    ]
    table(("", "wall s", "least s", "CPU s", "x bare", "MiB"), rows)
    if options.documents == [SPEC] * 3:
        verdict("check of three unchanged documents, seconds", wall[CHECK], 0.5)


if __name__ == "__main__":
    main()
