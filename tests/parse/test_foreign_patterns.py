"""Patterns as other languages write them are told, with their place and a way out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from apiloom.api.parse.foreign_patterns import foreign_spellings
from apiloom.pipeline.commands import validate
from tests.weaving import document, weave


@pytest.mark.parametrize(
    ("pattern", "hint"),
    [
        ("/^a$/i", "'^a$'"),
        ("/^[a-z]+$/", "'^[a-z]+$'"),
        ("/a|b/gu", "'a|b'"),
        ("/^a\n$/", "'^a\\n$'"),
        ("^[[:alpha:]]+$", "'A-Za-z'"),
        ("[_[:^digit:]]", "characters"),
    ],
)
def test_what_is_foreign(pattern: str, hint: str) -> None:
    (foreign,) = foreign_spellings(pattern)
    assert hint in foreign.hint


@pytest.mark.parametrize(
    "pattern",
    ["^/a/$", "/users/", "/users/i", "//", "^a$", "[:a:]", "\\[[:a]", "a/^b$"],
)
def test_what_is_not(pattern: str) -> None:
    assert [*foreign_spellings(pattern)] == []


def test_wherever_a_pattern_may_stand() -> None:
    """It is judged as it is written all the same."""
    literal = {"type": "string", "pattern": "/^a$/i"}
    schemas = {
        "Text": literal,
        "Keys": {"type": "object", "patternProperties": {"/^x/i": {}}},
        "Names": {"type": "object", "propertyNames": literal},
        "Items": {"type": "array", "items": literal},
    }
    with weave(document(schemas=schemas), targets=("models",)) as woven:
        assert sorted(woven.pointers("pattern-foreign")) == [
            "/components/schemas/Items/items/pattern",
            "/components/schemas/Keys/patternProperties/~1^x~1i",
            "/components/schemas/Names/propertyNames/pattern",
            "/components/schemas/Text/pattern",
        ]
        assert not woven.accepts("Text", "a")


def test_parameters_of_swagger_2(tmp_path: Path) -> None:
    parameter: Any = {"name": "q", "in": "query", "type": "string", "pattern": "/^a$/"}
    get = {"parameters": [parameter], "responses": {"200": {"description": "ok"}}}
    whole = {
        "swagger": "2.0",
        "info": {"title": "t", "version": "1"},
        "paths": {"/a": {"get": get}},
    }
    path = tmp_path / "api.json"
    path.write_text(json.dumps(whole))
    diagnostics = validate(path).diagnostics
    assert [(item.code, item.where.pointer) for item in diagnostics] == [
        ("pattern-foreign", "/paths/~1a/get/parameters/0/pattern")
    ]
    assert diagnostics[0].where.line == 1
