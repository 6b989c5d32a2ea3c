"""`apiloom suggest`: what the configuration might say of a document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from apiloom.cli.config.suggested_text import suggested_text
from apiloom.cli.console import Console
from apiloom.cli.diagnostic_text import shown_path
from apiloom.cli.flags import reading_options
from apiloom.cli.requested_jobs import Request, configured_jobs
from apiloom.cli.streams import to_people
from apiloom.core.diagnostics import Report
from apiloom.core.exit_codes import FINE, UNUSABLE
from apiloom.pipeline.job import Job
from apiloom.pipeline.suggest_rules import Suggested, suggest


@click.command("suggest")
@reading_options
def command(**arguments: Any) -> int:
    """Print what [tool.apiloom] might say of SPEC: pages, streams, files, names.

    Each line is a guess by the shape of the document, with the reason for it: read it,
    and paste what is right. Nothing is changed. Without SPEC, the documents of the
    configuration are looked at, and what it says already is left out.
    """
    request = Request(strict=False, **arguments)
    console = Console(quiet=False, verbose=request.verbose)
    report = Report()
    jobs = _jobs(request, report)
    console.diagnostics(report.items, report.sources)
    code = UNUSABLE if report.failed else FINE
    for job in jobs:
        suggested = suggest(job, progress=console.progress)
        if suggested.outcome.exit_code != FINE:
            outcome = suggested.outcome
            console.diagnostics(outcome.diagnostics, outcome.sources)
            code = UNUSABLE
            continue
        for line in _lines(job, suggested):
            to_people(line)
    return code


def _jobs(request: Request, report: Report) -> tuple[Job, ...]:
    if request.spec is None:
        return configured_jobs(request, report)
    if request.only:
        raise click.UsageError("--only is about configured documents, not SPEC.")
    spec, references = request.spec, request.references
    return (Job(spec, spec, accept=request.accept, references=references),)


def _lines(job: Job, suggested: Suggested) -> Iterator[str]:
    name = shown_path(str(job.spec))
    if not suggested.suggestions:
        yield f"# {name}: nothing to suggest"
        return
    yield f"# {name}: guesses by shape, to be read, and pasted below [tool.apiloom]"
    for key in ("pages", "streams", "rename"):
        if getattr(job, key):
            yield f"# `{key}` is there already: what is new goes into it"
    yield suggested_text(suggested.suggestions)
