"""In which order pydantic tries the members of a union when it writes a value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from apiloom.api.resolve.named_types import is_class
from apiloom.api.schema.key_patterns import describes_all
from apiloom.api.schema.schema_graph import end_of, subschemas_of
from apiloom.api.schema.shapes import Anything, Array, Object, Schema, SchemaId


def anything_last(
    members: Sequence[SchemaId], shapes: Mapping[SchemaId, Schema]
) -> tuple[SchemaId, ...]:
    """The members in order, but those last that are anything, and before them those
    in which something is.

    Of `Any | Base64` the first would write bytes, as UTF-8. What is read is of the
    member that fits best, wherever it stands.
    """
    if len(members) < 2:
        return tuple(members)
    return tuple(
        sorted(
            members,
            key=lambda member: (
                isinstance(end_of(member, shapes).shape, Anything),
                _has_anything(member, shapes),
            ),
        )
    )


def _has_anything(schema_id: SchemaId, shapes: Mapping[SchemaId, Schema]) -> bool:
    """Whether `Any` is in a type; a class writes what is in it by itself."""
    seen: set[SchemaId] = set()
    work = [schema_id]
    while work:
        end = end_of(work.pop(), shapes)
        if end.id in seen or is_class(end.shape):
            continue
        seen.add(end.id)
        if _is_open(end.shape):
            return True
        work += subschemas_of(end.shape)
    return False


def _is_open(shape: Schema) -> bool:
    """Whether of a value, or of what is in it, nothing is known."""
    if isinstance(shape, Array):
        return shape.items is None and not shape.closed
    if isinstance(shape, Object):
        return shape.additional is True and not describes_all(shape)
    return isinstance(shape, Anything)
