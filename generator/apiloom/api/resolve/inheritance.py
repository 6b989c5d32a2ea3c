"""Which classes extend which, where an `allOf` says so by reference.

    Dog: {allOf: [{$ref: "#/components/schemas/Pet"}, {properties: {bark: ...}}]}

Shapes are merged whatever comes of it: `Dog` has all properties of `Pet`. What stands
here is who is meant to be the base of whom; whether a class statement can say it is
judged where classes are planned (`python/targets/models/class_bases.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from apiloom.api.resolve.named_types import is_class
from apiloom.api.schema.derivation import OWN, SENT
from apiloom.api.schema.schema_graph import end_of
from apiloom.api.schema.shapes import (
    Intersection,
    Reference,
    Schema,
    SchemaId,
    text_order,
)


def bases_by_reference(
    schemas: Mapping[SchemaId, Schema],
    shapes: Mapping[SchemaId, Schema],
    named: Iterable[SchemaId],
) -> dict[SchemaId, tuple[SchemaId, ...]]:
    """The bases of each class among `named`, and of those bases, in document order.

    `schemas` are as they were read, `shapes` what they come to. The base of what
    extends a union of its own children is the own part of that union.
    """
    bases: dict[SchemaId, tuple[SchemaId, ...]] = {}
    waiting = [schema_id for schema_id in named if is_class(shapes[schema_id])]
    while waiting:
        schema_id = waiting.pop()
        if schema_id in bases:
            continue
        own = tuple(dict.fromkeys(_bases_of(schema_id, schemas, shapes)))
        bases[schema_id] = own
        waiting.extend(own)
    return {schema_id: own for schema_id, own in bases.items() if own}


def not_among(
    named: Iterable[SchemaId], bases: Mapping[SchemaId, Iterable[SchemaId]]
) -> list[SchemaId]:
    """The bases that are no types yet, in order: own parts that no union has."""
    known = frozenset(named)
    also = {base for own in bases.values() for base in own if base not in known}
    return sorted(also, key=text_order)


def _bases_of(
    schema_id: SchemaId,
    schemas: Mapping[SchemaId, Schema],
    shapes: Mapping[SchemaId, Schema],
) -> Iterator[SchemaId]:
    place, is_sent = schema_id, False
    while place not in schemas and place.steps and place.steps[-1] in (OWN, SENT):
        is_sent = is_sent or place.steps[-1] == SENT
        place = place._replace(steps=place.steps[:-1])
    for target in _referenced(place, schemas):
        base = _class_of(target, shapes)
        if base is None:
            continue
        sent = base.derived(SENT)
        base = sent if is_sent and sent in shapes else base
        if base != schema_id:
            yield base


def _referenced(
    start: SchemaId, schemas: Mapping[SchemaId, Schema]
) -> Iterator[SchemaId]:
    """What the members of an `allOf`, and of those inside it, refer to, in order."""
    stack, seen = [start], set[SchemaId]()
    while stack:
        schema = schemas.get(stack.pop())
        if schema is None or schema.id in seen:
            continue
        seen.add(schema.id)
        if isinstance(schema, Intersection):
            stack.extend(reversed(schema.members))
        elif isinstance(schema, Reference) and schema.id != start:
            yield schema.target


def _class_of(target: SchemaId, shapes: Mapping[SchemaId, Schema]) -> SchemaId | None:
    """The class that a reference leads to, if it leads to one."""
    if target not in shapes:
        return None
    end = end_of(target, shapes)
    for candidate in (end.id.derived(OWN), end.id):
        own = shapes.get(candidate)
        if own is not None and is_class(own) and not own.nullable:
            return candidate
    return None
