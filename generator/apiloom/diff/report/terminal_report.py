"""A preview as lines of text, each with the part that it plays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from apiloom.core.text import and_more
from apiloom.diff.contract.contract_change import (
    ContractChange,
    ContractLevel,
    ContractSide,
)
from apiloom.diff.preview import Preview
from apiloom.diff.report.causes import SurfaceCause, by_cause, by_surface_cause
from apiloom.diff.report.shared_wording import (
    BREAKS,
    ShownFile,
    contract_counts,
    file_counts,
    shown_files,
    surface_counts,
)
from apiloom.diff.surface.surface_change import SurfaceBreak, SurfaceChange


class Tone(StrEnum):
    """What a piece of text is, for those who paint it."""

    PLAIN = "plain"
    HEADING = "heading"
    BAD = "bad"
    DOUBTFUL = "doubtful"
    GOOD = "good"
    QUIET = "quiet"
    HUNK = "hunk"


class Piece(NamedTuple):
    """Text of one tone."""

    text: str
    tone: Tone = Tone.PLAIN


_LEVELS = {
    ContractLevel.BREAKING: Tone.BAD,
    ContractLevel.RISKY: Tone.DOUBTFUL,
    ContractLevel.COMPATIBLE: Tone.GOOD,
    ContractLevel.DOCUMENTATION: Tone.QUIET,
}
_BREAKS = {
    SurfaceBreak.CODE: Tone.BAD,
    SurfaceBreak.TYPES: Tone.DOUBTFUL,
    SurfaceBreak.NOTHING: Tone.GOOD,
}
_WIDTH = max(map(len, ContractLevel)) + 2
_FEW_LINES = 200
"""So many lines of diffs are shown though nobody asked for them."""
_FEW_PLACES: Final = 10
"""So many places or names of one cause are shown."""


def as_lines(preview: Preview, *, all_diffs: bool) -> Iterator[tuple[Piece, ...]]:
    """The lines of a preview, each in pieces: first what it comes to, then each view.

    Diffs of files are left out where they are long, unless all are asked for.
    """
    files = shown_files(preview)
    yield (Piece(f"{preview.old} -> {preview.new}", Tone.HEADING),)
    yield from _summary(preview, files)
    if preview.contract:
        yield ()
        yield _title("Contract", contract_counts(preview))
        yield from _contract(preview.listed_contract)
    if preview.surface:
        yield ()
        yield _title("Python", surface_counts(preview))
        for cause in by_surface_cause(preview.listed_surface):
            yield from _surface(cause)
    if files:
        yield ()
        yield _title("Files", file_counts(files))
        yield from _files(files, all_diffs=all_diffs)


def _summary(
    preview: Preview, files: Sequence[ShownFile]
) -> Iterator[tuple[Piece, ...]]:
    """One line for each view that is there."""
    counts = {
        "contract": (preview.contract, contract_counts(preview)),
        "Python": (preview.surface, surface_counts(preview)),
        "files": (preview.files, file_counts(files)),
    }
    for name, (view, text) in counts.items():
        if view is not None:
            yield Piece(f"  {name:{_WIDTH}}", Tone.QUIET), Piece(text)


def _files(
    files: Sequence[ShownFile], *, all_diffs: bool
) -> Iterator[tuple[Piece, ...]]:
    for file in files:
        tone = {"added": Tone.GOOD, "removed": Tone.BAD}.get(file.state, Tone.DOUBTFUL)
        state = f"  {file.state:{_WIDTH}}"
        yield Piece(state, tone), Piece(file.path), Piece(
            f"  {file.counts}", Tone.QUIET
        )
    count = sum(file.diff.count("\n") for file in files)
    if count > _FEW_LINES and not all_diffs:
        text = f"{count:,} lines of differences: --view files shows them"
        yield (Piece(f"  {text}", Tone.QUIET),)
        return
    for file in files:
        yield ()
        lines = file.diff.removesuffix("\n").split("\n")
        for number, line in enumerate(lines):
            yield (_diff_line(line) if number > 1 else Piece(line, Tone.HEADING),)


def _title(name: str, counts: str) -> tuple[Piece, ...]:
    return Piece(name, Tone.HEADING), Piece(f"  {counts}")


def _contract(changes: tuple[ContractChange, ...]) -> Iterator[tuple[Piece, ...]]:
    for cause in by_cause(changes):
        change = cause.first
        side = f" ({change.side})" if change.side is not ContractSide.BOTH else ""
        yield (
            Piece(f"  {change.level:{_WIDTH}}", _tone(_LEVELS[change.level], change)),
            Piece(f"{cause.felt_sentence}{side}"),
            Piece(f"  [{change.rule}]", Tone.QUIET),
        )
        yield from _quiet_list([*cause.hits] or [cause.places])
        yield from _accepted(change)


def _quiet_list(lines: Sequence[str]) -> Iterator[tuple[Piece, ...]]:
    """The first lines, and how many more there are."""
    more = and_more(len(lines) - _FEW_PLACES).strip()
    for line in (*lines[:_FEW_PLACES], *filter(None, [more])):
        yield (Piece(f"  {'':{_WIDTH}}{line}", Tone.QUIET),)


def _surface(cause: SurfaceCause) -> Iterator[tuple[Piece, ...]]:
    change = cause.first
    breaks = BREAKS[change.breaks].removeprefix("breaks ")
    yield (
        Piece(f"  {breaks:{_WIDTH}}", _tone(_BREAKS[change.breaks], change)),
        Piece(cause.sentence),
    )
    old, new = cause.declarations
    if old:
        yield (Piece(f"  {'':{_WIDTH}}- {old}", Tone.BAD),)
    if new:
        yield (Piece(f"  {'':{_WIDTH}}+ {new}", Tone.GOOD),)
    if cause.named[1]:
        yield from _quiet_list(cause.names)
    yield from _accepted(change)


def _tone(tone: Tone, change: ContractChange | SurfaceChange) -> Tone:
    """What counts for no gate is told quietly."""
    return Tone.QUIET if change.accepted else tone


def _accepted(change: ContractChange | SurfaceChange) -> Iterator[tuple[Piece, ...]]:
    if change.accepted:
        text = f"  {'':{_WIDTH}}accepted: {change.accepted}"
        yield (Piece(text, Tone.QUIET),)


def _diff_line(line: str) -> Piece:
    tones = {"+": Tone.GOOD, "-": Tone.BAD, "@": Tone.HUNK}
    return Piece(line, tones.get(line[:1], Tone.PLAIN))
