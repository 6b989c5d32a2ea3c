"""What a value with a tag is: a schema that no other extends, or what is its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from apiloom.api.resolve.inherited_tags import InheritedTags, Pairs
from apiloom.api.schema.schema_graph import all_in_place, end_of
from apiloom.api.schema.shapes import (
    Enumeration,
    Object,
    Schema,
    SchemaId,
)
from apiloom.core.text import Text


@dataclass(frozen=True, slots=True)
class ConcreteTags:
    """Tags, and what a value with one of them is.

    `bases` has the property that decides at each schema that others extend;
    `own_parts` has what those schemas say themselves, and others that name their
    children by `oneOf`.
    """

    inherited: InheritedTags
    bases: Mapping[SchemaId, Text]
    own_parts: Mapping[SchemaId, SchemaId]
    schemas: Mapping[SchemaId, Schema]

    def target(self, schema_id: SchemaId, name: Text) -> SchemaId:
        """What a tag that leads to a schema says of a value.

        A base that another property decides is not decided yet: it stays a union.
        """
        if self.bases.get(schema_id, name) != name:
            return schema_id
        return self.own_parts.get(schema_id, schema_id)

    def pairs(self, schema_id: SchemaId, name: Text) -> Pairs:
        """The tags of a schema and of all that extend it, each with what it says.

        A base that lists its tags is one of them only where its own is listed, and one
        that names its children by `oneOf` never is.
        """
        level = self.inherited.level(schema_id, name)
        if schema_id not in self.own_parts:
            admitted = None
        elif schema_id in self.bases:
            admitted = _admitted(self.own_parts[schema_id], name, self.schemas)
        else:
            admitted = frozenset[Text]()
        return tuple(
            (tag, self.target(end, name))
            for tag, end in level.mapping
            if end != schema_id or admitted is None or tag in admitted
        )


def _admitted(
    base: SchemaId, name: Text, schemas: Mapping[SchemaId, Schema]
) -> frozenset[Text] | None:
    """The tags that the base allows, where it lists them, or what it extends does."""
    admitted: frozenset[Text] | None = None
    for schema in all_in_place(base, schemas):
        listed = _listed_tags(schema, name, schemas)
        if listed is not None:
            admitted = listed if admitted is None else admitted & listed
    return admitted


def _listed_tags(
    schema: Schema, name: Text, schemas: Mapping[SchemaId, Schema]
) -> frozenset[Text] | None:
    """The texts that a schema lists for a property of its own."""
    for property_ in schema.properties if isinstance(schema, Object) else ():
        if property_.wire_name == name:
            tag_schema = end_of(property_.schema, schemas).shape
            if isinstance(tag_schema, Enumeration):
                return frozenset(v for v in tag_schema.values if isinstance(v, Text))
    return None
