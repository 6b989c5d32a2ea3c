"""Schemas of Swagger 2.0 ("Schema Object"), and every reference in the document."""

from __future__ import annotations

from typing import Final

from apiloom.core.location import ROOT, child
from apiloom.core.text import shown
from apiloom.document.source import Json, JsonObject
from apiloom.document.source.references import is_local, reference_to
from apiloom.document.upgrade.lift import Lift
from apiloom.document.upgrade.schema_rewrites import (
    lift_reference,
    lift_schema,
    warn_nullable,
)
from apiloom.document.upgrade.schema_walk import SchemaNode, schemas_of
from apiloom.document.upgrade.swagger2.conversion import Conversion
from apiloom.document.upgrade.unquoted_text import take_as_text

_TAGS: Final = ("x-ms-discriminator-value", "x-discriminator-value")


def rewrite_references(lift: Lift, conversion: Conversion) -> None:
    """Let every reference name the new place of what it named.

    Schemas outside of the places for schemas are found by the references to them, so
    this goes on until there are no more.
    """
    for reference in conversion.references:
        reference["$ref"] = _reference(reference["$ref"], conversion)
    rewritten: set[int] = set()
    has_more = True
    while has_more:
        has_more = False
        for node in schemas_of(lift.root, beside_refs=False):
            if id(node.schema) in rewritten:
                continue
            rewritten.add(id(node.schema))
            if isinstance(node.schema.get("$ref"), str):
                has_more = True
                node.schema["$ref"] = _named(node, lift, conversion)


def lift_schemas(lift: Lift) -> None:
    """Rewrite the schema objects in place, much as those of OpenAPI 3.0."""
    nodes = schemas_of(lift.root, beside_refs=False)
    take_as_text(lift, nodes)
    tags = _tags_of(lift.root)
    for node in nodes:
        schema = node.schema
        if isinstance(schema.get("$ref"), str):
            lift_reference(lift, node, "Swagger 2.0")
            continue
        _lift_file(schema)
        _lift_discriminator(lift, node, tags)
        if schema.get("nullable") is True:
            warn_nullable(lift, node, "Swagger 2.0", "write it as 'x-nullable: true'")
        lift_schema(lift, node)
    lift.redirect(nodes)


def _reference(written: Json, conversion: Conversion) -> Json:
    return conversion.moves.reference(written) if isinstance(written, str) else written


def _named(node: SchemaNode, lift: Lift, conversion: Conversion) -> str:
    """The reference of a schema; the name alone was allowed before Swagger 2.0."""
    written: str = node.schema["$ref"]
    definitions = conversion.root.get("definitions")
    if is_local(written) or not isinstance(definitions, dict):
        return conversion.moves.reference(written)
    if written not in definitions or "/" in written:
        return written
    lift.report.warning(
        "reference-by-name",
        f"{shown(written)} is a file by the letter; the definition is taken",
        lift.uri,
        lift.source(node, "$ref"),
        "write it as '#/definitions/...'",
    )
    return conversion.moves.reference("#/definitions/" + written)


def _lift_file(schema: JsonObject) -> None:
    if schema.get("type") == "file":
        schema |= {"type": "string", "format": "binary"}


def _lift_discriminator(
    lift: Lift, node: SchemaNode, tags: dict[str, dict[str, str]]
) -> None:
    """`discriminator`, once the name of a property, to a Discriminator Object.

    A tag is the name of a definition, or what an extension of Microsoft's says.
    """
    name = node.schema.get("discriminator")
    if not isinstance(name, str):
        return
    discriminator: JsonObject = {"propertyName": name}
    mapping = tags.get(reference_to(node.trail.pointer))
    if mapping:
        discriminator["mapping"] = mapping
    node.schema["discriminator"] = discriminator
    lift.moved(node, ("discriminator", "propertyName"), "discriminator")


def _tags_of(root: JsonObject) -> dict[str, dict[str, str]]:
    """By base: the tags that extensions give to it and to all that derive from it."""
    schemas = root.get("components", {}).get("schemas")
    parents: dict[str, list[str]] = {}
    tagged: dict[str, str] = {}
    for name, schema in schemas.items() if isinstance(schemas, dict) else ():
        if not isinstance(schema, dict):
            continue
        reference = reference_to(child(ROOT, "components", "schemas", name))
        parents[reference] = [*_bases(schema)]
        for keyword in _TAGS:
            if isinstance(schema.get(keyword), str):
                tagged.setdefault(reference, schema[keyword])
    tags: dict[str, dict[str, str]] = {}
    for derived, tag in tagged.items():
        seen = {derived}
        work = [derived]
        while work:
            base = work.pop()
            tags.setdefault(base, {})[tag] = derived
            work += [parent for parent in parents.get(base, ()) if parent not in seen]
            seen.update(work)
    return tags


def _bases(schema: JsonObject) -> list[str]:
    listed = schema.get("allOf")
    return [
        member["$ref"]
        for member in (listed if isinstance(listed, list) else ())
        if isinstance(member, dict) and isinstance(member.get("$ref"), str)
    ]
