"""Limits of numbers, texts, arrays and objects: of several the stricter one counts."""

from __future__ import annotations

from typing import Any, Final, TypeAlias, cast

from apiloom.api.schema.constraint_keywords import keywords_of
from apiloom.api.schema.shapes import Constraints
from apiloom.core.location import Pointer, child
from apiloom.diff.contract.structure.flat_schema import Bound, PlacedValue

Limits: TypeAlias = dict[str, PlacedValue[Any]]

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
_BOUNDS: Final = {
    "minimum": ("minimum", 0),
    "maximum": ("maximum", 0),
    "exclusiveMinimum": ("minimum", 1),
    "exclusiveMaximum": ("maximum", -1),
}
"""Limits of numbers: the plain ones, and how far off whole numbers have to be."""
SCALARS: Final = frozenset(LIMITS) | _BOUNDS.keys()
"""Keywords whose value is a number, a text or a flag."""
_ANY_TEXT: Final = frozenset({"", ".*", "^.*", ".*$", "^.*$", "^", "$"})
"""Patterns that let everything through."""


def add_constraints(
    limits: Limits, constraints: Constraints, kind: str, base: Pointer
) -> None:
    """Take in what limits values of one type; the keywords stand at `base`."""
    for name, value in keywords_of(constraints, kind).items():
        limit = PlacedValue(value, child(base, name))
        add_limit(limits, name, limit, whole=kind == "integer")


def add_limit(
    limits: Limits, name: str, limit: PlacedValue[Any], *, whole: bool = False
) -> None:
    """Keep the stricter one of two limits, if it is one at all.

    An open limit of whole numbers is a closed one.
    """
    value = limit.value
    if name in _BOUNDS:
        name, step = _BOUNDS[name]
        is_open = whole and isinstance(value, int)
        value = Bound(value + step) if is_open else Bound(value, step != 0)
    if name in _LOWER and value == 0:
        return
    if isinstance(value, str) and value in _ANY_TEXT:
        return
    known = limits.get(name)
    if known is None or is_stricter(name, value, known.value):
        limits[name] = PlacedValue(value, limit.where)


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
