"""`apiloom diff`: what a change of a document does, before it is made."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Self

import click

from apiloom.cli.console import Console, wants_colour
from apiloom.cli.diagnostic_text import shown_path, summary
from apiloom.cli.flags import preview_options
from apiloom.cli.output_formats import JSON, TEXT
from apiloom.cli.preview_formats import (
    FORMATS,
    WITH_DIAGNOSTICS,
    Format,
    printed,
    relative,
)
from apiloom.cli.requested_jobs import (
    Request,
    configured_jobs,
    job_of,
    known_jobs,
)
from apiloom.cli.streams import to_people, to_programs
from apiloom.core.diagnostics import Report
from apiloom.core.exit_codes import DIFFERS, UNUSABLE
from apiloom.core.selection import Selection
from apiloom.diff.contract.contract_change import ContractLevel
from apiloom.diff.preview import VIEWS, ChangeFilter, Preview, View
from apiloom.diff.surface.surface_change import SurfaceBreak
from apiloom.pipeline.commands import preview
from apiloom.pipeline.job import Job

_SUFFIXES: Final[dict[str, Format]] = {
    ".md": "markdown",
    ".json": "json",
    ".html": "html",
    ".htm": "html",
    ".xml": "junit",
    ".sarif": "sarif",
}


THRESHOLDS: Final[dict[str, ContractLevel | SurfaceBreak]] = {
    **{str(level): level for level in ContractLevel},
    "python-code": SurfaceBreak.CODE,
    "python-types": SurfaceBreak.TYPES,
}
"""What --fail-on can name."""


def _view_of(threshold: ContractLevel | SurfaceBreak) -> View:
    return "contract" if isinstance(threshold, ContractLevel) else "surface"


@dataclass(frozen=True, slots=True)
class _DisplayOptions:
    """What is to be shown of a preview, how, and where."""

    views: tuple[View, ...]
    form: Format
    file: Path | None
    thresholds: tuple[ContractLevel | SurfaceBreak, ...]
    listed: ChangeFilter
    all_diffs: bool

    @classmethod
    def from_arguments(cls, arguments: dict[str, Any]) -> Self:
        """Take what is about showing out of the arguments that click has parsed."""
        form: Format | None = arguments.pop("form")
        file: Path | None = arguments.pop("file")
        names: tuple[str, ...] = arguments.pop("fail_on")
        listed = ChangeFilter(
            ContractLevel(arguments.pop("level")),
            arguments.pop("operations"),
            arguments.pop("tags"),
        )
        if arguments.pop("as_json"):
            form = "json"
        if form is None:
            suffix = file.suffix.lower() if file else ""
            form = _SUFFIXES.get(suffix, "terminal")
        asked: tuple[View, ...] = arguments.pop("views")
        views = asked or VIEWS
        # A file has room for them.
        all_diffs = "files" in asked or file is not None
        thresholds = tuple(THRESHOLDS[name] for name in names)
        return cls(views, form, file, thresholds, listed, all_diffs)

    @property
    def needed(self) -> tuple[View, ...]:
        """The views that are shown, and those that the exit code depends on."""
        needed = {*self.views, *map(_view_of, self.thresholds)}
        return tuple(view for view in VIEWS if view in needed)

    def of(self, preview: Preview) -> Preview:
        """The preview with what is to be shown of it."""
        hidden = {view: None for view in VIEWS if view not in self.views}
        shown = replace(preview, **hidden)  # type: ignore[arg-type]
        return replace(shown, listed=self.listed)

    def fails(self, preview: Preview) -> bool:
        """Whether there is a change that --fail-on names."""
        return any(map(preview.reaches, self.thresholds))


@click.command("diff")
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option(
    "--view",
    "views",
    multiple=True,
    type=click.Choice(VIEWS),
    help="What to show; may be repeated. Default: everything, but for diffs of files "
    "where they have more than 200 lines and a terminal is to show them.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="Default: terminal, or what the suffix of -o says. junit, sarif and github "
    "are what CI reads: a test that fails, a finding, an annotation for each change.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option(
    "-o",
    "--output",
    "file",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write it; default: stdout.",
)
@click.option(
    "--fail-on",
    multiple=True,
    type=click.Choice([*THRESHOLDS]),
    help="Exit with 1 where a change that is not accepted is of this level, or of a "
    "worse one: of the contract, or of what it breaks in Python; may be repeated.",
)
@click.option(
    "--level",
    type=click.Choice([str(level) for level in ContractLevel]),
    default=str(ContractLevel.DOCUMENTATION),
    help="List changes of this level and worse ones alone; all are counted. In Python, "
    "breaking is what breaks code, risky what breaks type checks.",
)
@click.option(
    "--operation",
    "operations",
    metavar="PATTERN",
    multiple=True,
    help="List changes that such operations feel alone, as in 'GET /v1/**' (METHOD "
    "path; * for any characters but /, ** for any); may be repeated. All are counted, "
    "and --fail-on goes by all.",
)
@click.option(
    "--tag",
    "tags",
    metavar="NAME",
    multiple=True,
    help="List changes that operations with this tag feel alone; may be repeated. All "
    "are counted, and --fail-on goes by all.",
)
@preview_options
@click.option("--debug", is_flag=True, expose_value=False, hidden=True)
def command(old: str | None, new: str | None, **arguments: Any) -> int:
    """Preview what a change of a document does: to the contract, to Python, to files.

    OLD and NEW are files, git:REVISION:PATH, or URLs on hosts that --allow-host names.
    With one argument, that file is compared with what the last commit has of it.
    Without any, the packages of [tool.apiloom] are compared with what their documents
    give now. Settings of [tool.apiloom] hold for a document that it names.

    Nothing is written but FILE.
    """
    options = _DisplayOptions.from_arguments(arguments)
    quiet = options.form in WITH_DIAGNOSTICS and options.file is None
    request = Request(
        spec=None, strict=False, output_format=JSON if quiet else TEXT, **arguments
    )
    return _run(old, new, request, options)


def _run(
    old: str | None, new: str | None, request: Request, options: _DisplayOptions
) -> int:
    console = Console(request.output_format == JSON, request.verbose)
    report = Report()
    jobs: Sequence[Job]
    if old is None:
        jobs = configured_jobs(request, report)
    elif request.only:
        raise click.UsageError("--only is about configured documents, not OLD and NEW.")
    else:
        known = known_jobs(request, report, strictly=bool(options.thresholds))
        jobs = (_job_for((new, old), request, known),)
    console.diagnostics(report.items, report.sources)
    previews: list[Preview] = []
    for job in jobs:
        seen_from_here = relative(
            preview(old, new, job, views=options.needed, progress=console.progress)
        )
        sources = {**report.sources, **seen_from_here.sources}
        console.diagnostics(seen_from_here.diagnostics, sources)
        if counts := summary(seen_from_here.diagnostics):
            console.line(f"{seen_from_here.new}: {counts}")
        previews.append(seen_from_here)
    worst = max((preview_.exit_code for preview_ in previews), default=0)
    code = UNUSABLE if report.failed else worst
    if not code and any(map(options.fails, previews)):
        code = DIFFERS
    colour = options.file is None and wants_colour(sys.stdout)
    displayed = [options.of(preview_) for preview_ in previews]
    text = printed(
        displayed,
        options.form,
        report.items,
        code,
        colour=colour,
        all_diffs=options.all_diffs,
    )
    if options.file is None:
        _print(text, options.form, colour)
        return code
    try:
        options.file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        reason = error.strerror or str(error)
        raise click.FileError(shown_path(str(options.file)), reason) from None
    console.line(f"{shown_path(str(options.file))}: written")
    return code


def _print(text: str, form: Format, colour: bool) -> None:
    if form in {"terminal", "markdown"}:
        to_people(text, end=False, colour=colour)
    else:
        to_programs(text)


def _job_for(
    names: tuple[str | None, ...], request: Request, configured: Sequence[Job]
) -> Job:
    """How the package is made: as the configuration has it for one of the documents."""
    known = {job.spec.resolve(): job for job in configured}
    for name in names:
        path = name.rpartition(":")[2] if name and name.startswith("git:") else name
        job = known.get(Path(path).resolve()) if path else None
        if job is not None:
            return _overridden(job, request)
    return job_of(request, Path("-"), Path("api"))


def _overridden(job: Job, request: Request) -> Job:
    """A configured package, but for what the arguments say otherwise."""
    chosen = Selection(request.select, request.omit)
    return replace(
        job,
        targets=request.targets or job.targets,
        select=chosen or job.select,
        formatter=request.formatter or job.formatter,
        templates=request.templates or job.templates,
    )
