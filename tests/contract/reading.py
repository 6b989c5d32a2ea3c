"""From a document as Python values to what is compared."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from apiloom.api.ir import ApiSpec
from apiloom.api.parse import parse_document
from apiloom.core.diagnostics import Report
from apiloom.document.bundle import bundle
from apiloom.document.source import LoadPolicy, load
from apiloom.document.upgrade import normalise


def api_of(document: Any, *, exact: bool = False) -> ApiSpec:
    """What the walk makes of a document, whatever it complains about.

    A string is the text of one: the encoder cannot nest as deep as a document may.
    `exact` says that no type is implied.
    """
    return reported_api_of(document, exact=exact)[0]


def reported_api_of(document: Any, *, exact: bool = False) -> tuple[ApiSpec, Report]:
    """The same, and what was complained about."""
    text = document if isinstance(document, str) else json.dumps(document)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "openapi.json"
        path.write_text(text, "utf-8")
        report, policy = Report(), LoadPolicy()
        loaded = load(path, policy, report)
        assert loaded is not None, list(report)
        normal = normalise(bundle(loaded, policy, report), report)
        assert normal is not None, list(report)
        return parse_document(normal, report, exact=exact), report
