"""What schemas of OpenAPI 3.0 say in words of their own, in those of 2020-12.

Each rule changes one schema in place. Documents labelled 3.1 use the same words, left
over from 3.0, so the steps for both versions share the rules.
"""

from __future__ import annotations

from typing import Final

from apiloom.source import JsonObject
from apiloom.upgrade.lift import Lift
from apiloom.upgrade.walk import SchemaNode

_APPLICATORS: Final = ("$ref", "allOf", "oneOf", "anyOf", "const")


def lift_nullable(lift: Lift, node: SchemaNode, keyword: str = "nullable") -> bool:
    """`nullable` (OpenAPI 3.0.4 section 4.7.24); returns whether null is allowed.

    Before 3.0 had it, everybody agreed on the extension `x-nullable`.

    By the letter it widens `type` alone, and an `allOf` beside it still refuses null.
    Nobody who writes it means that, so null is then let past the whole schema.
    """
    schema = node.schema
    if not isinstance(schema.get(keyword), bool) or not schema.pop(keyword):
        return False
    if any(applicator in schema for applicator in _APPLICATORS):
        lift.allow_null(node, keyword)
        return True
    kinds = schema.get("type")
    if isinstance(kinds, str):
        schema["type"] = [kinds, "null"] if kinds != "null" else kinds
    elif isinstance(kinds, list) and "null" not in kinds:
        schema["type"] = [*kinds, "null"]
    values = schema.get("enum")
    if isinstance(values, list) and None not in values:
        schema["enum"] = [*values, None]
    return True


def lift_exclusive_bounds(lift: Lift, node: SchemaNode) -> bool:
    """`exclusiveMinimum: true` beside `minimum` (draft Wright-00, section 5.5).

    Returns whether there was one: in 2020-12 it is the bound itself.
    """
    found = False
    for exclusive, inclusive in (
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ):
        if isinstance(node.schema.get(exclusive), bool):
            found = True
            if node.schema.pop(exclusive) and inclusive in node.schema:
                node.schema[exclusive] = node.schema.pop(inclusive)
                lift.moved(node, (exclusive,), inclusive)
    return found


def lift_example(lift: Lift, node: SchemaNode) -> None:
    """`example` to `examples`: OpenAPI 3.1 (section 4.8.24) deprecates the former."""
    schema = node.schema
    if "example" in schema and "examples" not in schema:
        _rename(schema, "example", "examples")
        schema["examples"] = [schema["examples"]]
        lift.moved(node, ("examples", 0), "example")


def lift_binary_format(node: SchemaNode) -> None:
    """`format: byte` and `binary` (OpenAPI 3.1.1, "Working With Binary Data").

    The format stays, since it is what people look for, and it is set where only the
    keywords say so that took its place.
    """
    schema = node.schema
    octets = "application/octet-stream"
    if schema.get("format") == "byte":
        schema.setdefault("contentEncoding", "base64")
    elif schema.get("format") == "binary":
        schema.setdefault("contentMediaType", octets)
    elif "format" not in schema and schema.get("type", "string") == "string":
        if schema.get("contentEncoding") == "base64" and "type" in schema:
            schema["format"] = "byte"
        elif schema.get("contentMediaType") == octets and (
            "contentEncoding" not in schema
        ):
            schema |= {"type": "string", "format": "binary"}


def _rename(schema: JsonObject, old: str, new: str) -> None:
    """Rename a member and keep the order of all."""
    members = [(new if key == old else key, value) for key, value in schema.items()]
    schema.clear()
    schema.update(members)
