"""JSON values compared as JSON Schema compares them (core, section 4.2.2)."""

from collections.abc import Hashable
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import Any

from .narrowing import is_array, is_object

_EXACT = 2**53
"""Below this, every whole number is a float of its own."""


def as_written(number: float) -> float:
    """The number itself, or the whole number that its digits say.

    JSON writes numbers in decimal (RFC 8259, section 6): `1e23` is 10**23, and the
    float nearest to it is another number.
    """
    if isinstance(number, int) or abs(number) < _EXACT or not isfinite(number):
        return number
    return int(Decimal(repr(number)))


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
    if isinstance(value, float):
        value = as_written(value)
    if isinstance(value, int) and not -_EXACT < value < _EXACT:
        # Python hashes integers by a known remainder: many can be made to be alike.
        return int, value.to_bytes(value.bit_length() // 8 + 1, signed=True)
    hashable: Hashable = value
    return hashable


def is_multiple(value: float, step: float) -> bool:
    """Whether `value` divided by `step` is a whole number, of decimals as written."""
    if isinstance(value, int) and isinstance(step, int):
        return value % step == 0
    return (isinstance(value, int) or isfinite(value)) and _fraction(value) % _fraction(
        step
    ) == 0


def _fraction(number: float) -> Fraction:
    """The number as its digits say: 0.1 is a tenth."""
    return Fraction(number if isinstance(number, int) else repr(number))
