"""Whether a value may satisfy two schemas at once, as far as limits and values tell."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any, Final

from apiloom.api.schema.constraint_keywords import SIZES
from apiloom.api.schema.flat_schema import Bound, FlatSchema
from apiloom.api.schema.flatten import Flattener
from apiloom.api.schema.listed_values import (
    ListedValue,
    types_of_value,
)
from apiloom.api.schema.shapes import JsonValue, SchemaId
from apiloom.core.text import Text, reveal
from apiloom.runtime.evaluator import Evaluator

_SCALARS: Final = frozenset(
    map(frozenset, ({"string"}, {"boolean"}, {"integer"}, {"integer", "number"}))
)
"""The types of a schema that is about one kind of scalar."""


def exclude_each_other(schemas: Flattener, members: Sequence[SchemaId]) -> bool:
    """Whether no value satisfies two of these schemas, as far as that is plain.

    Then nothing has to be counted of a `oneOf` (core, section 10.2.1.3).
    """
    flats = [schemas.flat((member,)) for member in members]
    return not any(may_overlap(schemas, *pair) for pair in combinations(flats, 2))


def wider_member(schemas: Flattener, members: Sequence[SchemaId]) -> int | None:
    """The position of a member that is fulfilled whenever another one is.

    By the letter no value satisfies exactly one of `string` and `string` as a date. No
    author means that.
    """
    flats = [schemas.flat((member,)) for member in members]
    for position in sorted(range(len(flats)), key=lambda at: bool(flats[at].format)):
        flat = flats[position]
        if flat.types in _SCALARS and flat.is_bare:
            others = (*flats[:position], *flats[position + 1 :])
            if any(other.types and other.types <= flat.types for other in others):
                return position
    return None


def may_overlap(
    schemas: Flattener, one: FlatSchema, two: FlatSchema, *, within: bool = True
) -> bool:
    """Whether it is not plain that no value satisfies both.

    `within` says whether properties are looked at that either of them requires.
    """
    if one.values is not None and two.values is not None:
        return not one.values.keys().isdisjoint(two.values)
    for listed, other in ((one, two), (two, one)):
        if listed.values is not None:
            return any(keeps_within(value, other) for value in listed.values.values())
    shared = one.types & two.types
    return any(
        _limits_meet(kind, one, two)
        and (kind != "object" or not within or not _exclude_objects(schemas, one, two))
        for kind in shared
    )


def keeps_within(value: ListedValue, flat: FlatSchema) -> bool:
    """Whether a value has a type that is allowed, and keeps within all limits."""
    if types_of_value(value).isdisjoint(flat.types):
        return False
    schema: dict[str, Any] = {}
    for keyword, (limit, _) in flat.limits.items():
        if isinstance(limit, Bound):
            exclusive = f"exclusive{keyword.capitalize()}"
            schema[exclusive if limit.exclusive else keyword] = limit.value
        else:
            schema[keyword] = limit
    bare = value.value if isinstance(value, JsonValue) else value
    return Evaluator({}).accepts(
        schema, reveal(bare) if isinstance(bare, Text) else bare
    )


def _limits_meet(kind: str, one: FlatSchema, two: FlatSchema) -> bool:
    """Whether there is room between the lower limits and the upper ones of both."""
    if kind in {"integer", "number"}:
        names = "minimum", "maximum"
    elif kind in SIZES:
        names = SIZES[kind]
    else:
        return True
    return _room(one, two, names) and _room(two, one, names)


def _room(lower: FlatSchema, upper: FlatSchema, names: tuple[str, str]) -> bool:
    smallest, largest = lower.limits.get(names[0]), upper.limits.get(names[1])
    if smallest is None or largest is None:
        return True
    return bool(smallest.value <= largest.value)


def _exclude_objects(schemas: Flattener, one: FlatSchema, two: FlatSchema) -> bool:
    """Whether a property that either requires can never be right for both."""
    for name in dict.fromkeys((*one.properties, *two.properties)):
        sides = [flat.properties.get(name) for flat in (one, two)]
        if not any(side is not None and side.required is not None for side in sides):
            continue
        if one.refuses_property(name) or two.refuses_property(name):
            return True
        conjunctions = one.property_schemas(name), two.property_schemas(name)
        if not all(conjunctions):
            continue
        if not may_overlap(schemas, *map(schemas.flat, conjunctions), within=False):
            return True
    return False
