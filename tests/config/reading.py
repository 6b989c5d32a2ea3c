"""Configurations written to a folder and read from there."""

from __future__ import annotations

from pathlib import Path

from apiloom.cli.config import read_project
from apiloom.core.diagnostics import Report
from apiloom.pipeline.job import Job

ONE = '[tool.apiloom]\nspec = "api/openapi.yaml"\noutput = "src/pets"\n'


def jobs(folder: Path, text: str) -> tuple[Job, ...]:
    """The jobs of a configuration that nothing is wrong with."""
    (folder / "pyproject.toml").write_text(text, "utf-8")
    report = Report()
    project = read_project(folder, report)
    assert project is not None, report.items
    assert not report.items
    return project.jobs


def complaints(folder: Path, text: str) -> list[tuple[str, int, int]]:
    """Code, line and column of all that is wrong with a configuration."""
    (folder / "pyproject.toml").write_text(text, "utf-8")
    report = Report()
    assert read_project(folder, report) is None
    return [
        (diagnostic.code, diagnostic.where.line, diagnostic.where.column)
        for diagnostic in report
    ]
