"""`apiloom validate`: everything that can be said about a document."""

from __future__ import annotations

from typing import Any

import click

from apiloom.cli.console import Console
from apiloom.cli.diagnostic_text import counts_text, shown_path
from apiloom.cli.flags import document_options
from apiloom.cli.output_formats.answer import Result
from apiloom.cli.requested_jobs import Request, Session, configured_jobs
from apiloom.core.diagnostics import Report
from apiloom.pipeline.commands import validate
from apiloom.pipeline.job import Job, Outcome


@click.command("validate")
@document_options
def command(**arguments: Any) -> int:
    """Judge the document SPEC by its own schema, openapi-spec-validator and apiloom.

    Without SPEC, the documents of [tool.apiloom] are judged. Warnings say what apiloom
    can live with; under --strict they are fatal.
    """
    session = Session.begin("validate", arguments)

    def work(job: Job) -> Outcome:
        strict, progress = session.request.strict, session.console.progress
        return validate(
            job.spec,
            accept=job.accept,
            references=job.references,
            strict=strict,
            progress=progress,
        )

    return session.run(_jobs, work, _report_outcome)


def _jobs(request: Request, report: Report) -> tuple[Job, ...]:
    if request.spec is None:
        return configured_jobs(request, report)
    if request.only:
        raise click.UsageError("--only is about configured documents, not SPEC.")
    return (
        Job(
            request.spec,
            request.spec,
            accept=request.accept,
            references=request.references,
        ),
    )


def _report_outcome(console: Console, result: Result) -> None:
    spec = shown_path(str(result.job.spec))
    console.line(f"{spec}: {counts_text(result.outcome.diagnostics) or 'valid'}")
