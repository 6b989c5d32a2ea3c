"""Null, which is a property of a shape however a document writes it.

`type: [string, null]`, `anyOf: [{type: string}, {type: null}]` and `enum: [a, null]`
come to shapes that are `nullable`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from apiloom.api.schema.schema_graph import end_of
from apiloom.api.schema.shapes import (
    Annotations,
    Anything,
    Array,
    Enumeration,
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
    """Whether null is one of the values of a schema."""
    seen: set[SchemaId] = set()
    stack = [schema_id]
    while stack:
        current = stack.pop()
        shape = shapes[current]
        if shape.asserts_against_null:
            continue
        if shape.nullable or isinstance(shape, Anything) or is_null(shape):
            return True
        if isinstance(shape, Reference | Union) and current not in seen:
            seen.add(current)
            stack.extend(shape.members if isinstance(shape, Union) else [shape.target])
    return False


def all_take_null(
    schemas: Sequence[Schema], shapes: Mapping[SchemaId, Schema] | None = None
) -> bool:
    """Whether null is a value of all these schemas at once, and one of them names it.

    What has no `type` says nothing of null (JSON Schema core, section 10.3). The
    members of unions are looked up in `shapes`.
    """
    is_named = False
    for schema in schemas:
        if schema.asserts_against_null:
            return False
        if (
            schema.nullable
            or is_null(schema)
            or (
                isinstance(schema, Union)
                and shapes is not None
                and is_nullable(schema.id, shapes)
            )
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
