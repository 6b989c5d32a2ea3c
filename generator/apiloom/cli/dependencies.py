"""`--depfile` and `--stamp`: what make, ninja and their like have to know of a run."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import click

from apiloom.core.diagnostics import Report
from apiloom.core.exit_codes import FINE, UNUSABLE
from apiloom.package.manifest import MANIFEST
from apiloom.pipeline.job import Job, Outcome

_SPECIAL: Final = re.compile(r"(\\*)([ #:])|\$")
_UNTELLABLE: Final = re.compile(r"[\x00-\x1f\x7f;|&<>*?'\"`^]|\$[({]|[\\:)]$")
"""What make obeys and ninja does not read, or the other way round."""
_ASSIGNS: Final = "="
_DIRECTIVE: Final = re.compile(r"\.[A-Z_]+")
"""`.SECONDEXPANSION` and the like: as a target it changes how make reads."""
_PHONY: Final = re.compile(r"[^%=!~()]+")
"""What may be a target: no assignment, no pattern, no member of an archive."""
_OPTIONS: Final = (
    click.option(
        "--depfile",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Write the files that were read there, as a rule of make.",
    ),
    click.option(
        "--stamp",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Touch FILE when all is well; it is the target of the depfile then.",
    ),
)


def dependency_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--depfile` and `--stamp` to a command: the fields of `Dependencies`."""
    for decorate in reversed(_OPTIONS):
        function = decorate(function)
    return function


class _Unwritable(click.ClickException):
    exit_code = UNUSABLE


@dataclass(slots=True)
class Dependencies:
    """What was read for what, collected while a command goes through its jobs.

    Paths are written as the user wrote those that they follow from: what is named
    relative to the current folder, for which a build runs the command, stays relative.
    `spec` is the argument of the command; without it, the configuration is read.
    """

    depfile: Path | None
    stamp: Path | None
    spec: Path | None
    _outcomes: list[tuple[Job, Outcome]] = field(default_factory=list)

    def recording(self, work: Callable[[Job], Outcome]) -> Callable[[Job], Outcome]:
        """The same work, its outcome recorded."""

        def recorded(job: Job) -> Outcome:
            outcome = work(job)
            self._outcomes.append((job, outcome))
            return outcome

        return recorded

    def write_files(self, exit_code: int) -> int:
        """Write both files unless the command failed; returns its exit code.

        A run that failed writes neither, as compilers do. Raises
        `click.ClickException`, exit code 2, where one of them cannot be written.
        """
        if exit_code != FINE:
            return exit_code
        if self.depfile is not None:
            _write(self.depfile, "--depfile", self._rules())
        if self.stamp is not None:
            _touch(self.stamp)
        return exit_code

    def _rules(self) -> str:
        targets = [self._output(job) / MANIFEST for job, _ in self._outcomes]
        if self.stamp is not None:
            targets = [self.stamp]
        # `target: NAME=text` is an assignment where it is the first: none may be.
        found = {path.as_posix() for path in self._inputs()}
        inputs = sorted(found, key=lambda path: (_ASSIGNS in path, path))
        if inputs and _ASSIGNS in inputs[0]:
            raise _untellable(inputs[0])
        names = " ".join(map(_escaped_target, targets))
        lines = [f"{names}:", *(f"  {_escaped(path)}" for path in inputs)]
        # An input that is gone must not stop make before the command can say so.
        phony = [f"{_escaped(path)}:" for path in inputs if _PHONY.fullmatch(path)]
        return "\n".join([" \\\n".join(lines), *phony, ""])

    def _inputs(self) -> Iterator[Path]:
        if self.spec is None:
            yield self._configuration()
        for job, outcome in self._outcomes:
            for path in outcome.inputs:
                yield self._as_named(path, job)
            if job.templates is not None:
                yield from _tree(self._relative(job.templates))

    def _configuration(self) -> Path:
        # Imported here for start-up time: few calls ask for it.
        from apiloom.cli.config import read_project  # noqa: PLC0415

        project = read_project(Path.cwd(), Report())
        assert project is not None, "it was read a moment ago"
        return self._relative(project.path)

    def _output(self, job: Job) -> Path:
        return self._relative(job.output)

    def _as_named(self, path: Path, job: Job) -> Path:
        """An input, which comes with its links resolved, as seen from the document."""
        entry = job.spec.resolve()
        if path == entry:
            return self._relative(job.spec)
        if path.is_relative_to(entry.parent):
            near = self._relative(job.spec).parent
            return plain(near / path.relative_to(entry.parent))
        current = Path.cwd().resolve()
        return path.relative_to(current) if path.is_relative_to(current) else path

    def _relative(self, path: Path) -> Path:
        """A path of the arguments as it is, one of the configuration from here."""
        if self.spec is not None or not path.is_absolute():
            return path
        try:
            return Path(os.path.relpath(path))
        except ValueError:  # another drive
            return path


def _tree(folder: Path) -> Iterator[Path]:
    """A folder, which changes when files come and go, and all files in it."""
    yield folder
    for path in folder.rglob("*"):
        if path.is_file() or path.is_dir():
            yield path


def plain(path: Path) -> Path:
    """The same path without the steps up that it is written with."""
    return Path(os.path.normpath(path))


def _escaped(path: str) -> str:
    """A path as both make and ninja read it in a rule.

    Raises `click.ClickException` for what they have no common spelling for: some of it
    make would obey.
    """
    if _UNTELLABLE.search(path) or _DIRECTIVE.fullmatch(path):
        raise _untellable(path)
    return _SPECIAL.sub(_escape, path)


def _escaped_target(path: Path) -> str:
    """The same for what the rule makes, which must be no pattern and no assignment."""
    target = path.as_posix()
    if "%" in target or _ASSIGNS in target:
        raise _untellable(target)
    return _escaped(target)


def _untellable(path: str) -> _Unwritable:
    message = f"{path!a} cannot be told to make and ninja"
    return _Unwritable(f"--depfile: {message}; rename it, or leave out --depfile")


def _escape(match: re.Match[str]) -> str:
    if match[0] == "$":
        return "$$"
    # Backslashes before an escaped character are themselves escaped, others are not.
    return f"{match[1] * 2}\\{match[2]}"


def _touch(stamp: Path) -> None:
    """Make an empty file, or one that is there newer: what stands in it stays."""
    try:
        stamp.parent.mkdir(parents=True, exist_ok=True)
        if stamp.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        stamp.touch()
    except OSError as error:
        reason = error.strerror or str(error)
        raise _Unwritable(f"--stamp: {str(stamp)!a}: {reason}") from None


def _write(file: Path, option: str, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", errors="surrogateescape", newline="\n")
    except OSError as error:
        reason = error.strerror or str(error)
        raise _Unwritable(f"{option}: {str(file)!a}: {reason}") from None
