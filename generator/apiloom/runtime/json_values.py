"""JSON values compared as JSON Schema compares them (core, section 4.2.2)."""

from collections.abc import Hashable
from fractions import Fraction
from math import isfinite
from typing import Any

from .narrowing import is_array, is_object


def canonical(value: Any) -> Hashable:
    """Something that is equal for equal JSON values, and for no others.

    `1` and `1.0` are equal, `1` and `true` are not, and members have no order.
    """
    if isinstance(value, bool):
        return bool, value
    if is_array(value):
        return list, tuple([canonical(item) for item in value])
    if is_object(value):
        return dict, frozenset([(key, canonical(each)) for key, each in value.items()])
    hashable: Hashable = value
    return hashable


def is_multiple(value: int | float, step: int | float) -> bool:
    """Whether `value` divided by `step` is a whole number, of decimals as written."""
    if isinstance(value, int) and isinstance(step, int):
        return value % step == 0
    if not isfinite(value):
        return False
    return Fraction(str(value)) % Fraction(str(step)) == 0
