"""What every format says of a preview in the same words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from apiloom.core.location import Location
from apiloom.core.text import and_more
from apiloom.diff.contract.contract_change import ContractChange
from apiloom.diff.preview import Preview
from apiloom.diff.surface.surface_change import SurfaceBreak, SurfaceChange
from apiloom.package.comparison import FileDifference, FileState

BREAKS: Final = {
    SurfaceBreak.CODE: "breaks code",
    SurfaceBreak.TYPES: "breaks type checks",
    SurfaceBreak.NOTHING: "breaks nothing",
}
SAME: Final = "no change"
_NAMED: Final = 3
"""So many operations are named; of more their number is."""


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
    changes = preview.contract or ()
    return _listed([*counts, *_further(changes, len(preview.listed_contract))])


def surface_counts(preview: Preview) -> str:
    """`2 break code, 1 breaks nothing`."""
    counts = [
        (count, BREAKS[kind].replace("breaks", "break") if count > 1 else BREAKS[kind])
        for kind, count in preview.breaks.items()
    ]
    changes = preview.surface or ()
    return _listed([*counts, *_further(changes, len(preview.listed_surface))])


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


def operations_felt(change: ContractChange) -> tuple[tuple[str, ...], str]:
    """The first few operations that feel a change, and how many more do."""
    felt = change.operations or (change.operation,)
    named = tuple(operation for operation in felt[:_NAMED] if operation)
    return named, and_more(len(felt) - _NAMED)


def felt_sentence(change: ContractChange) -> str:
    """The sentence with the operations that feel it: `GET /pets: it is gone`."""
    named, more = operations_felt(change)
    if not named or (len(named) == 1 and named[0] in change.sentence):
        return change.sentence
    return f"{', '.join(named)}{more}: {change.sentence}"


def place(where: Location | None) -> str:
    """`openapi.yaml:12:3`, or the document and a pointer where it has no line."""
    if where is None:
        return ""
    if where.line:
        return f"{where.document}:{where.line}:{where.column}"
    return f"{where.document}#{where.pointer}"


def _further(
    changes: Sequence[ContractChange] | Sequence[SurfaceChange], listed: int
) -> list[tuple[int, str]]:
    """How many changes do not count, and of how many nothing is shown."""
    accepted = sum(bool(change.accepted) for change in changes)
    return [(accepted, "accepted"), (len(changes) - listed, "not shown")]


def _listed(counts: Iterable[tuple[int, str]]) -> str:
    parts = [f"{count:,} {what}" for count, what in counts if count]
    return ", ".join(parts) or SAME


def _state(difference: FileDifference) -> str:
    if difference.state in {FileState.EDITED, FileState.FOREIGN}:
        return str(difference.state)
    if difference.before is None:
        return "added"
    return "removed" if difference.after is None else "changed"
