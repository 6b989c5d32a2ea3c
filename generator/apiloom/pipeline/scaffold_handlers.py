"""A first module of handlers for a package: a run that stops before planning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apiloom.core.diagnostics import Report
from apiloom.package.destination import Destination
from apiloom.pipeline.job import Job, Outcome, Progress, silent
from apiloom.pipeline.run import Run, uncollected

if TYPE_CHECKING:
    from apiloom.python.targets.scaffold.handlers_scaffold import HandlersScaffold


@dataclass(frozen=True, slots=True)
class Scaffolded:
    """The files to begin with, laid out by black, and what was said of the document."""

    scaffold: HandlersScaffold | None
    outcome: Outcome


def scaffold(job: Job, *, progress: Progress | None = None) -> Scaffolded:
    """Write handlers for the server of `job`, with the names that its package has.

    Nothing is written to the disk. There is none for a document that cannot be
    generated from.
    """
    # Imported here for start-up time: the other calls make no scaffold.
    from apiloom.python.targets.scaffold.handlers_scaffold import (  # noqa: PLC0415
        handlers_scaffold,
    )

    run = Run(job, Report(), strict=False, progress=progress or silent)
    disk = Destination(job.output, job.spec, run.report).scanned()
    if disk is None:
        return Scaffolded(None, run.outcome())
    with uncollected():
        normal = run.read()
        if normal is None or run.diagnostics.hopeless():
            return Scaffolded(None, run.outcome())
        resolved = run.resolve(run.parse(normal), normal, disk.shipped)
        if run.failed():
            return Scaffolded(None, run.outcome())
        run.progress("scaffolding")
        found = handlers_scaffold(
            resolved,
            job.output.name,
            run.report,
            run.options.targets,
        )
    return Scaffolded(found, run.outcome())
