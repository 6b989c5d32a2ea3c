"""Documents of few operations, and what is suggested for them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from apiloom.pipeline.job import Job
from apiloom.pipeline.suggest_rules import suggest
from tests.shapes import array, obj
from tests.weaving import Json, document

TEXT: Json = {"type": "string"}
NUMBER: Json = {"type": "integer"}
FLAG: Json = {"type": "boolean"}
PETS = array(obj("id", id=TEXT))


def listing(
    answer: Json,
    *,
    name: str | None = "listPets",
    headers: Mapping[str, Json] | None = None,
    body: Json | None = None,
    query: Mapping[str, Json] | None = None,
    **parameters: Json,
) -> Json:
    """An operation that answers JSON, and has query parameters of these names."""
    content = {"application/json": {"schema": answer}}
    operation: Json = {
        "parameters": [
            {"name": key, "in": "query", "schema": schema}
            for key, schema in {**parameters, **(query or {})}.items()
        ],
        "responses": {"200": {"description": "", "content": content}},
    }
    if name is not None:
        operation["operationId"] = name
    if headers is not None:
        operation["responses"]["200"]["headers"] = headers
    if body is not None:
        operation["requestBody"] = {"content": {"application/json": {"schema": body}}}
    return operation


def rules_for(
    folder: Path, paths: Mapping[str, Any], **settings: Any
) -> list[dict[str, Any]]:
    """What each rule says, in their order; without what it does not say."""
    spec = folder / "openapi.json"
    spec.write_text(json.dumps(document(paths=paths)), "utf-8")
    suggested = suggest(Job(spec, folder / "package", **settings))
    assert suggested.outcome.exit_code == 0, suggested.outcome.diagnostics
    return [said(each.rule) for each in suggested.suggestions]


def said(rule: Any) -> dict[str, Any]:
    """The members of a rule that have a value."""
    names = [name for name in rule.__slots__ if name not in ("where", "shared")]
    values = {name: getattr(rule, name) for name in names}
    return {name: value for name, value in values.items() if value not in (None, "")}
