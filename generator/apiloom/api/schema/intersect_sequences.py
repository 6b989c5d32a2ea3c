"""The items of two arrays at once, position by position."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from apiloom.api.schema.derivation import MERGED_ITEMS, Step, merged_position
from apiloom.api.schema.shapes import Array, SchemaId

Both: TypeAlias = Callable[[SchemaId, SchemaId, Step], SchemaId]
"""The schema of two together, under the step that leads to it."""


def intersect_sequences(
    first: Array, second: Array, both: Both
) -> tuple[tuple[SchemaId, ...], SchemaId | None]:
    """`prefixItems` and `items` of the whole (core, section 10.3.1).

    A position that one of the two has no schema of its own for is judged by its
    `items`, as all behind it are. There is none behind the end of a closed array.
    """
    ends = [len(array.prefix) for array in (first, second) if array.closed]
    longest = max(len(first.prefix), len(second.prefix))
    prefix: list[SchemaId] = []
    for position in range(min([longest, *ends])):
        schemas = [
            schema_id
            for array in (first, second)
            if (schema_id := _at(array, position)) is not None
        ]
        one, *more = schemas
        step = merged_position(position)
        prefix.append(both(one, more[0], step) if more else one)
    items = None if first.closed or second.closed else first.items or second.items
    if items is not None and first.items is not None and second.items is not None:
        items = both(first.items, second.items, MERGED_ITEMS)
    return tuple(prefix), items


def _at(array: Array, position: int) -> SchemaId | None:
    """What judges the item at a position."""
    if position < len(array.prefix):
        return array.prefix[position]
    return array.items
