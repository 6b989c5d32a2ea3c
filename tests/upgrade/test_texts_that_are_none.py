"""Where Swagger 2.0 has a text, a document may have anything."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from apiloom.pipeline.commands import validate

WRONG: list[Any] = [[], {}, ["query"], 5, None, True]


def _whole(**members: Any) -> dict[str, Any]:
    shared = {"name": "b", "in": "body", "schema": {}, **members}
    field = {"name": "f", "in": "formData", "type": "string", **members}
    operation = {"responses": {"200": {"description": "x"}}}
    return {
        "swagger": "2.0",
        "info": {"title": "t", "version": "1"},
        "parameters": {"Shared": shared, "Field": field},
        "paths": {
            "/a": {
                "parameters": [field, {"$ref": "#/parameters/Field"}],
                "get": {**operation, "parameters": [shared]},
                "post": {**operation, "parameters": [field]},
                "put": {**operation, "parameters": [{"$ref": "#/parameters/Shared"}]},
            }
        },
    }


@pytest.mark.parametrize("member", ["in", "name", "type"])
@pytest.mark.parametrize("value", WRONG, ids=repr)
@pytest.mark.parametrize("version", ["swagger", "openapi"])
def test_parameters(tmp_path: Path, member: str, value: Any, version: str) -> None:
    whole = _whole(**{member: value})
    if version == "openapi":
        del whole["swagger"]
        whole["openapi"] = "3.0.3"
    spec = tmp_path / "openapi.json"
    spec.write_text(json.dumps(whole), "utf-8")
    outcome = validate(spec)
    assert outcome.diagnostics
    assert all(item.where.document for item in outcome.diagnostics)
