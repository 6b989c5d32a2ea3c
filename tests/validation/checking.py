"""Validating what a test spells out."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from apiloom.core.diagnostics import Report
from apiloom.document.source import DocumentSet, LoadPolicy, load


def documents_of(text: str, name: str = "api.yaml") -> DocumentSet:
    """A document written in YAML or JSON, loaded."""
    report = Report()
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_text(text)
        documents = load(path, LoadPolicy(), report)
    assert documents is not None, list(report)
    return documents


def brief(report: Report) -> list[tuple[str, str]]:
    """Pointer and message of everything reported."""
    return [(item.where.pointer, item.message) for item in report]
