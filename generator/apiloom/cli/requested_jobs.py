"""From the arguments of a command to the documents it works on, and through them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import click

from apiloom.cli.console import Console
from apiloom.cli.diagnostic_text import shown_path, summary
from apiloom.cli.output_formats import TEXT, format_called
from apiloom.cli.output_formats.answer import Answer, Result
from apiloom.cli.streams import to_programs
from apiloom.core.acceptance import Accepted
from apiloom.core.diagnostics import Diagnostic, Report, Severity
from apiloom.core.exit_codes import UNUSABLE
from apiloom.core.model_style import MODEL_STYLES, ModelStyle
from apiloom.core.name_override import METHOD_STYLES, MethodStyle
from apiloom.core.reference_policy import ReferencePolicy
from apiloom.core.selection import NO_FILTER, OperationFilter, Selection
from apiloom.pipeline.job import FORMATTERS, Formatter, Job, Outcome
from apiloom.python.targets.package_options import TARGETS, Target

if TYPE_CHECKING:
    from apiloom.cli.config import Project

Work: TypeAlias = Callable[[Job], Outcome]
ReportOutcome: TypeAlias = Callable[[Console, Result], None]


_SETTINGS: Final = ("targets", "select", "omit", "formatter", "templates")
"""What the configuration says where it is used."""


@dataclass(frozen=True, slots=True)
class Request:
    """The arguments that the commands share, as click hands them over."""

    spec: Path | None
    strict: bool
    output_format: str = TEXT
    verbose: bool = False
    quiet: bool = False
    accept: tuple[Accepted, ...] = ()
    roots: tuple[Path, ...] = ()
    hosts: tuple[str, ...] = ()
    update_remote: bool = False
    output: Path | None = None
    targets: tuple[Target, ...] = ()
    implied_types: bool | None = None
    methods: MethodStyle | None = None
    models: ModelStyle | None = None
    select: OperationFilter = NO_FILTER
    omit: OperationFilter = NO_FILTER
    formatter: Formatter | None = None
    templates: Path | None = None
    only: tuple[str, ...] = ()
    plugins: bool = True

    def __post_init__(self) -> None:
        """Raise `click.UsageError` where arguments exclude each other."""
        foreign = [name for name in self.targets if name not in TARGETS]
        if foreign and not self.plugins:
            message = f"--target {foreign[0]} is a plug-in, which --no-plugins refuses."
            raise click.UsageError(message)
        if self.quiet and self.verbose:
            raise click.UsageError("--quiet and --verbose exclude each other.")

    @property
    def references(self) -> ReferencePolicy:
        """How far references may lead."""
        return ReferencePolicy(self.roots, self.hosts, self.update_remote)


def package_jobs(request: Request, report: Report) -> tuple[Job, ...]:
    """The packages that the arguments ask for, else those of the configuration.

    Raises `click.UsageError` where the arguments do not go together.
    """
    if request.spec is not None and request.output is not None:
        if request.only:
            raise click.UsageError("--only is about configured documents, not SPEC.")
        return (job_of(request, request.spec, request.output),)
    if any(getattr(request, name) for name in _SETTINGS):
        raise click.UsageError(
            "--target, --select, --omit, --formatter and --templates need SPEC and -o; "
            "without them, [tool.apiloom] of pyproject.toml says what to generate."
        )
    return configured_jobs(request, report)


def job_of(request: Request, spec: Path, output: Path) -> Job:
    """The package that the arguments describe by themselves."""
    return Job(
        spec,
        output,
        request.targets or TARGETS,
        request.accept,
        request.implied_types is not False,
        request.references,
        Selection(request.select, request.omit),
        formatter=request.formatter or FORMATTERS[0],
        templates=request.templates,
        methods=request.methods or METHOD_STYLES[0],
        models=request.models or MODEL_STYLES[0],
    )


def configured_jobs(request: Request, report: Report) -> tuple[Job, ...]:
    """The packages that `[tool.apiloom]` of the nearest pyproject.toml asks for.

    Those that the arguments name, if they name any.
    """
    # Imported here for start-up time: a call with arguments needs no TOML reader.
    from apiloom.cli.config import read_project  # noqa: PLC0415

    config_report = Report()
    project = read_project(Path.cwd(), config_report, plugins=request.plugins)
    if project is None and {item.code for item in config_report} == {"config-missing"}:
        _need_both(request)
    report.sources |= config_report.sources
    for item in config_report:
        report.add(item)
    jobs = chosen_jobs(project, request, report) if project else ()
    implied_types = request.implied_types
    return tuple(
        replace(
            job,
            accept=(*job.accept, *request.accept),
            implied_types=job.implied_types if implied_types is None else implied_types,
            methods=request.methods or job.methods,
            models=request.models or job.models,
            references=job.references | request.references,
        )
        for job in jobs
    )


def known_jobs(
    request: Request, report: Report, *, strictly: bool = False
) -> tuple[Job, ...]:
    """All that is configured, for a command that goes by other arguments.

    That there is no configuration is no problem, and a broken one none of the command,
    but for one that asks for what it must not, or where a gate depends on it
    (`strictly`).
    """
    config_report = Report()
    jobs = configured_jobs(replace(request, spec=None, output=None), config_report)
    report.sources |= config_report.sources
    for item in config_report.items:
        if item.code == "config-missing":
            continue
        counts = strictly or item.code == "plugin-refused"
        report.add(item if counts else replace(item, severity=Severity.NOTE))
    return jobs


def chosen_jobs(project: Project, request: Request, report: Report) -> tuple[Job, ...]:
    """Of the configured packages those that SPEC, `-o` or `--only` name.

    Reports `document-not-configured` for a name of `--only`, or of `-o`, that none has.
    """
    jobs = project.jobs
    if request.spec is not None:
        jobs = tuple(job for job in jobs if is_same(job.spec, request.spec))
        if not jobs:
            _need_both(request)
    names = [*request.only, *([str(request.output)] if request.output else [])]
    chosen: dict[Job, None] = {}
    for name in names:
        named = [job for job in jobs if _is_called(job, name)]
        chosen |= dict.fromkeys(named)
        if not named:
            known = ", ".join(shown_path(str(job.output)) for job in project.jobs)
            report.error(
                "document-not-configured",
                f"no document of the configuration is called {name!a}",
                str(project.path),
                hint=f"those that are configured: {known}",
            )
    return tuple(job for job in jobs if job in chosen) if names else jobs


def _need_both(request: Request) -> None:
    """Raises `click.UsageError` where SPEC or `-o` stands alone."""
    if request.spec is not None:
        raise click.UsageError(
            "SPEC needs -o PACKAGE_DIR, such as '-o src/petstore', unless it is "
            "configured: the last component is the import name."
        )
    if request.output is not None:
        raise click.UsageError("-o needs SPEC, unless it is configured.")


def _is_called(job: Job, name: str) -> bool:
    """Whether a name means a package: its import name, its folder, its document."""
    path = Path(name)
    return job.output.name == name or any(
        is_same(place, path) for place in (job.output, job.spec)
    )


def is_same(one: Path, other: Path) -> bool:
    """Whether two paths lead to the same place."""
    return one.resolve() == other.resolve()


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
        for_program = not format_called(request.output_format).FOR_PEOPLE
        console = Console(for_program, request.verbose, request.quiet)
        return cls(name, request, console)

    def run(
        self,
        jobs_of: Callable[[Request, Report], tuple[Job, ...]],
        work: Work,
        report_outcome: ReportOutcome,
        *,
        errors_alone: bool = False,
    ) -> int:
        """Do `work` for every job, report the outcome of each, return the exit code.

        The exit code is the worst of all; a job that fails does not stop the others.
        People are told `errors_alone` where what can be lived with is not the matter.
        """
        report = Report()
        jobs = jobs_of(self.request, report)
        self.console.diagnostics(report.items, report.sources)
        results: list[Result] = []
        for job in jobs:
            result = Result(job, self._outcome_of(job, work))
            outcome = result.outcome
            sources = {**report.sources, **outcome.sources}
            told = tuple(
                item
                for item in outcome.diagnostics
                if self._is_told(item, errors_alone or self.request.quiet)
            )
            self.console.diagnostics(told, sources)
            if counts := summary(told):
                self.console.line(f"{shown_path(str(job.spec))}: {counts}")
            report_outcome(self.console, result)
            results.append(result)
        codes = [result.outcome.exit_code for result in results]
        code = UNUSABLE if report.failed else max(codes, default=0)
        answer = Answer(self.name, tuple(results), tuple(report.items), code)
        output_format = format_called(self.request.output_format)
        to_programs(output_format.printed(answer))
        return code

    def _is_told(self, item: Diagnostic, errors_alone: bool) -> bool:
        """Whether people are told; under `--strict` a warning is what goes wrong."""
        fatal = self.request.strict and item.severity is Severity.WARNING
        return fatal or not errors_alone or item.severity is Severity.ERROR

    def _outcome_of(self, job: Job, work: Work) -> Outcome:
        """The outcome of one job; an exception gets a note of what was being done."""
        try:
            return work(job)
        except Exception as error:
            stage = self.console.stage or self.name
            error.add_note(f"at {stage!a}, {shown_path(str(job.spec))!a}")
            raise
