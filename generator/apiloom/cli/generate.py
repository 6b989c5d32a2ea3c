"""`apiloom generate`: write the package, or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from apiloom.cli.console import Console
from apiloom.cli.dependencies import Dependencies, dependency_options
from apiloom.cli.diagnostic_text import counted, counts_text, shown_path
from apiloom.cli.flags import package_options
from apiloom.cli.output_formats.answer import Result
from apiloom.cli.requested_jobs import Session, package_jobs
from apiloom.package.comparison import FileState
from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job, Outcome


@click.command("generate")
@package_options
@dependency_options
@click.option("--force", is_flag=True, help="Overwrite files edited by hand.")
@click.option("--verify", is_flag=True, help="Import the package before it is put up.")
@click.option(
    "--rename",
    is_flag=True,
    help="Take the names that today's rules give, not those that shipped.",
)
def command(
    force: bool,
    verify: bool,
    rename: bool,
    depfile: Path | None,
    stamp: Path | None,
    **arguments: Any,
) -> int:
    """Generate a typed Python package from the document SPEC.

    Without SPEC, [tool.apiloom] of the nearest pyproject.toml says what to generate.
    The package is written in one step or not at all; files that are not apiloom's and
    files edited by hand are never overwritten.
    """
    session = Session.begin("generate", arguments)
    dependencies = Dependencies(depfile, stamp, session.request.spec)

    def work(job: Job) -> Outcome:
        return generate(
            job,
            force=force,
            strict=session.request.strict,
            verify=verify,
            rename=rename,
            progress=session.console.progress,
        )

    recorded = dependencies.recording(work)
    return dependencies.write_files(session.run(package_jobs, recorded, report_outcome))


def report_outcome(console: Console, result: Result) -> None:
    """Say what one job wrote, or why it wrote nothing."""
    outcome = result.outcome
    output = shown_path(str(result.job.output))
    if outcome.exit_code:
        if outcome.comparison:
            edited = outcome.comparison.of(FileState.EDITED, FileState.FOREIGN)
            console.differences(edited, result.job.output)
        counts = counts_text(outcome.diagnostics)
        console.line(f"{output}: nothing written ({counts})", fault=True)
    elif outcome.written or outcome.removed:
        written = f"{counted(len(outcome.written), 'file')} written"
        rest = f"{len(outcome.removed)} removed, {len(outcome.unchanged)} unchanged"
        for change in outcome.renamed:
            console.line(f"{change.kind}: {change.before} -> {change.now}")
        console.line(f"{output}: {written}, {rest}")
    else:
        count = counted(len(outcome.unchanged), "file")
        console.line(f"{output}: unchanged ({count})")
