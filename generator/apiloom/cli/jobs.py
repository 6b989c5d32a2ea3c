"""From the arguments of a command to the documents it works on, and through them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, TypeAlias

import click

from apiloom.accept import Accepted, refusal
from apiloom.cli.output import Console, Result, print_json
from apiloom.cli.reporting import shown_path, summary
from apiloom.diagnostics import Report
from apiloom.job import FORMATTERS, UNUSABLE, Formatter, Job, Outcome
from apiloom.reach import Reach
from apiloom.targets.options import TARGETS, Target
from apiloom.wishes import NO_CHOICE, Choice, Pattern, Selection

Work: TypeAlias = Callable[[Job], Outcome]
_KINDS: Final = {
    "select": ("tags", "paths", "operations", "schemas"),
    "omit": ("tags", "paths", "operations"),
}
Tell: TypeAlias = Callable[[Console, Result], None]


def _entries(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[Accepted, ...]:
    """`--accept` as entries; raises `click.BadParameter`, which names the option."""
    try:
        entries = tuple(Accepted.parse(value) for value in values)
    except ValueError as error:
        raise click.BadParameter(str(error), context, parameter) from None
    for entry in entries:
        if refused := refusal(entry.code):
            raise click.BadParameter("; ".join(refused), context, parameter)
    return entries


def _choice(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> Choice:
    """`--select KIND:PATTERN` and `--omit`; raises `click.BadParameter`."""
    kinds = {name.removesuffix("s"): name for name in _KINDS[parameter.name or ""]}
    found: dict[str, list[Pattern]] = {}
    for value in values:
        kind, _, pattern = value.partition(":")
        if kind not in kinds or not pattern:
            message = f"{value!a} is not KIND:PATTERN, where KIND is one of "
            raise click.BadParameter(message + ", ".join(kinds), context, parameter)
        if kind == "path" and not pattern.startswith("/"):
            message = f"the path of {value!a} does not begin with '/'"
            raise click.BadParameter(message, context, parameter)
        found.setdefault(kinds[kind], []).append(Pattern(pattern))
    return Choice(**{kind: tuple(patterns) for kind, patterns in found.items()})


_SPEC = click.argument("spec", required=False, type=click.Path(path_type=Path))
_FLAGS = (
    click.option("--strict", is_flag=True, help="Warnings are fatal (exit code 1)."),
    click.option(
        "--accept",
        metavar="CODE[:POINTER]",
        multiple=True,
        callback=_entries,
        help="Live with a diagnostic, everywhere or below a pointer; may be repeated.",
    ),
    click.option(
        "--root",
        "roots",
        metavar="DIR",
        multiple=True,
        type=click.Path(path_type=Path),
        help="A folder that references may reach; that of SPEC is one.",
    ),
    click.option(
        "--allow-host",
        "hosts",
        metavar="HOST",
        multiple=True,
        help="A host that references may be fetched from; without it, none is.",
    ),
    click.option(
        "--update-remote",
        is_flag=True,
        help="Take what has changed on allowed hosts since the last run.",
    ),
    click.option("-v", "--verbose", is_flag=True, help="Show every diagnostic."),
    click.option("--json", "as_json", is_flag=True, help="Answer in JSON on stdout."),
    click.option("--debug", is_flag=True, expose_value=False, hidden=True),
)
_PACKAGE = (
    click.option(
        "-o",
        "--output",
        metavar="PACKAGE_DIR",
        type=click.Path(path_type=Path),
        help="The package folder; its last component is the import name.",
    ),
    click.option(
        "--target",
        "targets",
        multiple=True,
        type=click.Choice(TARGETS),
        help="What to generate; may be repeated. Default: everything.",
    ),
    click.option(
        "--implied-types/--no-implied-types",
        default=None,
        help="Whether a schema with `properties` and no `type` is an object (default).",
    ),
    click.option(
        "--select",
        metavar="KIND:PATTERN",
        multiple=True,
        callback=_choice,
        help="Generate only this, and what it needs: tag:T, path:/P/**, operation:ID, "
        "schema:NAME; may be repeated.",
    ),
    click.option(
        "--omit",
        metavar="KIND:PATTERN",
        multiple=True,
        callback=_choice,
        help="Leave out tag:T, path:/P/** or operation:ID; may be repeated.",
    ),
    click.option(
        "--formatter",
        type=click.Choice(FORMATTERS),
        help="What lays out the few statements that apiloom cannot (default: black).",
    ),
    click.option(
        "--templates",
        metavar="DIR",
        type=click.Path(path_type=Path),
        help="A folder of templates that stand in for apiloom's own, by name.",
    ),
)
_SETTINGS = ("output", "targets", "select", "omit", "formatter", "templates")
"""What SPEC needs beside it, for the configuration says it else."""


@dataclass(frozen=True, slots=True)
class Request:
    """The arguments that the commands share, as click hands them over."""

    spec: Path | None
    strict: bool
    as_json: bool
    verbose: bool = False
    accept: tuple[Accepted, ...] = ()
    roots: tuple[Path, ...] = ()
    hosts: tuple[str, ...] = ()
    update_remote: bool = False
    output: Path | None = None
    targets: tuple[Target, ...] = ()
    implied_types: bool | None = None
    select: Choice = NO_CHOICE
    omit: Choice = NO_CHOICE
    formatter: Formatter | None = None
    templates: Path | None = None

    @property
    def reach(self) -> Reach:
        """How far references may lead."""
        return Reach(self.roots, self.hosts, self.update_remote)


def document_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add SPEC and the common flags to a command: the fields of `Request`."""
    for decorate in reversed((_SPEC, *_FLAGS)):
        function = decorate(function)
    return function


