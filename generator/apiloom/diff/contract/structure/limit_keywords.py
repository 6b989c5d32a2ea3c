"""Limits of numbers, texts, arrays and objects: of several the stricter one counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, TypeAlias, cast

from apiloom.api.schema.shapes import Constraints
from apiloom.core.location import Pointer, child
from apiloom.core.text import Text, reveal
from apiloom.diff.contract.structure.flat_schema import Bound, Placed

Limits: TypeAlias = dict[str, Placed]

_SIZES: Final = {
    "string": ("minLength", "maxLength"),
    "array": ("minItems", "maxItems"),
    "object": ("minProperties", "maxProperties"),
}
_LOWER: Final = frozenset({"minLength", "minItems", "minProperties", "minContains"})
SCALARS: Final = frozenset(
    {
        *(name for pair in _SIZES.values() for name in pair),
        "minimum",
        "maximum",
        "multipleOf",
        "pattern",
        "uniqueItems",
        "minContains",
        "maxContains",
    }
)
"""Keywords whose value is a number, a text or a flag."""
_ANY_TEXT: Final = frozenset({"", ".*", "^.*", ".*$", "^.*$", "^", "$"})
"""Patterns that let everything through."""


def keep_all(limits: Limits, found: Constraints, kind: str, base: Pointer) -> None:
    """Take in what limits values of one type; the keywords stand at `base`."""
    smallest, largest = _SIZES.get(kind, ("", ""))
    for name, size in (smallest, found.minimum_size), (largest, found.maximum_size):
        if size is not None:
            keep(limits, name, Placed(size, child(base, name)))
    for name, value in _bounds(found):
        placed = Placed(value, child(base, name))
        keep_bound(limits, name, placed, whole=kind == "integer")
    if found.multiple_of is not None:
        where = child(base, "multipleOf")
        keep(limits, "multipleOf", Placed(found.multiple_of, where))
    if found.pattern is not None:
        keep(limits, "pattern", Placed(found.pattern, child(base, "pattern")))


def keep_bound(
    limits: Limits, name: str, found: Placed, *, whole: bool = False
) -> None:
    """Take in a limit of numbers; an open one of whole numbers is a closed one."""
    value = cast("int | float", found.value)
    exclusive = name.startswith("exclusive")
    plain = "minimum" if name.lower().endswith("minimum") else "maximum"
    if exclusive and whole and isinstance(value, int):
        value, exclusive = value + (1 if plain == "minimum" else -1), False
    keep(limits, plain, Placed(Bound(value, exclusive), found.where))


def keep(limits: Limits, name: str, found: Placed) -> None:
    """Keep the stricter one of two limits, if it is one at all."""
    value: Any = found.value
    if name in _LOWER and value == 0:
        return
    if isinstance(value, Text) and reveal(value) in _ANY_TEXT:
        return
    known = limits.get(name)
    if known is None or is_stricter(name, value, known.value):
        limits[name] = found


def _bounds(found: Constraints) -> Iterator[tuple[str, int | float]]:
    for name, value in (
        ("minimum", found.minimum),
        ("maximum", found.maximum),
        ("exclusiveMinimum", found.exclusive_minimum),
        ("exclusiveMaximum", found.exclusive_maximum),
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
    if name in _LOWER:
        return cast("int", value) > cast("int", known)
    if name.startswith("max"):
        return cast("int", value) < cast("int", known)
    return False
