"""Schemas that stand for all that extend them.

A base may name those that extend it by `allOf`: by a `discriminator` of its own
(OpenAPI 3.2, section 4.25), or by a `oneOf` of them. Where it is used as a type it is
their union; where it is extended only its own part counts, for the union would lead
back to what extends it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from apiloom.api.schema.derivation import OWN
from apiloom.api.schema.schema_graph import circles, end_of
from apiloom.api.schema.shapes import (
    Anything,
    Discriminator,
    Enumeration,
    Intersection,
    Object,
    Reference,
    Schema,
    SchemaId,
    Union,
    text_order,
)
from apiloom.core.location import tokens_of
from apiloom.core.text import Text


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

    `discriminators` are those that stand beside no `oneOf` or `anyOf`.
    """
    bases = Bases()
    _by_one_of(schemas, bases)
    extending = _extending(schemas)
    variants_by_base = {
        base: _variants(base, discriminator, schemas, extending, components)
        for base, discriminator in sorted(discriminators.items())
    }
    variants_by_base = {
        base: variants
        for base, variants in variants_by_base.items()
        if variants.children
    }
    for base in variants_by_base:
        bases.own_parts[base] = _moved(base, schemas)
    for base, variants in variants_by_base.items():
        bases.children.update(variants.children)
        discriminator = discriminators[base]
        schemas[base] = _union(base, variants, discriminator, bases.own_parts, schemas)
    return bases


@dataclass(frozen=True, slots=True)
class _Variants:
    """Who extends a base, and the tags that lead to whom, the base among them."""

    children: tuple[SchemaId, ...]
    mapping: tuple[tuple[Text, SchemaId], ...]


def _variants(
    base: SchemaId,
    discriminator: Discriminator,
    schemas: Mapping[SchemaId, Schema],
    extending: Mapping[SchemaId, Sequence[SchemaId]],
    components: Sequence[SchemaId],
) -> _Variants:
    """Without a mapping every schema goes by its name; the base does so too.

    With one, what it leaves out goes by its name if it adds something to the base.
    """
    named = frozenset(components)
    mapped = {end_of(target, schemas).id for _, target in discriminator.mapping}
    children = [
        descendant
        for descendant in _descendants(base, extending)
        if descendant in mapped
        or (
            descendant in named
            and (not mapped or _adds_something(descendant, base, schemas))
        )
    ]
    mapping = [
        (tag, end)
        for tag, target in discriminator.mapping
        if (end := end_of(target, schemas).id) in children or end == base
    ]
    implicit = children if mapped else [*children, base]
    known = {tag for tag, _ in mapping}
    for child_id in implicit:
        tag = Text(tokens_of(child_id.pointer)[-1])
        if child_id not in mapped and tag not in known:
            mapping.append((tag, child_id))
    return _Variants(tuple(children), tuple(mapping))


def _union(
    base: SchemaId,
    variants: _Variants,
    declared: Discriminator,
    own_parts: Mapping[SchemaId, SchemaId],
    schemas: Mapping[SchemaId, Schema],
) -> Union:
    """The union of those that a tag leads to; a child that is a base stands for itself.

    The base itself is one of them only where its own tag property admits the tag.
    """
    admitted = _admitted(own_parts[base], declared.property_name, schemas)
    mapping = tuple(
        (tag, own_parts.get(target, target))
        for tag, target in variants.mapping
        if target != base or admitted is None or tag in admitted
    )
    members = tuple(dict.fromkeys(target for _, target in mapping))
    fallback = declared.fallback
    if fallback is not None:
        fallback = end_of(fallback, schemas).id
        fallback = own_parts.get(fallback, fallback)
        members = tuple(dict.fromkeys((*members, fallback)))
    discriminator = Discriminator(declared.property_name, mapping, fallback)
    return Union(
        base,
        members,
        discriminator,
        nullable=schemas[base].nullable,
        notes=schemas[base].notes,
    )


def _admitted(
    base: SchemaId, name: Text, schemas: Mapping[SchemaId, Schema]
) -> frozenset[Text] | None:
    """The tags that the base allows, where it lists them."""
    shape = schemas[base]
    for property_ in shape.properties if isinstance(shape, Object) else ():
        if property_.wire_name == name:
            tag_schema = end_of(property_.schema, schemas).shape
            if isinstance(tag_schema, Enumeration):
                return frozenset(v for v in tag_schema.values if isinstance(v, Text))
    return None


def _extending(
    schemas: Mapping[SchemaId, Schema],
) -> dict[SchemaId, list[SchemaId]]:
    """For each schema those that take it in place, by reference or `allOf`."""
    extending: dict[SchemaId, list[SchemaId]] = {}
    for schema_id in sorted(schemas, key=text_order):
        schema = schemas[schema_id]
        if isinstance(schema, Intersection):
            for member in schema.members:
                extending.setdefault(member, []).append(schema_id)
        elif isinstance(schema, Reference):
            extending.setdefault(schema.target, []).append(schema_id)
    return extending


def _descendants(
    base: SchemaId, extending: Mapping[SchemaId, Sequence[SchemaId]]
) -> Iterator[SchemaId]:
    """What extends the base in the end, nearest first."""
    seen = {base}
    queue = [base]
    for ancestor in queue:
        for descendant in extending.get(ancestor, ()):
            if descendant not in seen:
                seen.add(descendant)
                queue.append(descendant)
                yield descendant


def _adds_something(
    schema_id: SchemaId, base: SchemaId, schemas: Mapping[SchemaId, Schema]
) -> bool:
    """Whether a schema says more of a value than that it is a `base`."""
    seen = {base}
    stack = [schema_id]
    while stack:
        current = stack.pop()
        if current in seen:
            continue
        seen.add(current)
        schema = schemas[current]
        if isinstance(schema, Intersection):
            stack.extend(schema.members)
        elif isinstance(schema, Reference):
            stack.append(schema.target)
        elif not isinstance(schema, Anything) and not _is_plain(schema):
            return True
    return False


def _is_plain(schema: Schema) -> bool:
    return isinstance(schema, Object) and not schema.properties


def _moved(base: SchemaId, schemas: dict[SchemaId, Schema]) -> SchemaId:
    """Give the own part of a base a place of its own."""
    own = base.derived(OWN)
    schemas[own] = replace(schemas[base], id=own)
    return own


def _by_one_of(schemas: dict[SchemaId, Schema], bases: Bases) -> None:
    """Bases with a `oneOf`, or `anyOf`, whose members extend the base."""
    needs = {schema_id: _same_value(schema) for schema_id, schema in schemas.items()}
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


def _same_value(schema: Schema) -> tuple[SchemaId, ...]:
    """The schemas that judge, or may judge, the same value as this one."""
    if isinstance(schema, Intersection | Union):
        return schema.members
    return (schema.target,) if isinstance(schema, Reference) else ()
