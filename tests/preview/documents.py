"""Two versions of a small API, and what it takes to put them somewhere."""

from __future__ import annotations

import copy
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeAlias

import apiloom
from apiloom import Preview
from apiloom.diff.surface.surface_change import SurfaceChange

Document: TypeAlias = dict[str, Any]

PETS: Final[Document] = {
    "openapi": "3.1.0",
    "info": {"title": "Pets", "version": "1"},
    "paths": {
        "/pets/{id}": {
            "parameters": [
                {
                    "name": "id",
                    "in": "path",
                    "required": True,
                    "schema": {"type": "string"},
                }
            ],
            "get": {
                "operationId": "getPet",
                "tags": ["pets"],
                "parameters": [
                    {
                        "name": "verbose",
                        "in": "query",
                        "schema": {"type": "boolean"},
                    }
                ],
                "responses": {
                    "200": {
                        "description": "the pet",
                        "content": {
                            "application/json": {
                                "schema": {"$ref": "#/components/schemas/Pet"}
                            }
                        },
                    },
                    "404": {
                        "description": "no such pet",
                        "content": {
                            "application/json": {
                                "schema": {"$ref": "#/components/schemas/Problem"}
                            }
                        },
                    },
                },
            },
            "put": {
                "operationId": "putPet",
                "tags": ["pets"],
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {
                            "schema": {"$ref": "#/components/schemas/NewPet"}
                        }
                    },
                },
                "responses": {"204": {"description": "done"}},
            },
        },
        "/shops": {
            "get": {
                "operationId": "listShops",
                "tags": ["shops"],
                "responses": {"204": {"description": "none"}},
            }
        },
    },
    "components": {
        "schemas": {
            "Pet": {
                "type": "object",
                "required": ["id", "kind"],
                "properties": {
                    "id": {"type": "string"},
                    "kind": {"$ref": "#/components/schemas/Kind"},
                    "nick": {"type": "string"},
                },
            },
            "Kind": {"type": "string", "enum": ["cat", "dog"]},
            "NewPet": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": {"type": "string"},
                    "size": {"type": "string", "enum": ["small", "large"]},
                    "age": {"type": "integer"},
                },
            },
            "Problem": {
                "type": "object",
                "required": ["message"],
                "properties": {"message": {"type": "string"}},
            },
        }
    },
}

Edit: TypeAlias = Callable[[Document], object]


def edited(*edits: Edit, base: Document = PETS) -> Document:
    """A version of the API that differs in what the edits do."""
    document = copy.deepcopy(base)
    for edit in edits:
        edit(document)
    return document


def schema(document: Document, name: str) -> Document:
    """One component schema."""
    found: Document = document["components"]["schemas"][name]
    return found


def operation(document: Document, method: str, path: str = "/pets/{id}") -> Document:
    """One operation."""
    found: Document = document["paths"][path][method]
    return found


def written(folder: Path, name: str, document: Document) -> Path:
    """Write a document as JSON, indented as people would."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=2), "utf-8")
    return path


def preview(
    folder: Path, *edits: Edit, base: Document = PETS, **options: Any
) -> Preview:
    """The preview of some edits."""
    old = written(folder, "old.json", base)
    new = written(folder, "new.json", edited(*edits, base=base))
    found = apiloom.preview(old, new, **options)
    assert not found.exit_code, found.diagnostics
    return found


def surface(folder: Path, *edits: Edit, **options: Any) -> tuple[SurfaceChange, ...]:
    """What some edits do to the Python surface."""
    found = preview(folder, *edits, views=("surface",), **options).surface
    assert found is not None
    return found


def git(folder: Path, *arguments: str) -> str:
    """Run git as nobody in particular."""
    environment = {
        **os.environ,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "somebody",
        "GIT_AUTHOR_EMAIL": "somebody@example.org",
        "GIT_COMMITTER_NAME": "somebody",
        "GIT_COMMITTER_EMAIL": "somebody@example.org",
    }
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def committed(folder: Path) -> None:
    """Make a repository of a folder, or commit what it has now."""
    if not (folder / ".git").exists():
        git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "a state")
