"""Normalising what a test spells out."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from apiloom.core.diagnostics import Report
from apiloom.document.source import LoadPolicy, load
from apiloom.document.upgrade import NormalDocument, normalise


def normalised(text: str, report: Report) -> NormalDocument | None:
    """The normal shape of a document written in YAML."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "api.yaml")
        path.write_text(text)
        documents = load(path, LoadPolicy(), report)
    assert documents is not None, list(report)
    return normalise(documents, report)


def lifted(schema: str, version: str) -> tuple[Any, list[str]]:
    """One schema in flow style, normalised, and the codes and pointers reported.

    It is `#/components/schemas/S`; the pointers are relative to it.
    """
    report = Report()
    document = normalised(
        f"openapi: {version}\ncomponents:\n  schemas:\n    S: {schema}\n", report
    )
    assert document is not None, list(report)
    messages = [
        f"{item.code} {item.where.pointer.removeprefix('/components/schemas/S')}"
        for item in report
    ]
    return document.root["components"]["schemas"]["S"], messages


def upgraded(**members: Any) -> tuple[NormalDocument, list[Any]]:
    """A document of Swagger 2.0 in the normal shape, and what was said of it."""
    report = Report()
    text = yaml.safe_dump({"swagger": "2.0", **members}, sort_keys=False)
    document = normalised(text, report)
    assert document is not None, list(report)
    return document, [(item.code, item.where.pointer) for item in report]


def operation(*parameters: Any, **members: Any) -> tuple[dict[str, Any], list[Any]]:
    """`POST /x` in the normal shape, and what was said of it."""
    document, places = upgraded(
        paths={"/x": {"post": {"parameters": [*parameters], **members}}}
    )
    post: dict[str, Any] = document.root["paths"]["/x"]["post"]
    return post, places
