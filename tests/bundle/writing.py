"""Descriptions in several files, as a test spells them out."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from apiloom.core.diagnostics import Report
from apiloom.document.bundle import bundle
from apiloom.document.source import DocumentSet, LoadPolicy, load

HEAD = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n"


class Bundled(NamedTuple):
    """A description in one document, and what was said about it."""

    documents: DocumentSet
    messages: list[str]

    @property
    def root(self) -> Any:
        """The one document."""
        return self.documents.entry.root

    @property
    def schemas(self) -> Any:
        """Its component schemas."""
        return self.root["components"]["schemas"]


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write every file below `folder`; the first is the entry document."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content if isinstance(content, bytes) else content.encode()
        path.write_bytes(data)
    return folder / next(iter(files))


def bundled(
    folder: Path, files: dict[str, str | bytes], policy: LoadPolicy | None = None
) -> Bundled:
    """The files as one document. Diagnostics come without the folder and the hint."""
    entry = write(folder, files)
    report = Report()
    policy = policy or LoadPolicy()
    loaded = load(entry, policy, report)
    assert loaded is not None, list(report)
    documents = bundle(loaded, policy, report)
    prefix = f"{entry.parent.as_posix()}/"
    messages = [
        str(item).replace(prefix, "").partition("\n")[0]
        for item in documents.locate(report)
    ]
    return Bundled(documents, messages)


def schemas_file(schemas: str, head: str = HEAD) -> str:
    """An entry document with component schemas in flow style."""
    return f"{head}paths: {{}}\ncomponents: {{schemas: {{{schemas}}}}}\n"
