"""`apiloom check`: is the package on disk what `generate` would write?"""

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
from apiloom.pipeline.commands import check
from apiloom.pipeline.job import Job, Outcome


@click.command("check")
@package_options
@dependency_options
def command(depfile: Path | None, stamp: Path | None, **arguments: Any) -> int:
    """Compare the package on disk with what the document SPEC would generate.

    Writes nothing. Exits with 1 where they differ and prints the unified diff, from
    disk to generated, on stdout: `apiloom check | patch -p1` would bring the files up
    to date. Files that are missing, stale or edited by hand are listed on stderr.
    """
    session = Session.begin("check", arguments)
    dependencies = Dependencies(depfile, stamp, session.request.spec)

    def work(job: Job) -> Outcome:
        strict, progress = session.request.strict, session.console.progress
        return check(job, strict=strict, progress=progress)

    recorded = dependencies.recording(work)
    return dependencies.write_files(
        session.run(package_jobs, recorded, _report_outcome)
    )


def _report_outcome(console: Console, result: Result) -> None:
    outcome = result.outcome
    output = shown_path(str(result.job.output))
    comparison = outcome.comparison
    if comparison is None:
        counts = counts_text(outcome.diagnostics)
        console.line(f"{output}: not compared ({counts})", fault=True)
        return
    if not comparison.differences:
        count = counted(len(comparison.unchanged or outcome.unchanged), "file")
        console.line(f"{output}: up to date ({count})")
        return
    console.differences(comparison.differences, result.job.output)
    for item in comparison.differences:
        console.line(f"{output}/{item.path}: {item.state}")
    counts = ", ".join(f"{count} {state}" for state, count in comparison.counts.items())
    console.line(f"{output}: out of date ({counts}); run apiloom generate", fault=True)
