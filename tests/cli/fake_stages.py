"""A stand-in for the stages between the document and the files.

A "document" maps paths to contents; a member `warning` is a warning, and `error` an
error. That makes every state of an output easy to bring about.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from apiloom.core import version
from apiloom.core.diagnostics import Severity
from apiloom.document.source import LoadPolicy, load
from apiloom.package.file_set import FileSet
from apiloom.package.formatting import formatter_id
from apiloom.package.manifest import FileDigests, Manifest, digest
from apiloom.package.output_folder import origin_of
from apiloom.pipeline.run import Run
from apiloom.pipeline.unchanged import options_digest
from apiloom.python.render import template_files as locate


class FakeStages:
    """Counts how often a document was really worked on."""

    def __init__(self) -> None:
        self.runs = 0

    def weave(self, run: Run) -> FileSet | None:
        """What the real stages would make of the document."""
        self.runs += 1
        run.diagnostics.documents = load(run.job.spec, LoadPolicy(), run.report)
        if run.documents is None:
            return None
        entry = run.documents.entry
        files: dict[str, bytes] = {}
        for key, content in entry.root.items():
            if key == "warning":
                run.report.warning("a-warning", str(content), entry.uri)
            elif key == "error":
                run.report.error("an-error", str(content), entry.uri)
            else:
                files[key] = f"{content}\n".encode()
        if run.report.failed:
            return None
        listed = {
            path: FileDigests(digest(content), digest(content))
            for path, content in files.items()
        }
        origin = origin_of(
            version.__version__,
            run.documents,
            options_digest(run.job),
            formatter_id(),
            templates_digest(),
        )
        warned = sum(item.severity is Severity.WARNING for item in run.report)
        return FileSet(files, Manifest(origin, warned, listed))


def templates_digest(users: Path | None = None) -> str:
    """What the render stage would say of its templates."""
    return "7" * 64


def install(monkeypatch: pytest.MonkeyPatch) -> FakeStages:
    """Put the stand-in where the stages are."""
    stages = FakeStages()
    monkeypatch.setattr(Run, "weave", lambda run, disk, **_: stages.weave(run))
    monkeypatch.setattr(locate, "templates_digest", templates_digest)
    return stages


def write_spec(folder: Path, **entries: str) -> Path:
    """A document of these members; in a name `__` stands for `/`, `.py` is added."""
    lines = []
    for key, content in entries.items():
        name = key if key in {"warning", "error"} else key.replace("__", "/") + ".py"
        lines.append(f'"{name}": "{content}"')
    path = folder / "spec.yaml"
    path.write_text("\n".join(lines) + "\n")
    return path
