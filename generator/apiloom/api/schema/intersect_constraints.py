"""Constraints that hold together: the narrower of every two."""

from __future__ import annotations

from math import lcm
from typing import TypeVar

from apiloom.api.schema.shapes import Constraints
from apiloom.core.text import Text, reveal

_Number = TypeVar("_Number", int, int | float)


def intersect_constraints(first: Constraints, second: Constraints) -> Constraints:
    return Constraints(
        minimum=_larger(first.minimum, second.minimum),
        maximum=_smaller(first.maximum, second.maximum),
        exclusive_minimum=_larger(first.exclusive_minimum, second.exclusive_minimum),
        exclusive_maximum=_smaller(first.exclusive_maximum, second.exclusive_maximum),
        multiple_of=_common_multiple(first.multiple_of, second.multiple_of),
        minimum_size=_larger(first.minimum_size, second.minimum_size),
        maximum_size=_smaller(first.maximum_size, second.maximum_size),
        pattern=_both_patterns(first.pattern, second.pattern),
    )


def _both_patterns(first: Text | None, second: Text | None) -> Text | None:
    """A pattern that is found wherever both are; each may start anywhere."""
    if first is None or second is None or first == second:
        return first or second
    parts = (f"(?=[\\s\\S]*(?:{reveal(pattern)}))" for pattern in (first, second))
    return Text("^" + "".join(parts))


def _larger(first: _Number | None, second: _Number | None) -> _Number | None:
    return max((limit for limit in (first, second) if limit is not None), default=None)


def _smaller(first: _Number | None, second: _Number | None) -> _Number | None:
    return min((limit for limit in (first, second) if limit is not None), default=None)


def _common_multiple(
    first: int | float | None, second: int | float | None
) -> int | float | None:
    if isinstance(first, int) and isinstance(second, int):
        return lcm(first, second)
    return second if first is None else first
