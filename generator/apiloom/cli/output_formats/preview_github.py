"""Previews for a workflow of GitHub: annotations at the lines of the new documents.

What breaks is an error, what may break a warning, and what else changes in the contract
a notice: GitHub shows the first ten of each. Documentation, and what breaks nothing in
Python, is but counted, and so is what is accepted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from apiloom.cli.output_formats.github_format import (
    annotated,
    command,
    from_workspace,
)
from apiloom.core.diagnostics import Diagnostic
from apiloom.core.location import Location
from apiloom.diff.contract.contract_change import ContractChange, ContractLevel
from apiloom.diff.preview import Preview
from apiloom.diff.report.shared_wording import (
    BREAKS,
    contract_counts,
    felt_sentence,
    surface_counts,
)
from apiloom.diff.surface.surface_change import SurfaceBreak, SurfaceChange

_LEVELS: Final = {
    ContractLevel.BREAKING: "error",
    ContractLevel.RISKY: "warning",
    ContractLevel.COMPATIBLE: "notice",
}
_BREAKS: Final = {SurfaceBreak.CODE: "error", SurfaceBreak.TYPES: "warning"}


def printed(previews: Sequence[Preview], extra: Iterable[Diagnostic]) -> str:
    """The lines for all previews, and for diagnostics that belong to none of them."""
    lines = [*annotated(extra)]
    for preview in previews:
        lines.extend(_lines(preview))
    return "".join(f"{line}\n" for line in lines)


def _lines(preview: Preview) -> Iterator[str]:
    yield from annotated(preview.diagnostics)
    for change in preview.contract or ():
        kind = _LEVELS.get(change.level)
        if kind and not change.accepted:
            yield _contract_change(kind, change, preview)
    for seen in preview.surface or ():
        kind = _BREAKS.get(seen.breaks)
        if kind and not seen.accepted:
            yield _surface_change(kind, seen, preview)
    counts = []
    if preview.contract is not None:
        counts.append(f"contract: {contract_counts(preview)}")
    if preview.surface is not None:
        counts.append(f"Python: {surface_counts(preview)}")
    if counts:
        text = f"{preview.old} -> {preview.new}: {'; '.join(counts)}"
        yield command("notice", text, title="apiloom diff")


def _contract_change(kind: str, change: ContractChange, preview: Preview) -> str:
    where = change.new or Location(preview.new)
    return command(
        kind,
        felt_sentence(change),
        file=from_workspace(where.document),
        line=where.line,
        col=where.column,
        title=f"{change.level}: {change.rule}",
    )


def _surface_change(kind: str, change: SurfaceChange, preview: Preview) -> str:
    return command(
        kind,
        f"{change.name}: {change.sentence}",
        file=from_workspace(preview.new),
        title=BREAKS[change.breaks],
    )
