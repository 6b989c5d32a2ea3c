"""The stages of apiloom over a document in memory, without anything on disk."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from apiloom.api.parse import parse_document
from apiloom.api.resolve import ResolvedApi, Shipped, resolve_api
from apiloom.core.diagnostics import Diagnostic, Report, has_errors
from apiloom.document.source import LoadPolicy, load
from apiloom.document.upgrade import normalise
from apiloom.document.validation import check_official
from apiloom.python.render.render_files import render
from apiloom.python.render.template_environment import make_environment
from apiloom.python.targets.package_options import PackageOptions
from apiloom.python.targets.package_plan import drafts
from tests.hostile.document import Json

PACKAGE = "woven"


@dataclass(frozen=True)
class Woven:
    """What came of a document; no files where it was refused."""

    files: Mapping[str, bytes]
    resolved: ResolvedApi | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def refused(self) -> tuple[str, ...]:
        """The codes of all errors."""
        return tuple(
            diagnostic.code
            for diagnostic in self.diagnostics
            if diagnostic.severity == "error"
        )


def weave(content: Json, folder: Path) -> Woven:
    """Run every stage up to the rendered files; the runtime is left out."""
    path = folder / "openapi.json"
    path.write_text(json.dumps(content), "ascii")
    report = Report()
    documents = load(path, LoadPolicy(), report)
    if documents is None:
        return Woven({}, None, tuple(report))
    check_official(documents.entry, report)
    normal = normalise(documents, report)
    if normal is None or has_errors(report.items):
        return Woven({}, None, tuple(report))
    api = parse_document(normal, report)
    if has_errors(report.items):
        return Woven({}, None, tuple(report))
    resolved = resolve_api(api, inputs=True, shipped=Shipped(), report=report)
    if has_errors(report.items):
        return Woven({}, None, tuple(report))
    planned = tuple(drafts(resolved, PackageOptions(PACKAGE), report))
    files = render(planned, make_environment(), report)
    paths = [file.path for file in files]
    assert len(set(paths)) == len(paths), paths
    own = {file.path: file.content for file in files if "_runtime" not in file.path}
    return Woven(own, resolved, tuple(report))


@contextmanager
def one_environment() -> Iterator[None]:
    """Parse the templates once, not for every document."""
    environment = make_environment()
    with patch(f"{__name__}.make_environment", lambda: environment):
        yield