def package_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add SPEC, `-o`, `--target` and the common flags: the fields of `Request`."""
    for decorate in reversed((_SPEC, *_PACKAGE, *_FLAGS)):
        function = decorate(function)
    return function


def package_jobs(request: Request, report: Report) -> tuple[Job, ...]:
    """The packages that the arguments ask for, else those of the configuration.

    Raises `click.UsageError` where the arguments do not go together.
    """
    if request.spec is not None and request.output is not None:
        return (_job_of(request, request.spec, request.output),)
    if request.spec is not None:
        raise click.UsageError(
            "SPEC needs -o PACKAGE_DIR, such as '-o src/petstore': the last component "
            "is the import name."
        )
    if any(getattr(request, name) for name in _SETTINGS):
        raise click.UsageError(
            "-o, --target, --select, --omit, --formatter and --templates need SPEC; "
            "without it, [tool.apiloom] of pyproject.toml says what to generate."
        )
    return configured_jobs(request, report)


def _job_of(request: Request, spec: Path, output: Path) -> Job:
    """The package that the arguments describe by themselves."""
    return Job(
        spec,
        output,
        request.targets or TARGETS,
        request.accept,
        request.implied_types is not False,
        request.reach,
        Selection(request.select, request.omit),
        formatter=request.formatter or FORMATTERS[0],
        templates=request.templates,
    )


def configured_jobs(request: Request, report: Report) -> tuple[Job, ...]:
    """The packages that `[tool.apiloom]` of the nearest pyproject.toml asks for."""
    # Imported here for start-up time: a call with arguments needs no TOML reader.
    from apiloom.config import read_project  # noqa: PLC0415

    project = read_project(Path.cwd(), report)
    jobs = project.jobs if project else ()
    chosen = request.implied_types
    return tuple(
        replace(
            job,
            accept=(*job.accept, *request.accept),
            implied_types=job.implied_types if chosen is None else chosen,
            reach=job.reach | request.reach,
        )
        for job in jobs
    )


@dataclass(frozen=True, slots=True)
class Session:
    """One call of a command: `name` as in `apiloom <name>`, and how it answers."""

    name: str
    request: Request
    console: Console

    @classmethod
    def begin(cls, name: str, arguments: dict[str, Any]) -> Session:
        """Start from the arguments that click has parsed."""
        request = Request(**arguments)
        return cls(name, request, Console(request.as_json, request.verbose))

    def run(
        self,
        jobs_of: Callable[[Request, Report], tuple[Job, ...]],
        work: Work,
        tell: Tell,
    ) -> int:
        """Do `work` for every job, tell the outcome of each, return the exit code.

        The exit code is the worst of all; a job that fails does not stop the others.
        """
        report = Report()
        jobs = jobs_of(self.request, report)
        self.console.diagnostics(report.items)
        results: list[Result] = []
        for job in jobs:
            result = Result(job, self._done(job, work))
            self.console.diagnostics(result.outcome.diagnostics)
            if counts := summary(result.outcome.diagnostics):
                self.console.line(f"{shown_path(str(job.spec))}: {counts}")
            tell(self.console, result)
            results.append(result)
        codes = [result.outcome.exit_code for result in results]
        code = UNUSABLE if report.failed else max(codes, default=0)
        if self.request.as_json:
            print_json(self.name, results, report.items, code)
        return code

    def _done(self, job: Job, work: Work) -> Outcome:
        """The outcome of one job; an exception is told what was being done."""
        try:
            return work(job)
        except Exception as error:
            stage = self.console.stage or self.name
            error.add_note(f"at {stage!a}, {shown_path(str(job.spec))!a}")
            raise
