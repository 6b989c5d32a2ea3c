"""What a build of a project does before it looks for packages: generate them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from apiloom.cli.config import read_project
from apiloom.cli.console import printable
from apiloom.cli.dependencies import plain
from apiloom.cli.diagnostic_text import (
    counted,
    counts_text,
    omitted_counts,
    shown_diagnostics,
    shown_path,
)
from apiloom.cli.streams import to_people
from apiloom.core.diagnostics import Diagnostic, Report
from apiloom.core.text import visible
from apiloom.package.comparison import FileState
from apiloom.package.disk import scan
from apiloom.package.output_folder import files_of, same_documents
from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job, Outcome

_OF_AN_SDIST: Final = "PKG-INFO"
"""The file that every source distribution has at its root, and no checkout."""

PrintLine: TypeAlias = Callable[[str], None]


class NothingGeneratedError(Exception):
    """The build cannot go on; the text sums up what has been printed."""


@dataclass(frozen=True, slots=True)
class Package:
    """A package that stands generated in the project.

    `folder` is absolute. `files` are the paths of its files in it, with `/`.
    `documents` are those that it was made from: where each lies on disk, and where in
    the project people see it; what lies outside the project is left out.
    """

    folder: Path
    files: tuple[str, ...]
    documents: tuple[tuple[Path, Path], ...]


def generate_all(root: Path, print_line: PrintLine) -> tuple[Package, ...]:
    """Bring every package that the project `root` configures up to date.

    Diagnostics, and what was written, go to `print_line`. Where one package
    cannot be generated the others still are, and `NothingGeneratedError` is raised.
    """
    packages: list[Package] = []
    failures: list[str] = []
    root = root.resolve()
    for job in _jobs(root, print_line):
        package = _as_released(job, root) or _generated(job, root, print_line)
        if package is None:
            failures.append(shown_path(str(job.output)))
        else:
            packages.append(package)
    if failures:
        raise NothingGeneratedError(f"apiloom generated nothing: {', '.join(failures)}")
    return tuple(packages)


def to_stderr(line: str) -> None:
    """Where the lines of a build go."""
    to_people(line, error=True)


def _jobs(root: Path, print_line: PrintLine) -> tuple[Job, ...]:
    report = Report()
    project = read_project(root, report)
    _print_diagnostics(report.items, print_line)
    if project is None:
        raise NothingGeneratedError("apiloom generated nothing: the configuration")
    if project.path.parent != root:
        message = "apiloom generated nothing: pyproject.toml has no [tool.apiloom]"
        raise NothingGeneratedError(message)
    return project.jobs


def _as_released(job: Job, root: Path) -> Package | None:
    """The package that an unpacked source distribution has brought along, if it fits.

    It is what the release was made with, and needs no document that is not in there,
    no network and no particular version of apiloom. Somebody who has changed the
    document wants another one.
    """
    if not (root / _OF_AN_SDIST).is_file():
        return None
    try:
        disk = scan(job.output)
        if disk.manifest is None or not disk.as_listed():
            return None
    except OSError:
        return None
    origin, roots = disk.manifest.origin, job.references.roots
    if job.spec.exists() and not same_documents(origin, job.spec, roots):
        return None
    inputs = files_of(disk.manifest.origin, job.spec.resolve())
    return _package(job, root, disk.listed, inputs)


def _generated(job: Job, root: Path, print_line: PrintLine) -> Package | None:
    outcome = generate(job)
    _print_diagnostics(outcome.diagnostics, print_line)
    name = shown_path(str(job.output))
    if outcome.exit_code:
        _print_edits(outcome, name, print_line)
        print_line(f"{name}: nothing written ({counts_text(outcome.diagnostics)})")
        return None
    if outcome.written or outcome.removed:
        count = counted(len(outcome.written), "file")
        print_line(f"{name}: {count} written, {len(outcome.removed)} removed")
    files = sorted({*outcome.written, *outcome.unchanged})
    return _package(job, root, tuple(files), outcome.inputs)


def _package(
    job: Job, root: Path, files: tuple[str, ...], inputs: tuple[Path, ...]
) -> Package:
    # The entry may be a link to a file elsewhere: it stands where the link is.
    entry, link = job.spec.resolve(), plain(job.spec)
    seen = ((path, link if path == entry else path) for path in inputs)
    inside = tuple((path, place) for path, place in seen if place.is_relative_to(root))
    return Package(plain(job.output), files, inside)


def _print_diagnostics(
    items: tuple[Diagnostic, ...] | list[Diagnostic], print_line: PrintLine
) -> None:
    for entry in shown_diagnostics(items, verbose=False):
        print_line(visible(entry.item.headline))
        for line in entry.advice:
            print_line(f"    {visible(line)}")
    for line in omitted_counts(items, verbose=False):
        print_line(line)


def _print_edits(outcome: Outcome, name: str, print_line: PrintLine) -> None:
    """The differences of files that somebody has edited: they stop a build."""
    if outcome.comparison is None:
        return
    for item in outcome.comparison.of(FileState.EDITED, FileState.FOREIGN):
        print_line(printable(item.unified(f"{name}/").removesuffix("\n")))
