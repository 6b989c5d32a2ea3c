"""What the configuration might say of a document: a run that stops before planning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from apiloom.core.diagnostics import Report
from apiloom.core.location import Pointer
from apiloom.core.shipped import Shipped
from apiloom.core.type_choice import TypeChoice
from apiloom.pipeline.job import Job, Outcome, Progress, silent
from apiloom.pipeline.run import Run, uncollected

if TYPE_CHECKING:
    from apiloom.api.suggestions import Suggestion
    from apiloom.document.upgrade import NormalDocument


@dataclass(frozen=True, slots=True)
class Suggested:
    """What is suggested for the document of a job, and what was said of it."""

    suggestions: tuple[Suggestion, ...]
    outcome: Outcome


def suggest(job: Job, *, progress: Progress | None = None) -> Suggested:
    """Suggest rules that the configuration of `job` does not have; writes nothing.

    A document that cannot be generated from has none.
    """
    # Imported here for start-up time: the other calls suggest nothing.
    from apiloom.api.suggestions import suggestions  # noqa: PLC0415

    run = Run(job, Report(), strict=False, progress=progress or silent)
    with uncollected():
        normal = run.read()
        if normal is None or run.diagnostics.hopeless():
            return Suggested((), run.outcome())
        resolved = run.resolve(run.parse(normal), normal, Shipped())
        if run.failed():
            return Suggested((), run.outcome())
        run.progress("suggesting")
        placed = tuple(
            each
            for each in _as_written(suggestions(resolved), normal)
            if each.rule not in job.rename
        )
    return Suggested(placed, run.outcome())


def _as_written(
    suggestions: Iterable[Suggestion], normal: NormalDocument
) -> Iterator[Suggestion]:
    """The same with pointers of the document as it is written, where it has them."""
    for suggestion in suggestions:
        rule = suggestion.rule
        if not isinstance(rule, TypeChoice):
            yield suggestion
            continue
        place = Pointer(rule.key.removeprefix("#"))
        written = normal.original(place)
        if place in normal.lifted(written):
            yield replace(suggestion, rule=replace(rule, key=f"#{written}"))
