"""Unions once everything is merged: what is empty or circular in them goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from apiloom.api.resolve.schema_conflicts import SchemaConflicts
from apiloom.api.schema.nullability import only_null
from apiloom.api.schema.schema_graph import (
    children_of,
    circles,
    end_of,
    is_circle,
    same_value,
)
from apiloom.api.schema.shapes import (
    Anything,
    Discriminator,
    Nothing,
    Object,
    Reference,
    Schema,
    SchemaId,
    Union,
    text_order,
)


def impossible_options_left_out(
    shapes: dict[SchemaId, Schema], intersected_unions: Iterable[SchemaId]
) -> None:
    """Drop options that no value satisfies, unless none of a union is left.

    Such are the members of a union whose constants differ from those that must hold
    beside it. A union of which one option is left is no union any more.
    """
    for schema_id in intersected_unions:
        union = shapes[schema_id]
        if not isinstance(union, Union):
            continue
        possible = tuple(
            member for member in union.members if _is_possible(member, shapes)
        )
        if possible and len(possible) < len(union.members):
            discriminator = _without(union.discriminator, possible, shapes)
            union = replace(union, members=possible, discriminator=discriminator)
            shapes[schema_id] = union
        if len(union.members) == 1 and not union.asserts and not union.nullable:
            _become(union, union.members[0], shapes)


def null_beside_tags(shapes: dict[SchemaId, Schema]) -> None:
    """A union takes null where a tag of it leads to objects that may be null.

    Null has no tag, so it stands beside them. Such is a base with `nullable: true`.
    """
    for schema_id, union in shapes.items():
        if not isinstance(union, Union) or union.discriminator is None:
            continue
        ends = (end_of(target, shapes) for _, target in union.discriminator.mapping)
        if not union.nullable and any(end.takes_null for end in ends):
            shapes[schema_id] = replace(union, nullable=True)


def without_union_circles(
    shapes: dict[SchemaId, Schema], conflicts: SchemaConflicts
) -> dict[SchemaId, Schema]:
    """Unions that contain each other, and nothing in between, hold the same values.

    Each of them becomes the union of what stands outside of the circle. Where there is
    nothing, the circle names nothing.
    """
    needs = {
        schema_id: needed
        for schema_id, shape in shapes.items()
        if _is_open(shape) and (needed := _open_ones(children_of(shape), shapes))
    }
    for group in circles(sorted(needs, key=text_order), needs):
        if not is_circle(group, needs):
            continue
        inside = frozenset(group)
        outside = dict.fromkeys(
            schema_id
            for member in sorted(group, key=text_order)
            for schema_id in same_value(shapes[member])
            if schema_id not in inside
        )
        nullable = any(shapes[member].nullable for member in group)
        if not outside and nullable:
            shapes.update((member, only_null(shapes[member])) for member in group)
        elif not outside:
            conflicts.report_circle(group)
            shapes.update(
                (schema_id, Anything(schema_id, notes=shapes[schema_id].notes))
                for schema_id in group
            )
        for member in group:
            shape = shapes[member]
            if isinstance(shape, Union):
                members = tuple(outside)
                discriminator = _without(shape.discriminator, members, shapes)
                shapes[member] = replace(
                    shape,
                    members=members,
                    discriminator=discriminator,
                    nullable=nullable,
                )
    return shapes


def _become(union: Union, option: SchemaId, shapes: dict[SchemaId, Schema]) -> None:
    """A union of one option is that option, and what stands inside refers to it."""
    end = shapes[option]
    if isinstance(end, Reference):
        shapes[union.id] = Reference(union.id, end.target, notes=union.notes)
        if not end.target.is_inside(union.id):
            return
        option, end = end.target, shapes[end.target]
    if isinstance(end, Reference) or option.document != union.id.document:
        return
    shapes[union.id] = replace(end, id=union.id, notes=union.notes)
    shapes[option] = Reference(option, union.id)


def _is_possible(schema_id: SchemaId, shapes: dict[SchemaId, Schema]) -> bool:
    shape = end_of(schema_id, shapes).shape
    if isinstance(shape, Object):
        return not any(
            property_.required
            and isinstance(end_of(property_.schema, shapes).shape, Nothing)
            for property_ in shape.properties
        )
    return not isinstance(shape, Nothing)


def _without(
    discriminator: Discriminator | None,
    members: Sequence[SchemaId],
    shapes: Mapping[SchemaId, Schema],
) -> Discriminator | None:
    """The tags that lead to these members."""
    if discriminator is None:
        return None
    ends = {end_of(member, shapes).id for member in members}
    mapping = tuple(
        (tag, target)
        for tag, target in discriminator.mapping
        if end_of(target, shapes).id in ends
    )
    return replace(discriminator, mapping=mapping)


def _open_ones(
    children: Iterable[SchemaId], shapes: Mapping[SchemaId, Schema]
) -> tuple[SchemaId, ...]:
    """Unions and references among the children of a schema."""
    return tuple([child_id for child_id in children if _is_open(shapes[child_id])])


def _is_open(shape: Schema) -> bool:
    return isinstance(shape, Union | Reference)
