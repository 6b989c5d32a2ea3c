"""Null, which is a property of a shape however a document writes it.

`type: [string, null]`, `anyOf: [{type: string}, {type: null}]` and `enum: [a, null]`
come to shapes that are `nullable`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from apiloom.api.schema.schema_graph import end_of, same_value
from apiloom.api.schema.shapes import (
    Annotations,
    Anything,
    Array,
    Enumeration,
    Intersection,
    Nothing,
    Object,
    Primitive,
    Reference,
    Schema,
    SchemaId,
    Union,
)


def is_null(shape: Schema) -> bool:
    """Whether null is the only value of a shape."""
    if isinstance(shape, Primitive):
        return shape.kind == "null"
    return isinstance(shape, Enumeration) and not shape.values and shape.nullable


def is_nullable(schema_id: SchemaId, shapes: Mapping[SchemaId, Schema]) -> bool:
    """Whether null is one of the values of a schema, merged or still to be."""
    known: dict[SchemaId, bool] = {}
    stack = [(schema_id, False)]
    while stack:
        current, is_opened = stack.pop()
        shape = shapes[current]
        below = same_value(shape)
        if is_opened and isinstance(shape, Intersection):
            passing = (known[m] or _says_nothing(m, shapes) for m in below)
            known[current] = any(known[member] for member in below) and all(passing)
        elif is_opened:
            known[current] = any(known[member] for member in below)
        elif current not in known:
            known[current] = _names_null(shape)
            if below and not known[current] and not shape.asserts_against_null:
                stack.append((current, True))
                stack.extend((member, False) for member in below)
    return known[schema_id]


def _names_null(shape: Schema) -> bool:
    """Whether a shape by itself has null among its values."""
    if shape.asserts_against_null:
        return False
    return shape.nullable or isinstance(shape, Anything) or is_null(shape)


def _says_nothing(schema_id: SchemaId, shapes: Mapping[SchemaId, Schema]) -> bool:
    """Whether a schema has no `type` (JSON Schema core, section 10.3)."""
    shape = end_of(schema_id, shapes).shape
    is_implied = isinstance(shape, Object | Array) and shape.implied
    return is_implied and not shape.asserts_against_null


def all_take_null(
    schemas: Sequence[Schema], shapes: Mapping[SchemaId, Schema] | None = None
) -> bool:
    """Whether null is a value of all these schemas at once, and one of them names it.

    What has no `type` says nothing of null. The members of unions are looked up in
    `shapes`.
    """
    is_named = False
    for schema in schemas:
        if schema.asserts_against_null:
            return False
        is_union = isinstance(schema, Union) and shapes is not None
        if (
            schema.nullable
            or is_null(schema)
            or (is_union and is_nullable(schema.id, shapes or {}))
        ):
            is_named = True
        elif not isinstance(schema, Anything) and not (
            isinstance(schema, Object | Array) and schema.implied
        ):
            return False
    return is_named


def only_null(shape: Schema) -> Primitive:
    """The same schema with no value but null."""
    return Primitive(
        shape.id, "null", nullable=True, asserts=shape.asserts, notes=shape.notes
    )


def take_null_out_of_unions(
    shapes: dict[SchemaId, Schema], unions: Sequence[SchemaId] | None = None
) -> None:
    """Make the unions nullable that have a member for null, and drop that member."""
    for schema_id in list(shapes) if unions is None else unions:
        shape = shapes[schema_id]
        if not isinstance(shape, Union):
            continue
        ends = [end_of(member, shapes).shape for member in shape.members]
        others = tuple(
            member
            for member, end in zip(shape.members, ends, strict=True)
            if not is_null(end)
        )
        if not others and shape.members:
            shapes[schema_id] = only_null(shape)
        elif len(others) < len(shape.members):
            shapes[schema_id] = replace(shape, members=others, nullable=True)


def without_unions_of_one(shapes: dict[SchemaId, Schema]) -> None:
    """Make of a union of one member, and null, a reference that lets null through.

    The member keeps its place, so that it has the same name when it gets siblings.
    """
    for schema_id, union in shapes.items():
        if not isinstance(union, Union) or len(union.members) != 1 or union.asserts:
            continue
        (member,) = union.members
        end = end_of(member, shapes)
        if isinstance(end.shape, Nothing) and union.nullable:
            shapes[schema_id] = only_null(union)
        elif union.nullable or end.takes_null:
            notes = union.notes
            if member.is_inside(schema_id):
                notes = _joined(notes, shapes[member].notes)
            shapes[schema_id] = Reference(
                schema_id, member, nullable=union.nullable, notes=notes
            )


def _joined(outer: Annotations, inner: Annotations) -> Annotations:
    """What is said of a whole, and where that is silent, of its only member."""
    return replace(
        outer,
        title=outer.title or inner.title,
        description=outer.description or inner.description,
    )
