"""What the commands print: text for people on stderr, or one JSON document on stdout.

Unified diffs alone go to stdout in text mode too, so that they can be piped into
`patch -p1` or a pager.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import click

from apiloom.cli.diagnostic_text import (
    as_json,
    counts_as_json,
    left_out,
    shown,
    shown_path,
)
from apiloom.cli.progress import ProgressBar
from apiloom.core.diagnostics import Diagnostic, Severity
from apiloom.core.version import __version__
from apiloom.package.comparison import FileDifference
from apiloom.pipeline.job import Job, Outcome

_COLOURS: Final = {
    Severity.ERROR: "red",
    Severity.WARNING: "yellow",
    Severity.NOTE: "blue",
}
_DIFF_COLOURS: Final = {"+": "green", "-": "red", "@": "cyan"}


@dataclass(frozen=True, slots=True)
class Result:
    """One job of a command and what came of it."""

    job: Job
    outcome: Outcome


@dataclass(slots=True)
class Console:
    """Writes for people: to stderr, in colour only where a person is looking."""

    quiet: bool = False
    verbose: bool = False
    stage: str = ""
    _bar: ProgressBar = field(default_factory=ProgressBar)

    def line(self, text: str) -> None:
        """One or more lines on stderr; nothing under `--json`."""
        self._print(printable(text))

    def progress(self, stage: str) -> None:
        """Show what is going on, when it takes long."""
        self.stage = stage
        if not self.quiet:
            self._bar.stage(stage)

    def diagnostics(self, items: Sequence[Diagnostic]) -> None:
        """By document, line and column: the first few of each code, and counts."""
        for each in shown(items, verbose=self.verbose):
            self._print(_painted(each.item))
            for line in each.advice:
                self.line(f"    {line}")
        for line in left_out(items, verbose=self.verbose):
            self.line(line)

    def differences(self, items: Iterable[FileDifference], output: Path) -> None:
        """Unified diffs on stdout, named by their paths from the current folder."""
        prefix = shown_path(str(output)).lstrip("/")
        self._bar.wipe()
        if self.quiet:
            return
        for item in items:
            text = item.unified(f"{prefix}/")
            if sys.stdout.isatty():
                text = printable(text)
            if wants_colour(sys.stdout):
                text = "\n".join(map(_painted_line, text.split("\n")))
            sys.stdout.write(text)
        sys.stdout.flush()

    def _print(self, text: str) -> None:
        self._bar.wipe()
        if not self.quiet:
            click.echo(text, err=True)


def print_json(
    command: str, results: Sequence[Result], extra: Sequence[Diagnostic], code: int
) -> None:
    """The whole answer of one command as one JSON document on stdout.

    `extra` are the diagnostics that belong to no document, such as those of the
    configuration.
    """
    everything = [item for each in results for item in each.outcome.diagnostics]
    answer = {
        "apiloom": __version__,
        "command": command,
        "exit_code": code,
        "diagnostics": [as_json(item) for item in extra],
        "counts": counts_as_json([*extra, *everything]),
        "documents": [_result(result, command) for result in results],
    }
    click.echo(json.dumps(answer, indent=2))


def _result(result: Result, command: str) -> dict[str, Any]:
    outcome = result.outcome
    answer: dict[str, Any] = {
        "spec": shown_path(str(result.job.spec)),
        "exit_code": outcome.exit_code,
        "diagnostics": [as_json(item) for item in outcome.diagnostics],
        "counts": counts_as_json(outcome.diagnostics),
    }
    if command == "validate":
        return answer
    output = shown_path(str(result.job.output))
    differences = outcome.comparison.differences if outcome.comparison else ()
    answer["output"] = output
    answer["files"] = {
        "written": outcome.written,
        "removed": outcome.removed,
        "unchanged": outcome.unchanged,
    }
    if command == "check" or outcome.exit_code:
        prefix = output.lstrip("/") + "/"
        answer["differences"] = [
            {"path": item.path, "state": item.state, "diff": item.unified(prefix)}
            for item in differences
        ]
    return answer


def printable(text: str) -> str:
    """`text` without control characters that a terminal would obey."""
    allowed = "\n\t"
    kept = (
        char if char in allowed or char.isprintable() else ascii(char)[1:-1]
        for char in text
    )
    return "".join(kept)


def _painted(item: Diagnostic) -> str:
    text = printable(item.headline)
    if not wants_colour(sys.stderr):
        return text
    plain = f"{item.severity}[{item.code}]"
    colour = _COLOURS[item.severity]
    return text.replace(plain, click.style(plain, fg=colour, bold=True), 1)


def _painted_line(line: str) -> str:
    colour = _DIFF_COLOURS.get(line[:1])
    return click.style(line, fg=colour) if colour else line


def wants_colour(stream: Any) -> bool:
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return stream.isatty() and not plain
