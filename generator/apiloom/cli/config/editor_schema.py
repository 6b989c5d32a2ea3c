"""The keys as JSON Schema, for editors; and as a table, for people.

`schema.json` beside this file is what `table_schema` gives; it is published with the
package. It describes the table `[tool.apiloom]`, as the partial schemas of SchemaStore
do, in the draft that TOML editors know.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from apiloom.cli.config.setting_key import Key
from apiloom.cli.config.table_keys import (
    CHOICE,
    DOCUMENT,
    DOCUMENTS,
    key_schema,
    object_schema,
)
from apiloom.cli.config.value_kinds import Json

PUBLISHED: Final = Path(__file__).with_name("schema.json")
_DRAFT: Final = "http://json-schema.org/draft-07/schema#"
_WHOLE: Final = "https://json.schemastore.org/pyproject.json"


def table_schema() -> Json:
    """The table `[tool.apiloom]`: one document, or several and what they share."""
    required = [key.name for key in DOCUMENT if key.required]
    own = [key.name for key in DOCUMENT if key.sharing == "own"]
    document = object_schema(DOCUMENT) | {"required": required}
    documents = {
        "description": "Several documents; keys beside them hold for all of them.",
        "type": "array",
        "items": document,
        "minItems": 1,
    }
    properties = {key.name: key_schema(key) for key in DOCUMENT}
    return {
        "$schema": _DRAFT,
        "$id": "https://json.schemastore.org/partial-apiloom.json",
        "title": "apiloom",
        "description": "What to generate from which OpenAPI documents.",
        "type": "object",
        "properties": properties | {DOCUMENTS: documents},
        "additionalProperties": False,
        "if": {"required": [DOCUMENTS]},
        "then": {"properties": dict.fromkeys(own, False)},
        "else": {"required": required},
    }


def file_schema() -> Json:
    """A whole `pyproject.toml`: what SchemaStore knows of it, and our table."""
    table = {k: v for k, v in table_schema().items() if k not in {"$id", "$schema"}}
    return {
        "$schema": _DRAFT,
        "allOf": [{"$ref": _WHOLE}],
        "properties": {"tool": {"properties": {"apiloom": table}}},
    }


def printed(schema: Json) -> str:
    """A schema as text."""
    return json.dumps(schema, indent=2) + "\n"


def key_table() -> str:
    """The keys as a table in Markdown, which the README has."""
    rows = [
        "| key | what it holds | default | what it means |",
        "|---|---|---|---|",
        *map(_row, DOCUMENT),
        *(_row(key, "select.") for key in CHOICE),
    ]
    return "\n".join(rows) + "\n"


def _row(key: Key[Any], above: str = "") -> str:
    default = "" if key.default is None else f"`{key.default}`"
    if key.required:
        default = "must be set"
    cells = (f"`{above}{key.name}`", key.kind.summary, default, key.meaning)
    return "| " + " | ".join(cells) + " |"
