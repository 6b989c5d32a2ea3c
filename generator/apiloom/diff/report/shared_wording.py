"""What every format says of a preview in the same words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from apiloom.diff.preview import Preview
from apiloom.diff.surface.surface_change import SurfaceBreak
from apiloom.package.comparison import FileDifference, FileState

BREAKS: Final = {
    SurfaceBreak.CODE: "breaks code",
    SurfaceBreak.TYPES: "breaks type checks",
    SurfaceBreak.NOTHING: "breaks nothing",
}
SAME: Final = "no change"


@dataclass(frozen=True, slots=True)
class ShownFile:
    """One file that differs: its unified diff, and how many lines come and go."""

    path: str
    state: str
    diff: str
    added: int
    removed: int

    @classmethod
    def of(cls, difference: FileDifference, package: str) -> ShownFile:
        """The difference of one file of a package."""
        diff = difference.unified(f"{package}/")
        # The first two lines name the file.
        lines = diff.split("\n")[2:]
        added = sum(line.startswith("+") for line in lines)
        removed = sum(line.startswith("-") for line in lines)
        return cls(difference.path, _state(difference), diff, added, removed)

    @property
    def counts(self) -> str:
        """`+3 -1`."""
        return f"+{self.added:,} -{self.removed:,}"


def shown_files(preview: Preview) -> tuple[ShownFile, ...]:
    """The files that differ, Python first: the copy of the document is the longest."""
    files = [
        ShownFile.of(difference, preview.package) for difference in preview.files or ()
    ]
    return tuple(sorted(files, key=lambda file: not file.path.endswith(".py")))


def contract_counts(preview: Preview) -> str:
    """`2 breaking, 1 compatible`."""
    counts = [(count, str(level)) for level, count in preview.levels.items()]
    hidden = len(preview.contract or ()) - len(preview.listed_contract)
    return _listed([*counts, *_further(preview.accepted_contract, hidden)])


def surface_counts(preview: Preview) -> str:
    """`2 break code, 1 breaks nothing`."""
    counts = [
        (count, BREAKS[kind].replace("breaks", "break") if count > 1 else BREAKS[kind])
        for kind, count in preview.breaks.items()
    ]
    hidden = len(preview.surface or ()) - len(preview.listed_surface)
    return _listed([*counts, *_further(preview.accepted_surface, hidden)])


def file_counts(files: Sequence[ShownFile]) -> str:
    """`3 files: 1 added, 2 changed; +12 -3 lines`."""
    if not files:
        return SAME
    states = dict.fromkeys(file.state for file in files)
    counts = [
        (sum(file.state == state for file in files), state) for state in sorted(states)
    ]
    added = sum(file.added for file in files)
    removed = sum(file.removed for file in files)
    noun = "file" if len(files) == 1 else "files"
    lines = f"+{added:,} -{removed:,} lines"
    return f"{len(files):,} {noun}: {_listed(counts)}; {lines}"


def _further(accepted: int, hidden: int) -> list[tuple[int, str]]:
    """How many changes do not count, and of how many nothing is shown."""
    return [(accepted, "accepted"), (hidden, "not shown")]


def _listed(counts: Iterable[tuple[int, str]]) -> str:
    parts = [f"{count:,} {what}" for count, what in counts if count]
    return ", ".join(parts) or SAME


def _state(difference: FileDifference) -> str:
    if difference.state in {FileState.EDITED, FileState.FOREIGN}:
        return str(difference.state)
    if difference.before is None:
        return "added"
    return "removed" if difference.after is None else "changed"
