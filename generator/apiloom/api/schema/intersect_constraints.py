"""Constraints that hold together: the narrower of every two.

The keywords are those of JSON Schema validation, sections 6.2 to 6.5.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm
from typing import Any, Final

from apiloom.api.schema.shapes import UNCONSTRAINED, Constraints
from apiloom.core.text import Text, reveal

_FIELDS: Final = {
    "minimum": "minimum",
    "maximum": "maximum",
    "exclusive_minimum": "exclusiveMinimum",
    "exclusive_maximum": "exclusiveMaximum",
    "multiple_of": "multipleOf",
    "minimum_size": "minLength",
    "maximum_size": "maxLength",
    "pattern": "pattern",
}
"""The fields of constraints, and keywords that go by the same rule."""


def intersect_constraints(first: Constraints, second: Constraints) -> Constraints:
    """What both say of values of one type."""
    if first is UNCONSTRAINED or second is UNCONSTRAINED:
        return second if first is UNCONSTRAINED else first
    both: dict[str, Any] = {}
    for field, keyword in _FIELDS.items():
        one, two = getattr(first, field), getattr(second, field)
        both[field] = (
            intersect_values(keyword, one, two)
            if one is not None and two is not None
            else two if one is None else one
        )
    return Constraints(**both)


def intersect_values(keyword: str, first: Any, second: Any) -> Any:
    """The value of a keyword that demands what two values of it demand.

    A value is as narrow as another, or narrower, if it is what comes of both.
    """
    if keyword == "pattern":
        return _both_patterns(first, second)
    if keyword == "multipleOf":
        return _common_multiple(first, second)
    return min(first, second) if "max" in keyword.lower() else max(first, second)


def _both_patterns(first: Text | str, second: Text | str) -> Text | str:
    """A pattern that is found wherever both are; each may start anywhere."""
    if first == second:
        return first
    bare = [
        reveal(pattern) if isinstance(pattern, Text) else pattern
        for pattern in (first, second)
    ]
    both = "^" + "".join(f"(?=[\\s\\S]*(?:{pattern}))" for pattern in bare)
    return Text(both) if isinstance(first, Text) else both


def _common_multiple(first: int | float, second: int | float) -> int | float:
    """The least number that is a multiple of both, of decimals as they are written."""
    if isinstance(first, int) and isinstance(second, int):
        return lcm(first, second)
    one, two = Fraction(repr(first)), Fraction(repr(second))
    least = Fraction(
        lcm(one.numerator, two.numerator), gcd(one.denominator, two.denominator)
    )
    return int(least) if least.denominator == 1 else float(least)
