"""A small document, and packages as mappings from path to bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

from apiloom.core.exit_codes import FINE
from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job

Json: TypeAlias = dict[str, Any]
Package: TypeAlias = Mapping[str, bytes]

DOCUMENT = Path(__file__).parents[2] / "spec" / "openapi.yaml"


def weave(spec: Path, output: Path) -> Package:
    """Generate a package and read it back."""
    outcome = generate(Job(spec, output))
    assert outcome.exit_code == FINE, outcome.diagnostics
    return read(output)


def weave_json(content: Json, folder: Path) -> Package:
    """Generate from a tree; a second call in the same folder generates anew."""
    folder.mkdir(parents=True, exist_ok=True)
    spec = folder / "openapi.json"
    spec.write_text(json.dumps(content))
    return weave(spec, folder / "woven")


def read(folder: Path) -> Package:
    """Every file of a package."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def changed(before: Package, after: Package) -> set[str]:
    """Paths of the files that came, went or became different."""
    paths = before.keys() | after.keys()
    return {path for path in paths if before.get(path) != after.get(path)}


def manifest(package: Package) -> Any:
    """The manifest of a package."""
    return json.loads(package["manifest.json"])


def small() -> Json:
    """Three schemas, two tags, three operations."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Small", "version": "1"},
        "paths": {
            "/m": {
                "get": {
                    "operationId": "getThing",
                    "tags": ["mid"],
                    "responses": {"200": _answer("middle_thing")},
                },
                "post": {
                    "operationId": "send",
                    "tags": ["mid"],
                    "requestBody": {"content": _content("Sent")},
                    "responses": {"404": _answer("Zebra")},
                },
            },
            "/z": {
                "get": {
                    "operationId": "zet",
                    "tags": ["zoo"],
                    "responses": {"200": _answer("middle_thing")},
                }
            },
        },
        "components": {
            "schemas": {
                "middle_thing": {
                    "properties": {
                        "kind": {"enum": ["a", "b"]},
                        "inner": {"properties": {"x": {"type": "integer"}}},
                    }
                },
                "Sent": {"properties": {"zebra": {"$ref": _ref("Zebra")}}},
                "Zebra": {"properties": {"name": {"type": "string"}}},
            }
        },
    }


def operation(name: str, tag: str) -> Json:
    """An operation that answers with nothing."""
    done = {"204": {"description": "done"}}
    return {"get": {"operationId": name, "tags": [tag], "responses": done}}


def first(key: str, value: object, members: Json) -> Json:
    """`members` with one more at the top."""
    return {key: value, **members}


def _ref(name: str) -> str:
    return f"#/components/schemas/{name}"


def _content(name: str) -> Json:
    return {"application/json": {"schema": {"$ref": _ref(name)}}}


def _answer(name: str) -> Json:
    return {"description": "found", "content": _content(name)}
