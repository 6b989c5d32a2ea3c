"""Schemas that stand for all that extend them.

A base may name those that extend it by `allOf`: by a `discriminator` of its own
(OpenAPI 3.2, section 4.25), or by a `oneOf` of them. Where it is used as a type it is
their union; where it is extended only its own part counts, for the union would lead
back to what extends it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from apiloom.api.resolve.concrete_tags import ConcreteTags
from apiloom.api.resolve.inherited_tags import (
    InheritedTags,
    Level,
    extending_of,
    hoisted,
)
from apiloom.api.resolve.listed_children import list_children
from apiloom.api.schema.derivation import OWN
from apiloom.api.schema.schema_graph import circles, same_value
from apiloom.api.schema.shapes import (
    Annotations,
    Anything,
    Discriminator,
    Intersection,
    Schema,
    SchemaId,
    Union,
    text_order,
)


@dataclass(slots=True)
class Bases:
    """What is known of bases.

    `own_parts` maps each base to the schema of its own part. `inside` has, for a base
    that names its children by `oneOf`, the schemas that lead back to it: only they take
    its own part. `children` extend a base, even if they add nothing.
    """

    own_parts: dict[SchemaId, SchemaId] = field(default_factory=dict)
    inside: dict[SchemaId, frozenset[SchemaId]] = field(default_factory=dict)
    children: set[SchemaId] = field(default_factory=set)

    def add(self, own_parts: Mapping[SchemaId, SchemaId]) -> None:
        """Know more bases; what these extend, their own parts extend now."""
        self.own_parts.update(own_parts)
        self.children.update(own_parts.values())
        for base, inside in self.inside.items():
            moved = {own for outer, own in own_parts.items() if outer in inside}
            self.inside[base] = inside | moved

    def own_part(self, end: SchemaId, user: SchemaId) -> SchemaId:
        """What counts of `end` where `user` extends it."""
        inside = self.inside.get(end)
        return self.own_parts.get(end, end) if inside is None or user in inside else end


def bases_of(
    schemas: dict[SchemaId, Schema],
    discriminators: Mapping[SchemaId, Discriminator],
    components: Sequence[SchemaId],
) -> Bases:
    """Find the bases, and make each of them in `schemas` the union that it stands for.

    `discriminators` are those that stand beside no `oneOf` or `anyOf`. What stands
    between a base and those that extend it is a base as well. Unions that list what
    extends a base are decided by its tags.
    """
    bases = Bases()
    _by_one_of(schemas, bases)
    named = frozenset(components)
    extending = extending_of(schemas)
    beside_unions = {
        base: schema.discriminator
        for base in bases.inside
        if isinstance(schema := schemas[base], Union) and schema.discriminator
    }
    at_bases = hoisted({**discriminators, **beside_unions}, schemas, named, extending)
    if not at_bases:
        return bases
    tags = InheritedTags(dict(schemas), at_bases, named, extending)
    bases.children.update(tags.children)
    levels = {
        base: level for base, level in tags.polymorphic() if base not in bases.own_parts
    }
    bases.add({base: _moved(base, schemas) for base in levels})
    names = {base: level.name for base, level in levels.items()}
    concrete = ConcreteTags(tags, names, bases.own_parts, schemas)
    unions = [
        schema
        for schema in schemas.values()
        if isinstance(schema, Union) and schema.id not in levels
    ]
    for base, level in levels.items():
        schemas[base] = _union(base, level, concrete, schemas[base].notes)
    list_children(unions, concrete, schemas)
    return bases


def _union(
    base: SchemaId, level: Level, concrete: ConcreteTags, notes: Annotations
) -> Union:
    """The union of those that a tag leads to; a child that is a base stands for itself.

    The base itself is one of them only where its own tag property admits the tag.
    """
    mapping = concrete.pairs(base, level.name)
    members = [target for _, target in mapping]
    fallback = level.fallback
    if fallback is not None:
        fallback = concrete.target(fallback, level.name)
        members.append(fallback)
    discriminator = Discriminator(level.name, mapping, fallback)
    return Union(base, tuple(dict.fromkeys(members)), discriminator, notes=notes)


def _moved(base: SchemaId, schemas: dict[SchemaId, Schema]) -> SchemaId:
    """Give the own part of a base a place of its own."""
    own = base.derived(OWN)
    schemas[own] = replace(schemas[base], id=own)
    return own


def _by_one_of(schemas: dict[SchemaId, Schema], bases: Bases) -> None:
    """Bases with a `oneOf`, or `anyOf`, whose members extend the base."""
    needs = {
        schema_id: needed
        for schema_id, schema in schemas.items()
        if (needed := same_value(schema))
    }
    for group in circles(sorted(needs, key=text_order), needs):
        if len(group) < 2:
            continue
        inside = frozenset(group)
        for base in sorted(group, key=text_order):
            rest = _own_members(base, inside, schemas)
            if rest is not None:
                own = base.derived(OWN)
                schemas[own] = Intersection(own, rest) if rest else Anything(own)
                bases.own_parts[base] = own
                bases.inside[base] = inside


def _own_members(
    schema_id: SchemaId,
    inside: Collection[SchemaId],
    schemas: Mapping[SchemaId, Schema],
) -> tuple[SchemaId, ...] | None:
    """What a base of this kind says beside its union; `None` if it is no such base."""
    schema = schemas[schema_id]
    extended = any(isinstance(schemas[member], Intersection) for member in inside)
    if isinstance(schema, Union):
        return () if extended else None
    if not isinstance(schema, Intersection):
        return None
    unions = [
        member
        for member in schema.members
        if member in inside and isinstance(schemas[member], Union)
    ]
    return tuple(m for m in schema.members if m not in unions) if unions else None
