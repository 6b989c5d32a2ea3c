"""Loading what a test spells out, from a file in an empty folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from apiloom.core.diagnostics import Report
from apiloom.document.source import DocumentSet, LoadPolicy, load

GENEROUS = LoadPolicy()


def loaded(
    folder: Path,
    content: str | bytes,
    name: str = "api.yaml",
    policy: LoadPolicy = GENEROUS,
) -> DocumentSet:
    """The documents of a file that has nothing wrong with it."""
    report = Report()
    documents = load(written(folder, content, name), policy, report)
    assert not report.items
    assert documents is not None
    return documents


def refused(
    folder: Path,
    content: str | bytes,
    name: str = "api.yaml",
    policy: LoadPolicy = GENEROUS,
) -> str:
    """The one diagnostic about a file that cannot be read, without its folder.

    How a reader went on where it could is left out too: `tests/accept` uses that.
    """
    report = Report()
    documents = load(written(folder, content, name), policy, report)
    assert documents is None or report.failed
    (diagnostic,) = report
    return str(replace(diagnostic, fallback="")).replace(f"{folder.as_posix()}/", "")


def written(folder: Path, content: str | bytes, name: str) -> Path:
    path = folder / name
    data = content if isinstance(content, bytes) else content.encode()
    path.write_bytes(data)
    return path
