"""`apiloom init`: write `[tool.apiloom]` into the project's `pyproject.toml`."""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from apiloom.cli.config.read_project import FILE, TABLE, read_source, table_of, upwards
from apiloom.cli.config.repository_survey import Survey
from apiloom.cli.config.suggested_text import suggested_text
from apiloom.cli.config.table_edit import CannotEditError, Entry, table_text, with_table
from apiloom.cli.console import Console
from apiloom.cli.flags import TargetName
from apiloom.cli.streams import to_programs
from apiloom.core.diagnostics import Report
from apiloom.core.exit_codes import DIFFERS, FINE, UNUSABLE
from apiloom.document.source import LoadPolicy, load
from apiloom.package.disk import scan
from apiloom.package.output_folder import complaint
from apiloom.pipeline.job import Job
from apiloom.pipeline.suggest_rules import suggest
from apiloom.python.extensions.target_plugins import is_target
from apiloom.python.targets.package_options import TARGETS, Target

T = TypeVar("T")
_SHOWN: Final = 9
_SCHEMAS: Final = ("table", "file")


@click.command("init")
@click.option(
    "--spec",
    "specs",
    metavar="SPEC",
    multiple=True,
    type=click.Path(path_type=Path),
    help="The OpenAPI document; may be repeated.",
)
@click.option(
    "-o",
    "--output",
    "outputs",
    metavar="PACKAGE_DIR",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Its package folder; for several documents in their order.",
)
@click.option(
    "--target",
    "targets",
    multiple=True,
    type=TargetName(),
    help="What to generate; may be repeated.",
)
@click.option("-y", "--yes", is_flag=True, help="Ask nothing, take what is suggested.")
@click.option("--force", is_flag=True, help="Replace the table that is there.")
@click.option(
    "--suggest", is_flag=True, help="Add the rules that `apiloom suggest` prints."
)
@click.option(
    "--schema",
    type=click.Choice(_SCHEMAS),
    help="Print the JSON Schema of [tool.apiloom], or of a whole pyproject.toml.",
)
@click.option("--debug", is_flag=True, expose_value=False, hidden=True)
def command(
    specs: tuple[Path, ...],
    outputs: tuple[Path, ...],
    targets: tuple[Target, ...],
    schema: str | None,
    **flags: bool,
) -> int:
    """Look at the repository, ask a few questions, configure apiloom.

    Writes [tool.apiloom] to the nearest pyproject.toml, or to a new one, and leaves
    everything else in it alone. Without a terminal it needs --yes.
    """
    if schema is not None:
        return _print_schema(schema)
    if len(outputs) > len(specs or outputs[:1]):
        raise click.UsageError("there are more -o than --spec.")
    arguments = _Arguments(specs, outputs, targets, **flags)
    return _Init(Console(), arguments).run()


@dataclass(frozen=True, slots=True)
class _Arguments:
    """The arguments of the command."""

    specs: tuple[Path, ...]
    outputs: tuple[Path, ...]
    targets: tuple[Target, ...]
    yes: bool
    force: bool
    suggest: bool

    @property
    def asks(self) -> bool:
        """Whether there is somebody to ask."""
        return not self.yes and sys.stdin.isatty() and sys.stderr.isatty()


class _StopError(Exception):
    """Why nothing can be written."""


