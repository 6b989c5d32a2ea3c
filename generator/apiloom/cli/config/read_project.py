"""Finds the configuration of a project and judges it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from apiloom.cli.config.config_place import Place, Source
from apiloom.cli.config.configured_jobs import jobs_of
from apiloom.core.diagnostics import Diagnostic, Report, Severity
from apiloom.core.location import ROOT, Location
from apiloom.pipeline.job import Job

FILE: Final = "pyproject.toml"
_LARGEST: Final = 10_000_000
TABLE: Final = ("tool", "apiloom")


@dataclass(frozen=True, slots=True)
class Project:
    """The file that configures a project, and the work it asks for."""

    path: Path
    jobs: tuple[Job, ...]


def read_project(
    start: Path, report: Report, *, plugins: bool = True
) -> Project | None:
    """The configuration that holds for the folder `start`; None where it is unusable.

    It is the nearest `pyproject.toml` above `start` with a `[tool.apiloom]` table,
    looked for no higher than the root of the repository. Without `plugins` it may name
    no targets of other distributions (`plugin-refused`). Reports `config-missing`,
    `config-invalid`, `config-unknown-key`, `config-missing-key`,
    `config-misplaced-key`, `config-wrong-type`, `config-unknown-code`,
    `config-output-outside` and `config-duplicate-output`.
    """
    for folder in upwards(start.resolve()):
        path = folder / FILE
        if not path.is_file():
            continue
        source = read_source(path, report)
        if source is None:
            return None
        table = table_of(source)
        if table is not None:
            jobs = jobs_of(table, Place(source, TABLE, plugins=plugins))
            return None if report.failed else Project(path, jobs)
    hint = "name a SPEC and -o PACKAGE_DIR, or let `apiloom init` write the table"
    message = "no pyproject.toml here or above has a [tool.apiloom] table"
    report.error("config-missing", message, str(start), hint=hint)
    return None


def upwards(start: Path) -> list[Path]:
    """`start` and the folders above it, up to the root of the repository."""
    folders: list[Path] = []
    for folder in (start, *start.parents):
        folders.append(folder)
        if (folder / ".git").exists():
            break
    return folders


def read_source(path: Path, report: Report) -> Source | None:
    """A TOML file, known to be one; None, and `config-invalid`, where it is not."""
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise ValueError(f"it has more than {_LARGEST:,} bytes")
        report.sources[str(path)] = data
        text = data.decode("utf-8").replace("\r\n", "\n")
        tomllib.loads(text)
    except (OSError, ValueError, RecursionError) as error:
        # RecursionError: arrays in arrays, a thousand deep.
        match = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line, column = (int(match[1]), int(match[2])) if match else (0, 0)
        where = Location(str(path), ROOT, line, column)
        message = f"the file cannot be read: {error}"
        report.add(Diagnostic("config-invalid", Severity.ERROR, message, where))
        return None
    return Source(path, text, report)


def table_of(source: Source) -> Any | None:
    """What stands at `tool.apiloom`; None where nothing does."""
    return value_at(tomllib.loads(source.text), *TABLE)


def value_at(tree: Mapping[str, Any], *steps: str) -> Any | None:
    """What stands at the end of `steps` through tables; None where nothing does."""
    value: Any = tree
    for step in steps:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value
