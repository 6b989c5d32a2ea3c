"""`apiloom scaffold`: write a first `handlers.py` and its test, once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click

from apiloom.cli.console import Console
from apiloom.cli.diagnostic_text import shown_path
from apiloom.cli.flags import package_options
from apiloom.cli.requested_jobs import Request, package_jobs
from apiloom.core.diagnostics import Report
from apiloom.core.exit_codes import DIFFERS, FINE, UNUSABLE
from apiloom.package.formatting import format_source
from apiloom.pipeline.job import Job
from apiloom.pipeline.scaffold_handlers import scaffold

HANDLERS: Final = "handlers.py"
TEST: Final = "test_handlers.py"


@click.command("scaffold")
@package_options
@click.option(
    "--into",
    metavar="DIR",
    default=".",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of handlers.py and test_handlers.py; by default this one.",
)
def command(into: Path, **arguments: Any) -> int:
    """Write a first handlers.py for the server of SPEC, and its test.

    Every operation has its method, which answers 501, and every security scheme its
    function; the test calls each operation by the client. Both files are yours: one
    that is there is never written again. What handlers.py lacks by then is listed, with
    exit code 1. Without SPEC, the package of [tool.apiloom] is meant.
    """
    request = Request(**arguments)
    console = Console(quiet=False, verbose=request.verbose)
    report = Report()
    jobs = package_jobs(request, report)
    console.diagnostics(report.items, report.sources)
    if report.failed or not jobs:
        return UNUSABLE
    if len(jobs) > 1:
        raise click.UsageError("several packages are configured: name one with --only.")
    return _Scaffold(console, jobs[0], into).run()


@dataclass(frozen=True, slots=True)
class _Scaffold:
    """One call: for which package, and where to."""

    console: Console
    job: Job
    into: Path

    def run(self) -> int:
        """Write what is not there, say what is."""
        if "server" not in self.job.targets:
            self._say(f"{shown_path(str(self.job.output))} has no server to handle for")
            return UNUSABLE
        made = scaffold(self.job, progress=self.console.progress)
        if made.scaffold is None:
            outcome = made.outcome
            self.console.diagnostics(outcome.diagnostics, outcome.sources)
            return UNUSABLE
        files = {HANDLERS: made.scaffold.handlers, TEST: made.scaffold.test}
        code = FINE
        for name, text in files.items():
            path = self.into / name
            if path.exists():
                lacking = made.scaffold.lacking if name == HANDLERS else None
                code = max(code, self._left_alone(path, lacking))
            elif text is not None:
                code = max(code, self._written(path, text))
        return code

    def _written(self, path: Path, text: str) -> int:
        source = format_source(text.encode("utf-8"))
        assert isinstance(source, bytes), source
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                file.write(source)
        except OSError as error:
            self._say(f"{_shown(path)} cannot be written: {error.strerror or error}")
            return UNUSABLE
        self._say(f"{_shown(path)}: written; it is yours from now on")
        return FINE

    def _left_alone(self, path: Path, lacking: Any) -> int:
        """Say that a file stays as it is, and which operations it does not handle."""
        if lacking is None:
            self._say(f"{_shown(path)} is there, and is left alone")
            return FINE
        try:
            missing: tuple[str, ...] = lacking(path.read_text(encoding="utf-8"))
        except (OSError, SyntaxError, ValueError) as error:
            self._say(f"{_shown(path)} is there, and cannot be read: {error}")
            return UNUSABLE
        told = f"it lacks {', '.join(missing)}" if missing else "it lacks nothing"
        self._say(f"{_shown(path)} is there, and is left alone; {told}")
        return DIFFERS if missing else FINE

    def _say(self, text: str) -> None:
        self.console.line(text)


def _shown(path: Path) -> str:
    return shown_path(str(path))
