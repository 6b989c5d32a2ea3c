"""The objects that a value may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from apiloom.api.schema.schema_graph import end_of
from apiloom.api.schema.shapes import Object, Schema, SchemaId, Union


def objects_of(
    schema_id: SchemaId, shapes: Mapping[SchemaId, Schema]
) -> Iterator[Object]:
    """The object that a schema is, or those that it is one of."""
    waiting, seen = [schema_id], set[SchemaId]()
    while waiting:
        end = end_of(waiting.pop(0), shapes)
        if end.id in seen:
            continue
        seen.add(end.id)
        if isinstance(end.shape, Object):
            yield end.shape
        elif isinstance(end.shape, Union):
            waiting.extend(end.shape.members)
