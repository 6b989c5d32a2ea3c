"""Walks a document that a test spells out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from apiloom.api.ir import ApiSpec
from apiloom.api.parse import parse_document
from apiloom.core.diagnostics import Report
from apiloom.document.source import LoadPolicy, load
from apiloom.document.upgrade import normalise

SCHEMAS: Final = "/components/schemas"


@dataclass(frozen=True, slots=True)
class Walked:
    """What the walk made of a document, and what it said."""

    api: ApiSpec
    report: Report

    @property
    def said(self) -> list[tuple[str, str, str, str]]:
        """Severity, code, pointer and message, in the order of places."""
        return said_in(self.report)


def said_in(report: Report, *, notes: bool = False) -> list[tuple[str, str, str, str]]:
    """Severity, code, pointer and message of each diagnostic, in the order of places.

    Notes cost nothing, and are left out unless asked for.
    """
    return sorted(
        (each.severity.value, each.code, each.where.pointer, each.message)
        for each in report
        if notes or each.severity.value != "note"
    )


def walk(
    *,
    schemas: Mapping[str, object],
    paths: Mapping[str, object] | None = None,
    version: str = "3.1.0",
    security_schemes: Mapping[str, object] | None = None,
    exact: bool = False,
) -> Walked:
    """The API of the smallest document that holds these.

    `exact` says that no type is implied.
    """
    document = {
        "openapi": version,
        "info": {"title": "T", "version": "1"},
        "paths": dict(paths or {}),
        "components": {
            "schemas": dict(schemas),
            "securitySchemes": dict(security_schemes or {}),
        },
    }
    report = Report()
    with TemporaryDirectory() as folder:
        path = Path(folder, "api.json")
        path.write_text(json.dumps(document), encoding="utf-8")
        documents = load(path, LoadPolicy(), report)
    assert documents is not None, list(report)
    normal = normalise(documents, report)
    assert normal is not None, list(report)
    return Walked(parse_document(normal, report, exact=exact), report)
