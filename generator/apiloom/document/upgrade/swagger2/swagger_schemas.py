"""Schemas of Swagger 2.0 ("Schema Object"), and every reference in the document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from apiloom.core.location import ROOT, Pointer, child, tokens_of
from apiloom.core.text import shown
from apiloom.document.source import Json, JsonObject
from apiloom.document.source.references import is_local, reference_to
from apiloom.document.upgrade.lift import Lift
from apiloom.document.upgrade.moves import followed
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
    definitions = _definitions_of(lift.root)
    for node in nodes:
        schema = node.schema
        if isinstance(schema.get("$ref"), str):
            lift_reference(lift, node, "Swagger 2.0")
            continue
        _lift_file(schema)
        _lift_discriminator(lift, node, definitions)
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
    lift: Lift, node: SchemaNode, definitions: _Definitions
) -> None:
    """`discriminator`, once the name of a property, to a Discriminator Object.

    A tag is the name of a definition, or what an extension of Microsoft's says.
    """
    name = node.schema.get("discriminator")
    if not isinstance(name, str):
        return
    discriminator: JsonObject = {"propertyName": name}
    mapping, without_tag = definitions.mapping(_whole(node.trail.pointer))
    if mapping:
        discriminator["mapping"] = mapping
    for derived in without_tag:
        lift.report.warning(
            "discriminator-value-taken",
            "the tag of this schema leads to another one that extends the base too",
            lift.uri,
            followed(lift.converted, _place(definitions.names[derived])),
            f"see the schemas that extend {shown(_whole(node.trail.pointer))}",
        )
    node.schema["discriminator"] = discriminator
    lift.moved(node, ("discriminator", "propertyName"), "discriminator")


def _whole(pointer: Pointer) -> str:
    """The reference to a schema; of an inline member of `allOf`, to the definition."""
    tokens = tokens_of(pointer)
    below = tokens[3:]
    if len(below) % 2 == 0 and set(below[::2]) == {"allOf"}:
        return reference_to(child(ROOT, *tokens[:3]))
    return reference_to(pointer)


@dataclass(frozen=True, slots=True)
class _Definitions:
    """The names of definitions, what derives from each, and tags of extensions.

    All of them are known by the references to them.
    """

    names: Mapping[str, str]
    children: Mapping[str, Sequence[str]]
    tagged: Mapping[str, str]

    def mapping(self, base: str) -> tuple[dict[str, str], list[str]]:
        """The tags of a base and of all that derive from it, if one has an extension.

        The value of a discriminator "MUST be the name of this schema or any schema
        that inherits it" (Swagger 2.0, "Schema Object"): so where there is no
        extension. The others are those whose tag another one has.
        """
        derived = self._family(base) if self.tagged else []
        family = [member for member in derived if member in self.names]
        if not any(member in self.tagged for member in family):
            return {}, []
        mapping: dict[str, str] = {}
        family.sort(key=lambda member: member not in self.tagged)
        for member in family:
            tags = self.tagged if member in self.tagged else self.names
            mapping.setdefault(tags[member], member)
        mapped = set(mapping.values())
        return mapping, [member for member in family if member not in mapped]

    def _family(self, base: str) -> list[str]:
        """What derives from a base, the nearest first, and at last the base itself."""
        family = {base}
        queue = [base]
        for member in queue:
            for derived in self.children.get(member, ()):
                if derived not in family:
                    family.add(derived)
                    queue.append(derived)
        return [*queue[1:], base]


def _definitions_of(root: JsonObject) -> _Definitions:
    schemas = root.get("components", {}).get("schemas")
    children: dict[str, list[str]] = {}
    tagged: dict[str, str] = {}
    names: dict[str, str] = {}
    for name, schema in schemas.items() if isinstance(schemas, dict) else ():
        if not isinstance(schema, dict):
            continue
        reference = reference_to(_place(name))
        names[reference] = name
        for base in _bases(schema):
            children.setdefault(base, []).append(reference)
        tags = (_tag(schema.get(keyword)) for keyword in _TAGS)
        tag = next((tag for tag in tags if tag is not None), None)
        if tag is not None:
            tagged[reference] = tag
    return _Definitions(names, children, tagged)


def _place(name: str) -> Pointer:
    """Where a definition stands now."""
    return child(ROOT, "components", "schemas", name)


def _tag(written: Json) -> str | None:
    """A tag as the keys of a mapping are: always a string."""
    if isinstance(written, bool):
        return "true" if written else "false"
    return str(written) if isinstance(written, str | int) else None


def _bases(schema: JsonObject) -> list[str]:
    """What a schema takes in place, however deep its `allOf` nest."""
    bases: list[str] = []
    stack = [schema]
    while stack:
        part = stack.pop()
        if isinstance(part.get("$ref"), str):
            bases.append(part["$ref"])
            continue
        listed = part.get("allOf")
        members = listed if isinstance(listed, list) else []
        stack.extend(member for member in reversed(members) if isinstance(member, dict))
    return bases
