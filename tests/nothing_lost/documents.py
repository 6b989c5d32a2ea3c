"""Two versions of a small API, whose packages share files, differ in some, and have
some alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

SCHEMAS = 3


def version(number: int) -> dict[str, Any]:
    """The document of version 0 or 1."""
    schemas: dict[str, Any] = {
        f"Same{each}": {"type": "object", "properties": {"a": {"type": "string"}}}
        for each in range(SCHEMAS)
    }
    for each in range(SCHEMAS):
        schemas[f"Changed{each}"] = {
            "type": "object",
            "properties": {f"field_{number}": {"type": "integer"}},
        }
        schemas[f"Only{number}In{each}"] = {"type": "string", "enum": ["a", "b"]}
    return {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": str(number)},
        "paths": {},
        "components": {"schemas": schemas},
    }


def leftovers(output: Path) -> list[str]:
    """What stands beside the output and was not there before."""
    return sorted(item.name for item in output.parent.glob(f".{output.name}.*"))
