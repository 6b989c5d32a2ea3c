"""`apiloom list`: the methods of the client, without reading its source."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from apiloom.cli.console import Console, wants_colour
from apiloom.cli.diagnostic_text import counted, counts_text, shown_path
from apiloom.cli.flags import listing_options
from apiloom.cli.method_table import method_table
from apiloom.cli.output_formats.answer import Result
from apiloom.cli.requested_jobs import (
    Request,
    Session,
    configured_jobs,
    is_same,
    job_of,
    known_jobs,
)
from apiloom.core.diagnostics import Report
from apiloom.core.selection import NO_FILTER, Selection
from apiloom.pipeline.commands import list_methods
from apiloom.pipeline.job import Job, Outcome


@click.command("list")
@listing_options
def command(**arguments: Any) -> int:
    """List the methods of the client that the document SPEC gives, on stdout.

    How each is called, what it returns, its request and what it is for, as in the file
    api.md of a package. Without SPEC, the packages of [tool.apiloom] are listed, which
    keep the names that they have. --select and --omit say what of it to show. Writes
    nothing.
    """
    session = Session.begin("list", arguments)
    afresh: list[Job] = []

    def jobs(request: Request, report: Report) -> tuple[Job, ...]:
        found = _configured(request, report)
        if request.spec is None or found:
            return found
        job = job_of(
            replace(request, select=NO_FILTER, omit=NO_FILTER),
            request.spec,
            Path("api"),
        )
        afresh.append(job)
        return (job,)

    def work(job: Job) -> Outcome:
        request = session.request
        return list_methods(
            job,
            chosen=Selection(request.select, request.omit),
            afresh=job in afresh,
            strict=request.strict,
            progress=session.console.progress,
        )

    brief = not (session.request.strict or session.request.verbose)
    return session.run(jobs, work, _report_outcome, errors_alone=brief)


def _configured(request: Request, report: Report) -> tuple[Job, ...]:
    """The packages that are configured, of SPEC if that is given."""
    if request.spec is None:
        return configured_jobs(request, report)
    if request.only:
        raise click.UsageError("--only is about configured documents, not SPEC.")
    spec = request.spec
    return tuple(job for job in known_jobs(request, report) if is_same(job.spec, spec))


def _report_outcome(console: Console, result: Result) -> None:
    outcome, spec = result.outcome, shown_path(str(result.job.spec))
    number = sum(len(resource.methods) for resource in outcome.methods)
    if not outcome.methods:
        counts = counts_text(outcome.diagnostics)
        console.line(f"{spec}: nothing to list" + (f" ({counts})" if counts else ""))
        return
    colour = wants_colour(sys.stdout)
    columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    console.listing(method_table(outcome.methods, columns, colour=colour))
    console.line(f"{spec}: {counted(number, 'method')}")
