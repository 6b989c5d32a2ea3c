"""Previews for a workflow of GitHub: annotations at the lines of the new documents.

What breaks is an error, what may break a warning, and what else changes in the contract
a notice, one for each cause: GitHub shows the first ten of each. Documentation, and
what breaks nothing in Python, is but counted, and so is what is accepted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from apiloom.cli.output_formats.github_format import (
    annotated,
    command,
    from_workspace,
)
from apiloom.core.diagnostics import Diagnostic
from apiloom.core.location import Location
from apiloom.diff.contract.contract_change import ContractLevel
from apiloom.diff.preview import Preview
from apiloom.diff.report.causes import Cause, SurfaceCause, by_cause, by_surface_cause
from apiloom.diff.report.shared_wording import (
    BREAKS,
    contract_counts,
    surface_counts,
)
from apiloom.diff.surface.surface_change import SurfaceBreak

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
    for cause in by_cause(preview.listed_contract):
        kind = _LEVELS.get(cause.first.level)
        if kind and not cause.first.accepted:
            yield cause_annotation(kind, cause, preview.new, from_workspace)
    for seen in by_surface_cause(preview.listed_surface):
        kind = _BREAKS.get(seen.first.breaks)
        if kind and not seen.first.accepted:
            yield _surface(kind, seen, preview)
    counts = []
    if preview.contract is not None:
        counts.append(f"contract: {contract_counts(preview)}")
    if preview.surface is not None:
        counts.append(f"Python: {surface_counts(preview)}")
    if counts:
        text = f"{preview.old} -> {preview.new}: {'; '.join(counts)}"
        yield command("notice", text, title="apiloom diff")


def cause_annotation(
    kind: str, cause: Cause, new: str, named: Callable[[str], str]
) -> str:
    """The workflow command for one cause, at the first of its lines.

    It stands in the new document, in the head of it where it is gone there; `named`
    says what the runner calls a file.
    """
    change = cause.first
    where = change.new or Location(new)
    return command(
        kind,
        cause.felt_sentence,
        file=named(where.document),
        line=where.line,
        col=where.column,
        title=f"{change.level}: {change.rule}",
    )


def _surface(kind: str, cause: SurfaceCause, preview: Preview) -> str:
    return command(
        kind,
        cause.sentence,
        file=from_workspace(preview.new),
        title=BREAKS[cause.first.breaks],
    )
