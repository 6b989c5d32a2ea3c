"""`apiloom watch`: generate, and again whenever an input changes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import click

from apiloom.cli.config.read_project import FILE, upwards
from apiloom.cli.console import Console
from apiloom.cli.diagnostic_text import counted, shown_path
from apiloom.cli.file_changes import wait
from apiloom.cli.file_snapshots import Snapshot
from apiloom.cli.flags import package_options
from apiloom.cli.generate import report_outcome
from apiloom.cli.output_formats import TEXT
from apiloom.cli.output_formats.answer import Result
from apiloom.cli.requested_jobs import Session, package_jobs
from apiloom.package.comparison import FileDifference
from apiloom.package.manifest import MANIFEST
from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job, Outcome

_SHOWN: Final = 12


@click.command("watch")
@package_options
def command(**arguments: Any) -> int:
    """Generate, and again whenever the document changes, until interrupted.

    Watched are the document SPEC, every file that it refers to, the user's templates
    and, without SPEC, the configuration. A document that cannot be used for the moment,
    half saved or half checked out, is told and waited for: the package stays as it is.
    """
    session = Session.begin("watch", arguments)
    if session.request.output_format != TEXT:
        raise click.UsageError(
            "watch speaks to people; generate --output-format to programs."
        )
    watch = _Watch(session)
    try:
        while True:
            before = Snapshot.of(watch.paths)
            session.run(package_jobs, watch.work, watch.report_outcome)
            # What only this run has found to be an input is looked at from now on.
            before |= Snapshot.of(watch.paths)
            session.console.line(f"watching {counted(len(watch.paths), 'path')}")
            session.console.line(f"\n{_first_names(wait(before))} changed")
    except KeyboardInterrupt:
        return 0


class _Watch:
    """What one command watches: more is known after each round."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._inputs: dict[Path, tuple[Path, ...]] = {}

    @property
    def paths(self) -> tuple[Path, ...]:
        """Everything whose change calls for another round, as far as it is known."""
        request = self._session.request
        paths = [request.spec.resolve()] if request.spec else _configurations()
        for inputs in self._inputs.values():
            paths.extend(inputs)
        return tuple(dict.fromkeys(paths))

    def work(self, job: Job) -> Outcome:
        """Generate, and remember what decided the outcome."""
        console = self._session.console
        outcome = generate(
            job, strict=self._session.request.strict, progress=console.progress
        )
        inputs = (*outcome.inputs, *outcome.unread)
        if job.templates is not None:
            inputs = (*inputs, job.templates)
        if outcome.exit_code:
            # What an earlier round has read may be what has to come back, and a file
            # in the package what has to go.
            earlier = self._inputs.get(job.output, ())
            inputs = (*inputs, *earlier, job.output.resolve() / MANIFEST)
        self._inputs[job.output] = inputs
        return outcome

    def report_outcome(self, console: Console, result: Result) -> None:
        """What `generate` reports, and the files that are not as they were."""
        report_outcome(console, result)
        outcome = result.outcome
        if outcome.comparison is None or outcome.exit_code:
            return
        differences = [
            item for item in outcome.comparison.differences if item.path != MANIFEST
        ]
        for item in differences[:_SHOWN]:
            console.line(f"  {_summary(item)}")
        if (more := len(differences) - _SHOWN) > 0:
            console.line(f"  and {counted(more, 'file')} more")


def _summary(item: FileDifference) -> str:
    """One file and how many lines came and went."""
    added, removed = item.changed_lines
    return f"{item.path} +{added} -{removed}"


def _first_names(paths: Iterable[Path]) -> str:
    """The first few of `paths`, for people."""
    names = [shown_path(str(path)) for path in paths]
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more


def _configurations() -> list[Path]:
    """Where a configuration for this folder may stand, whether it does or not."""
    return [folder / FILE for folder in upwards(Path.cwd())]
