"""How many items an array can have that has a schema for each of them."""

from __future__ import annotations

from typing import Final

from apiloom.api.schema.shapes import Array

_MOST_LENGTHS: Final = 4


def ends_in_prefix(shape: Array) -> bool:
    """Whether no item follows those of `prefixItems`.

    That is where `items` is `false`, or `maxItems` goes no further (core, section
    10.3.1; validation, section 6.4.1).
    """
    longest, most = len(shape.prefix), shape.constraints.maximum_size
    return bool(longest) and (shape.closed or (most is not None and most <= longest))


def tuple_lengths(shape: Array) -> range | None:
    """The lengths of an array that ends within its `prefixItems`.

    `None` where more items can follow, or for more lengths than are worth a type each.
    """
    if not ends_in_prefix(shape):
        return None
    longest, most = len(shape.prefix), shape.constraints.maximum_size
    shortest = shape.constraints.minimum_size or 0
    lengths = range(shortest, min(longest, longest if most is None else most) + 1)
    return lengths if len(lengths) <= _MOST_LENGTHS else None
