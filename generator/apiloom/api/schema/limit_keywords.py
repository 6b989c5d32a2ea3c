"""Limits of numbers, texts, arrays and objects, with their places."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from apiloom.api.schema.constraint_keywords import keywords_of
from apiloom.api.schema.flat_schema import Bound, PlacedValue
from apiloom.api.schema.intersect_constraints import intersect_values
from apiloom.api.schema.shapes import Constraints
from apiloom.core.location import Pointer, child

Limits: TypeAlias = dict[str, PlacedValue[Any]]

_LOWER: Final = frozenset({"minLength", "minItems", "minProperties"})
"""Of these 0 demands nothing. `minContains` is 1 where it is not written."""
LIMITS: Final = (
    *("minimum", "maximum", "multipleOf", "minLength", "maxLength", "pattern"),
    *("minItems", "maxItems", "uniqueItems", "minContains", "maxContains"),
    *("minProperties", "maxProperties"),
)
"""Keywords with one value; an open limit of numbers counts as the plain one."""
LIMITED: Final = {
    **dict.fromkeys(LIMITS[:3], frozenset({"integer", "number"})),
    **dict.fromkeys(LIMITS[3:6], frozenset({"string"})),
    **dict.fromkeys(LIMITS[6:11], frozenset({"array"})),
    **dict.fromkeys(LIMITS[11:], frozenset({"object"})),
}
"""The types whose values each of them limits."""
_BOUNDS: Final = {
    "minimum": ("minimum", 0),
    "maximum": ("maximum", 0),
    "exclusiveMinimum": ("minimum", 1),
    "exclusiveMaximum": ("maximum", -1),
}
"""Limits of numbers: the plain ones, and which way the first number within is."""
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
    """Take in a limit, if it is one at all; of two the place is that of the narrower.

    An open limit of whole numbers is a closed one.
    """
    value, where = limit
    if name in _BOUNDS:
        name, step = _BOUNDS[name]
        is_open = whole and isinstance(value, int)
        value = Bound(value + step) if is_open else Bound(value, step)
    if name in _LOWER and value == 0:
        return
    if isinstance(value, str) and value in _ANY_TEXT:
        return
    known = limits.get(name)
    if known is not None:
        # In order, since a pattern made of two patterns has to be the same either way.
        both = intersect_values(name, *sorted((known.value, value)))
        value, where = both, known.where if both == known.value else where
    limits[name] = PlacedValue(value, where)


def is_narrower(name: str, value: object, than: object) -> bool:
    """Whether one limit lets through nothing that another refuses."""
    return bool(intersect_values(name, value, than) == value)