@dataclass(frozen=True, slots=True)
class _Init:
    """One call: what was asked for, and where to say things."""

    console: Console
    arguments: _Arguments

    def run(self) -> int:
        """Look, ask, show, write."""
        path = _project_file()
        text, project = self._read(path)
        if text is None:
            return UNUSABLE
        survey = Survey(path.parent, project)
        try:
            entries = self._entries(survey)
            table = table_text(entries)
            whole = with_table(text, table)
        except _StopError as stop:
            self._say(f"{stop}")
            return UNUSABLE
        except CannotEditError as error:
            self._say(f"{_shown(path)} cannot be edited here: {error}; its table is:")
            self._say(f"\n{table}")
            return UNUSABLE
        return self._write(path, whole, table, entries, survey)

    def _read(self, path: Path) -> tuple[str | None, dict[str, Any]]:
        """The text of the file and its tree; no text where it must not be written."""
        if not path.exists():
            return "", {}
        report = Report()
        source = read_source(path, report)
        self.console.diagnostics(report.items, report.sources)
        if source is None:
            return None, {}
        table = table_of(source)
        if table is not None and not self.arguments.force:
            name = ".".join(TABLE)
            self._say(f"{_shown(path)} has a [{name}] table; --force replaces it")
            return None, {}
        # With its line ends: reading text has made all of them the same.
        return path.read_bytes().decode("utf-8"), tomllib.loads(source.text)

    def _entries(self, survey: Survey) -> list[Entry]:
        specs = self._specs(survey)
        outputs = self._outputs(survey, specs)
        targets = self._targets(survey)
        return [
            Entry(
                _relative(spec, survey),
                _relative(output, survey),
                targets,
                self._suggested(spec),
            )
            for spec, output in zip(specs, outputs, strict=True)
        ]

    def _suggested(self, spec: Path) -> str:
        """The rules that are suggested for a document, if they are wanted."""
        if not self.arguments.suggest:
            return ""
        suggested = suggest(Job(spec, spec), progress=self.console.progress)
        outcome = suggested.outcome
        if outcome.exit_code == UNUSABLE:
            self.console.diagnostics(outcome.diagnostics, outcome.sources)
            raise _StopError(f"nothing can be suggested for {_shown(spec)}")
        return suggested_text(suggested.suggestions)

    def _specs(self, survey: Survey) -> list[Path]:
        """The documents, absolute: those that are named, else found, else asked for."""
        documents = [survey.folder / path for path in survey.documents()]
        if self.arguments.specs:
            return self._judged_specs(self.arguments.specs)
        if not self.arguments.asks:
            if len(documents) == 1:
                return self._judged_specs(documents)
            listed = "".join(
                f"\n    --spec {_shown(path)}" for path in documents[:_SHOWN]
            )
            what = "several OpenAPI documents" if documents else "no OpenAPI document"
            raise _StopError(f"{what} here; name one with --spec SPEC{listed}")
        for number, path in enumerate(documents[:_SHOWN], 1):
            self._say(f"  {number}  {_shown(path)}")

        def judge(answer: str) -> list[Path]:
            parts = [part.strip() for part in answer.split(",") if part.strip()]
            return self._judged_specs(
                documents[int(part) - 1] if _is_number(part, documents) else Path(part)
                for part in parts
            )

        question = "OpenAPI document (numbers or paths, with commas between them)"
        return self._ask(question, "1" if documents else None, judge)

    def _judged_specs(self, specs: Iterable[Path]) -> list[Path]:
        judged: list[Path] = []
        for spec in specs:
            report = Report()
            if load(spec, LoadPolicy(), report) is None:
                self.console.diagnostics(report.items, report.sources)
                raise _StopError(f"{_shown(spec)} is no document to generate from")
            judged.append(spec.absolute())
        return judged

    def _outputs(self, survey: Survey, specs: list[Path]) -> list[Path]:
        outputs: list[Path] = []
        for spec, given in zip_longest(specs, self.arguments.outputs):
            output = given or survey.folder / survey.output(_inside(spec, survey))

            def judge(answer: str, spec: Path = spec) -> Path:
                place = Path(answer)
                self._judge_output(place, spec, survey, outputs)
                return place

            if given is None and self.arguments.asks:
                question = f"Package folder for {_shown(spec)}"
                output = self._ask(question, _shown(output), judge)
            outputs.append(judge(str(output)))
        return outputs

    def _judge_output(
        self, output: Path, spec: Path, survey: Survey, others: list[Path]
    ) -> None:
        """Raises `_StopError` where a package folder will not do."""
        unusable = complaint(output.absolute(), spec)
        if unusable is not None:
            raise _StopError(f"{_shown(output)} cannot be used: {'; '.join(unusable)}")
        if not output.resolve().is_relative_to(survey.folder.resolve()):
            raise _StopError(f"{_shown(output)} is outside of {_shown(survey.folder)}")
        if output.resolve() in [other.resolve() for other in others]:
            raise _StopError(f"two documents have the package folder {_shown(output)}")
        if output.is_dir() and scan(output.resolve()).foreign:
            raise _StopError(f"{_shown(output)} has files that are not apiloom's")

    def _targets(self, survey: Survey) -> tuple[Target, ...]:
        if self.arguments.targets:
            return _targets_of(self.arguments.targets)
        suggested = survey.targets()
        if not self.arguments.asks:
            return suggested
        question = "Generate (of " + ", ".join(TARGETS) + ")"
        return self._ask(
            question,
            ", ".join(suggested),
            lambda answer: _targets_of(part.strip() for part in answer.split(",")),
        )

    def _write(
        self, path: Path, whole: str, table: str, entries: list[Entry], survey: Survey
    ) -> int:
        self._say(f"{_shown(path)}:\n\n{table}")
        if not self.arguments.yes:
            if not self.arguments.asks:
                self._say("nothing written; --yes writes it")
                return UNUSABLE
            if not click.confirm("Write this?", default=True, err=True):
                self._say("nothing written")
                return DIFFERS
        try:
            _replace(path, whole)
        except OSError as error:
            self._say(f"{_shown(path)} cannot be written: {error.strerror or error}")
            return UNUSABLE
        if survey.has_tool("ruff"):
            outputs = ", ".join(f'"{entry.output}"' for entry in entries)
            self._say(f"ruff: `extend-exclude = [{outputs}]` leaves its rules to you")
        self._say("written; now run: apiloom generate")
        return FINE

    def _ask(self, question: str, default: str | None, judge: Callable[[str], T]) -> T:
        """What `judge` makes of an answer; one that will not do is asked for again."""

        def judged(answer: str) -> T:
            try:
                return judge(answer)
            except _StopError as stop:
                raise click.UsageError(str(stop)) from None

        value: T = click.prompt(question, default=default, err=True, value_proc=judged)
        return value

    def _say(self, text: str) -> None:
        self.console.line(text)


