"""Choosing the way up for a document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from apiloom.core.diagnostics import Report
from apiloom.core.location import ROOT, child
from apiloom.core.text import shown
from apiloom.document.source import DocumentSet, JsonObject, SourceDocument
from apiloom.document.upgrade.lift import Lift
from apiloom.document.upgrade.normal_document import NormalDocument
from apiloom.document.upgrade.swagger2 import lift_swagger2
from apiloom.document.upgrade.tree_copy import unshared
from apiloom.document.upgrade.v30 import lift_30
from apiloom.document.upgrade.v31 import lift_31
from apiloom.document.upgrade.v32 import lift_32
from apiloom.document.upgrade.versions import Declared, Family, declared_version

NORMAL_VERSION: Final = "3.2.0"
"""What a normal document says it is."""

STEPS: Final[Mapping[Family, Callable[[Lift], None]]] = MappingProxyType(
    {
        (2, 0): lift_swagger2,
        (3, 0): lift_30,
        (3, 1): lift_31,
        (3, 2): lift_32,
    }
)

_SUPPORTED: Final = "apiloom reads Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2"
_OTHERS: Final = {
    "asyncapi": "this is an AsyncAPI document",
    "$schema": "this looks like a JSON Schema",
    "kind": "this looks like a Kubernetes manifest",
}


def normalise(documents: DocumentSet, report: Report) -> NormalDocument | None:
    """The description in the shape of OpenAPI 3.2 with JSON Schema 2020-12.

    The source stays as it is. `None` after the errors `not-openapi` and
    `unsupported-version`; `version-not-quoted` and what the steps find are warnings
    and notes.
    """
    entry = documents.entry
    declared = declared_version(entry.root)
    if declared is None:
        _not_openapi(entry, report)
        return None
    step = STEPS.get(declared.family) if declared.family else None
    if step is None or declared.keyword != _keyword_of(declared.family):
        _unsupported(entry, declared, report)
        return None
    if not declared.quoted:
        _not_quoted(entry, declared, report)
    is_json = all(each.syntax == "json" for each in documents.documents.values())
    spellings = None if is_json else documents.spellings
    lift = Lift(entry.uri, unshared(entry.root), report, spellings=spellings)
    step(lift)
    lift.root["openapi"] = NORMAL_VERSION
    return NormalDocument(
        entry.uri,
        lift.root,
        declared.version,
        MappingProxyType(lift.origins()),
        documents,
    )


def _keyword_of(family: Family | None) -> str:
    return "swagger" if family == (2, 0) else "openapi"


def _not_openapi(entry: SourceDocument, report: Report) -> None:
    report.error(
        "not-openapi",
        "the document has no field 'openapi'",
        entry.uri,
        hint=_guess(entry.root) or "it begins with 'openapi: 3.1.0'",
    )


def _guess(root: JsonObject) -> str:
    return next((guess for key, guess in _OTHERS.items() if key in root), "")


def _unsupported(entry: SourceDocument, declared: Declared, report: Report) -> None:
    name = "OpenAPI" if declared.keyword == "openapi" else "Swagger"
    report.error(
        "unsupported-version",
        f"{name} {shown(declared.version)} is not supported",
        entry.uri,
        child(ROOT, declared.keyword),
        _SUPPORTED,
    )


def _not_quoted(entry: SourceDocument, declared: Declared, report: Report) -> None:
    hint = f"write it as {declared.version}.0, or quote it"
    if declared.keyword == "swagger":
        hint = f"write it as '{declared.version}'"
    report.note(
        "version-not-quoted",
        f"the version is the number {declared.version}, not a string",
        entry.uri,
        child(ROOT, declared.keyword),
        hint,
    )
