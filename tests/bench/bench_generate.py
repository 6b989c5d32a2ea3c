"""What a run of the command costs: seconds and memory, beside bare Python and black.

`python tests/bench/bench_generate.py [--rounds N] [--spec DOCUMENT]`
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from measure import (
    APILOOM,
    SPEC,
    Run,
    fresh,
    heading,
    interleaved,
    middle,
    say,
    table,
    verdict,
)

BARE = "python -c pass"
BLACK = 'python -c "import black"'
VERSION = "apiloom --version"
COLD = "generate, cold"
SAME = "generate, unchanged"

_IN_JSON = '"bench_added": {"type": "string"},'
_IN_YAML = r"\1  bench_added: {type: string}\n"


@dataclass(frozen=True, slots=True)
class Place:
    """A document and the package made from it, for one case alone."""

    document: Path
    output: Path

    def run(self, command: str, status: int = 0) -> Run:
        """Run `apiloom COMMAND` for this document."""
        call = (*APILOOM, command, str(self.document), "-o", str(self.output))
        return fresh(call, status=status)


class Cases:
    """The commands, each with what must be so before it runs."""

    def __init__(self, spec: Path, folder: Path) -> None:
        self._spec = spec
        self._folder = folder
        self._texts = (spec.read_text(), with_a_property(spec.read_text()))
        self._turn = 0

    def all(self) -> Mapping[str, Callable[[], Run]]:
        """Each case by its name."""
        cold = self._place("cold", made=False)
        same = self._place("same")
        changed = self._place("changed")
        stale = self._place("stale")
        stale.document.write_text(self._texts[1])
        return {
            BARE: lambda: fresh((sys.executable, "-c", "pass")),
            BLACK: lambda: fresh((sys.executable, "-c", "import black")),
            VERSION: lambda: fresh((*APILOOM, "--version")),
            "apiloom --help": lambda: fresh((*APILOOM, "--help")),
            COLD: lambda: self._cold(cold),
            SAME: lambda: same.run("generate"),
            "generate, a property changed": lambda: self._changed(changed),
            "check, unchanged": lambda: same.run("check"),
            "check, a property changed": lambda: stale.run("check", status=1),
            "validate": lambda: fresh((*APILOOM, "validate", str(same.document))),
        }

    def _place(self, name: str, *, made: bool = True) -> Place:
        folder = self._folder / name
        folder.mkdir()
        place = Place(folder / self._spec.name, folder / "bifrost")
        place.document.write_text(self._texts[0])
        if made:
            place.run("generate")
        return place

    def _cold(self, place: Place) -> Run:
        shutil.rmtree(place.output, ignore_errors=True)
        return place.run("generate")

    def _changed(self, place: Place) -> Run:
        """One run adds the property, the next takes it away."""
        self._turn += 1
        place.document.write_text(self._texts[self._turn % 2])
        before = (place.output / "manifest.json").read_bytes()
        run = place.run("generate")
        assert (place.output / "manifest.json").read_bytes() != before
        return run


def with_a_property(text: str) -> str:
    """The same document, JSON or block YAML, with one property more in a schema."""
    schemas = re.search(r'^\s*"?(schemas|definitions)"?:', text, re.MULTILINE)
    if text.lstrip().startswith("{"):
        schemas = re.search(r'"(schemas|definitions)" *:', text)
        block, added = re.compile(r'"properties" *: *\{(?=\s*")'), _IN_JSON
    else:
        block, added = re.compile(r"^( *)properties: *\n", re.MULTILINE), _IN_YAML
    found = block.search(text, schemas.end() if schemas else 0) or block.search(text)
    if found is None:
        sys.exit("the document has no schema with properties to change")
    return text[: found.end()] + found.expand(added) + text[found.end() :]


def report(found: Mapping[str, Sequence[Run]], spec: Path) -> None:
    """Print the medians, and what is promised for the project's own document."""
    wall = {name: middle(run.wall for run in runs) for name, runs in found.items()}
    cpu = {name: middle(run.cpu for run in runs) for name, runs in found.items()}
    peak = {name: middle(run.peak for run in runs) for name, runs in found.items()}
    rows = [
        (
            name,
            f"{wall[name]:.3f}",
            f"{min(run.wall for run in found[name]):.3f}",
            f"{cpu[name]:.3f}",
            f"{wall[name] / wall[BARE]:.1f}",
            f"{wall[name] / wall[BLACK]:.2f}",
            f"{peak[name]:.0f}",
            f"{peak[name] / peak[BLACK]:.2f}",
        )
        for name in found
    ]
    head = ("", "wall s", "least s", "CPU s", "x bare", "x black", "MiB", "x black")
    table(head, rows)
    if spec == SPEC:
        verdict("cold generate, seconds", wall[COLD], 1.0)
        verdict("unchanged generate, seconds", wall[SAME], 0.3)
        verdict("--version, seconds", wall[VERSION], 0.2)
    else:
        say("The promises are about the project's own document.")


def main() -> None:
    """Measure every case and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--spec", type=Path, default=SPEC)
    options = parser.parse_args()
    spec = options.spec.resolve()
    heading(f"apiloom on {spec.name}: median of {options.rounds} fresh processes")
    with tempfile.TemporaryDirectory() as folder:
        found = interleaved(Cases(spec, Path(folder)).all(), options.rounds)
    report(found, spec)


if __name__ == "__main__":
    main()