def _print_schema(which: str) -> int:
    # Imported here for start-up time: nothing else of the command needs it.
    from apiloom.cli.config.editor_schema import (  # noqa: PLC0415
        file_schema,
        printed,
        table_schema,
    )

    schema = table_schema() if which == "table" else file_schema()
    to_programs(printed(schema))
    return FINE


def _project_file() -> Path:
    """The nearest `pyproject.toml`, or where one belongs."""
    current = Path.cwd()
    candidates = (folder / FILE for folder in upwards(current))
    return next(filter(Path.is_file, candidates), current / FILE)


def _targets_of(words: Iterable[str]) -> tuple[Target, ...]:
    """The targets, apiloom's first; raises `_StopError` for what is none."""
    chosen = tuple(dict.fromkeys(words))
    unknown = [
        target for target in chosen if target not in TARGETS and not is_target(target)
    ]
    if unknown:
        raise _StopError(f"{', '.join(unknown) or 'nothing'} cannot be generated")
    own = tuple(target for target in TARGETS if target in chosen)
    return (*own, *(target for target in chosen if target not in own))


def _inside(path: Path, survey: Survey) -> Path:
    return Path(_relative(path, survey))


def _relative(path: Path, survey: Survey) -> str:
    """A path as the configuration has it, with `..` where it lies outside."""
    return Path(os.path.relpath(path.absolute(), survey.folder)).as_posix()


def _shown(path: Path) -> str:
    return Path(os.path.relpath(path.absolute())).as_posix()


def _is_number(part: str, documents: list[Path]) -> bool:
    return part.isdecimal() and 1 <= int(part) <= len(documents)


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all; through a link, and with its rights."""
    place = path.resolve()
    beside = place.with_name(f".{place.name}.apiloom")
    try:
        beside.write_bytes(text.encode("utf-8"))
        if place.exists():
            beside.chmod(place.stat().st_mode & 0o7777)
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)
