"""The configuration of a project, for programs that call apiloom as a library."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from apiloom.cli.config.read_project import FILE, read_project
from apiloom.core.diagnostics import Diagnostic, Report
from apiloom.core.exit_codes import FINE, UNUSABLE
from apiloom.pipeline.job import Job


@dataclass(frozen=True, slots=True)
class Configuration:
    """What `[tool.apiloom]` asks for, in its order, and what is wrong with it.

    `path` is the file; None, and no jobs, where there is none that can be used.
    """

    path: Path | None
    jobs: tuple[Job, ...]
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def exit_code(self) -> int:
        """0, or 2 where the configuration is unusable."""
        return FINE if self.path is not None else UNUSABLE


def configured(project: Path, *, plugins: bool = True) -> Configuration:
    """Read the configuration that holds for the folder `project`.

    It is that of the nearest `pyproject.toml` with a `[tool.apiloom]` table, in that
    folder or above, up to the root of the repository. `project` may be such a file
    itself, which is then the one that is read. Without `plugins`, one that names
    targets of other distributions, which run as code, is unusable.
    """
    report = Report()
    named = project.name == FILE and not project.is_dir()
    folder = project.parent if named else project
    config = read_project(folder, report, plugins=plugins)
    if config is not None and named and config.path != project.resolve():
        message = "the file has no [tool.apiloom] table"
        report.error("config-missing", message, str(project))
        config = None
    path, jobs = (config.path, config.jobs) if config else (None, ())
    return Configuration(path, jobs, tuple(report))
