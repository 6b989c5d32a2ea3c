"""A sound document of each version, and one mistake at a time put into it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from apiloom.core.diagnostics import Diagnostic, Severity
from apiloom.document.source import Json
from apiloom.pipeline.commands import validate

VERSIONS: Final = ("2.0", "3.0.3", "3.1.0", "3.2.0")
GET: Final = "/paths/~1a~1{id}/get"
POST: Final = "/paths/~1a~1{id}/post"
Found = list[tuple[str, str]]


class Absent:
    """In place of a value: the member is taken away."""


ABSENT: Final = Absent()

_PET: Final[dict[str, Json]] = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "pattern": "^a$", "minLength": 1},
        "age": {"type": "integer", "minimum": 1, "default": 3},
        "kind": {"type": "string", "enum": ["a", "b"]},
        "tags": {"type": "array", "items": {"type": "string"}},
    },
}
_SCHEME: Final = {"type": "apiKey", "in": "header", "name": "X"}
_INFO: Final = {"title": "T", "version": "1"}


def pet_of(version: str) -> str:
    """Where the one component stands."""
    return "/definitions/Pet" if version == "2.0" else "/components/schemas/Pet"


def scheme_of(version: str) -> str:
    """Where the one security scheme stands."""
    if version == "2.0":
        return "/securityDefinitions/key"
    return "/components/securitySchemes/key"


def document_of(version: str) -> dict[str, Json]:
    """A document that nobody has anything to say about."""
    reference = {"$ref": f"#{pet_of(version)}"}
    text: dict[str, Json] = {"type": "string"}
    texts: dict[str, Json] = {"type": "array", "items": text}
    if version != "2.0":
        text, texts = {"schema": text}, {"schema": texts}
    path_id = {"name": "id", "in": "path", "required": True, **text}
    content = {"content": {"application/json": {"schema": reference}}}
    get: dict[str, Json] = {
        "operationId": "get_a",
        "parameters": [path_id, {"name": "q", "in": "query", **texts}],
        "responses": {"200": {"description": "ok", **content}},
        "security": [{"key": []}],
    }
    post: dict[str, Json] = {
        "operationId": "post_a",
        "parameters": [path_id],
        "responses": {"201": {"description": "ok"}},
    }
    if version == "2.0":
        get["produces"] = post["consumes"] = ["application/json"]
        get["responses"]["200"] = {"description": "ok", "schema": reference}
        post["parameters"] = [path_id, {"name": "b", "in": "body", "schema": reference}]
        rest: dict[str, Json] = {
            "swagger": version,
            "definitions": {"Pet": _PET},
            "securityDefinitions": {"key": _SCHEME},
        }
    else:
        post["requestBody"] = content
        components = {"schemas": {"Pet": _PET}, "securitySchemes": {"key": _SCHEME}}
        rest = {"openapi": version, "components": components}
    paths = {"/a/{id}": {"get": get, "post": post}}
    whole: dict[str, Json] = {**rest, "info": _INFO, "paths": paths}
    # No two places share an object.
    return dict(json.loads(json.dumps(whole)))


def changed(document: dict[str, Json], pointer: str, value: object) -> None:
    """Put `value` at `pointer`, or take away what stands there."""
    *above, last = [
        token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]
    ]
    owner: Any = document
    for token in above:
        owner = owner[int(token) if isinstance(owner, list) else token]
    key = int(last) if isinstance(owner, list) else last
    if value is ABSENT:
        del owner[key]
    else:
        owner[key] = value


def judged(folder: Path, document: dict[str, Json]) -> tuple[Diagnostic, ...]:
    """What `apiloom validate` says of it, but for notes."""
    path = folder / "openapi.json"
    path.write_text(json.dumps(document))
    items = validate(path).diagnostics
    return tuple(item for item in items if item.severity is not Severity.NOTE)


def found_in(folder: Path, version: str, pointer: str, value: object) -> Found:
    """Code and pointer of what is said where one mistake is made."""
    document = document_of(version)
    changed(document, pointer, value)
    return [(item.code, item.where.pointer) for item in judged(folder, document)]
