"""What the commands say to people, on stderr; programs have `output_formats`.

Unified diffs and lists go to stdout, to be piped into `patch -p1`, a pager or `grep`.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

import click

from apiloom.cli.diagnostic_text import omitted_counts, shown_diagnostics, shown_path
from apiloom.cli.excerpt import Excerpts, Paint, plain
from apiloom.cli.progress import ProgressBar
from apiloom.cli.streams import on_runner, to_people
from apiloom.core.diagnostics import Diagnostic, Severity
from apiloom.core.text import visible
from apiloom.package.comparison import FileDifference

_COLOURS: Final = {
    Severity.ERROR: "red",
    Severity.WARNING: "yellow",
    Severity.NOTE: "blue",
}
_DIFF_COLOURS: Final = {"+": "green", "-": "red", "@": "cyan"}


@dataclass(slots=True)
class Console:
    """Writes for people: to stderr, in colour only where a person is looking."""

    quiet: bool = False
    """A program reads: nothing is for people."""
    verbose: bool = False
    faults_only: bool = False
    """`--quiet`: that all is well, and what has been done, is not told."""
    stage: str = ""
    _bar: ProgressBar = field(default_factory=ProgressBar)

    def line(self, text: str, *, fault: bool = False) -> None:
        """One or more lines on stderr; nothing where a program reads.

        With `faults_only` nothing either, but for what is a `fault`.
        """
        if fault or not self.faults_only:
            self._print(printable(text))

    def progress(self, stage: str) -> None:
        """Show what is going on, when it takes long."""
        self.stage = stage
        if not (self.quiet or self.faults_only):
            self._bar.stage(stage)

    def diagnostics(
        self, items: Sequence[Diagnostic], sources: Mapping[str, bytes]
    ) -> None:
        """By document, line and column: the first few of each code, and counts.

        Where a person looks, the lines of `sources` that they are about stand below.
        """
        excerpts = _excerpts(sources)
        for shown in shown_diagnostics(items, verbose=self.verbose):
            self._print(_painted(shown.item))
            severity = shown.item.severity
            for line in excerpts.at(shown.where, _paint(_COLOURS[severity])):
                self._print(line)
            for line in shown.advice:
                self.line(f"    {line}", fault=True)
        for line in omitted_counts(items, verbose=self.verbose):
            self.line(line, fault=True)

    def differences(self, items: Iterable[FileDifference], output: Path) -> None:
        """Unified diffs on stdout, named by their paths from the current folder."""
        prefix = shown_path(str(output)).lstrip("/")
        self._bar.wipe()
        if self.quiet or self.faults_only:
            return
        for item in items:
            text = item.unified(f"{prefix}/")
            if sys.stdout.isatty() or on_runner():
                text = printable(text)
            if wants_colour(sys.stdout):
                text = "\n".join(map(_painted_line, text.split("\n")))
            to_people(text, end=False, colour=wants_colour(sys.stdout))

    def listing(self, lines: Iterable[str]) -> None:
        """Lines on stdout, nothing where a program reads."""
        self._bar.wipe()
        if not self.quiet:
            for line in lines:
                to_people(line, colour=wants_colour(sys.stdout))

    def _print(self, text: str) -> None:
        self._bar.wipe()
        if not self.quiet:
            to_people(text, error=True)


def printable(text: str) -> str:
    """`text` without control characters that a terminal would obey."""
    return visible(text, keep="\n\t")


def _excerpts(sources: Mapping[str, bytes]) -> Excerpts:
    """What shows lines of files on a terminal, and nothing anywhere else."""
    if not sys.stderr.isatty():
        return Excerpts({})
    columns = shutil.get_terminal_size().columns
    return Excerpts(sources, columns, _paint("blue"))


def _paint(colour: str) -> Paint:
    if not wants_colour(sys.stderr):
        return plain
    return partial(click.style, fg=colour, bold=True)


def _painted(item: Diagnostic) -> str:
    # One line: a name of the document must not begin another one.
    text = visible(item.headline)
    if not wants_colour(sys.stderr):
        return text
    kind = f"{item.severity}[{item.code}]"
    colour = _COLOURS[item.severity]
    return text.replace(kind, click.style(kind, fg=colour, bold=True), 1)


def _painted_line(line: str) -> str:
    colour = _DIFF_COLOURS.get(line[:1])
    return click.style(line, fg=colour) if colour else line


def wants_colour(stream: Any) -> bool:
    """Whether a person looks at the stream and has not asked for plain text."""
    refused = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return stream.isatty() and not refused
