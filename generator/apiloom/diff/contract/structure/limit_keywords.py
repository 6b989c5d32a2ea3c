"""Limits of numbers, texts, arrays and objects: of several the stricter one counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, TypeAlias, cast

from apiloom.api.schema.shapes import Constraints
from apiloom.core.location import Pointer, child
from apiloom.core.text import Text, reveal
from apiloom.diff.contract.structure.flat_schema import Bound, PlacedValue

Limits: TypeAlias = dict[str, PlacedValue[Any]]

SIZES: Final = {
    "string": ("minLength", "maxLength"),
    "array": ("minItems", "maxItems"),
    "object": ("minProperties", "maxProperties"),
}
_LOWER: Final = frozenset({"minLength", "minItems", "minProperties", "minContains"})
LIMITS: Final = {
    "minimum": "minimum",
    "maximum": "maximum",
    "multipleOf": "multiple-of",
    "minLength": "min-length",
    "maxLength": "max-length",
    "pattern": "pattern",
    "minItems": "min-items",
    "maxItems": "max-items",
    "uniqueItems": "unique-items",
    "minContains": "min-contains",
    "maxContains": "max-contains",
    "minProperties": "min-properties",
    "maxProperties": "max-properties",
}
"""Keywords with one value, and the aspects that they are."""
SCALARS: Final = frozenset(LIMITS)
"""Keywords whose value is a number, a text or a flag."""
_ANY_TEXT: Final = frozenset({"", ".*", "^.*", ".*$", "^.*$", "^", "$"})
"""Patterns that let everything through."""


def add_constraints(
    limits: Limits, constraints: Constraints, kind: str, base: Pointer
) -> None:
    """Take in what limits values of one type; the keywords stand at `base`."""
    smallest, largest = SIZES.get(kind, ("", ""))
    sizes = (smallest, constraints.minimum_size), (largest, constraints.maximum_size)
    for name, size in sizes:
        if size is not None:
            add_limit(limits, name, PlacedValue(size, child(base, name)))
    for name, value in _bounds(constraints):
        placed = PlacedValue(value, child(base, name))
        add_bound(limits, name, placed, whole=kind == "integer")
    if constraints.multiple_of is not None:
        where = child(base, "multipleOf")
        add_limit(limits, "multipleOf", PlacedValue(constraints.multiple_of, where))
    if constraints.pattern is not None:
        add_limit(
            limits, "pattern", PlacedValue(constraints.pattern, child(base, "pattern"))
        )


def add_bound(
    limits: Limits, name: str, limit: PlacedValue[Any], *, whole: bool = False
) -> None:
    """Take in a limit of numbers; an open one of whole numbers is a closed one."""
    value = cast("int | float", limit.value)
    exclusive = name.startswith("exclusive")
    plain = "minimum" if name.lower().endswith("minimum") else "maximum"
    if exclusive and whole and isinstance(value, int):
        value, exclusive = value + (1 if plain == "minimum" else -1), False
    add_limit(limits, plain, PlacedValue(Bound(value, exclusive), limit.where))


def add_limit(limits: Limits, name: str, limit: PlacedValue[Any]) -> None:
    """Keep the stricter one of two limits, if it is one at all."""
    value: Any = limit.value
    if name in _LOWER and value == 0:
        return
    if isinstance(value, Text) and reveal(value) in _ANY_TEXT:
        return
    known = limits.get(name)
    if known is None or is_stricter(name, value, known.value):
        limits[name] = limit


def _bounds(constraints: Constraints) -> Iterator[tuple[str, int | float]]:
    for name, value in (
        ("minimum", constraints.minimum),
        ("maximum", constraints.maximum),
        ("exclusiveMinimum", constraints.exclusive_minimum),
        ("exclusiveMaximum", constraints.exclusive_maximum),
    ):
        if value is not None:
            yield name, value


def is_stricter(name: str, value: object, known: object) -> bool:
    """Whether one limit refuses what another lets through."""
    if isinstance(value, Bound) and isinstance(known, Bound):
        if value.value == known.value:
            return value.exclusive and not known.exclusive
        higher = value.value > known.value
        return higher if name == "minimum" else not higher
    if name in _LOWER or name == "minimum":
        return cast("int", value) > cast("int", known)
    if name.startswith("max"):
        return cast("int", value) < cast("int", known)
    return False
