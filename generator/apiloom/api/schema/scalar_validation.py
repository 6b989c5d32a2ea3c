"""Whether a scalar of the document satisfies the assertions beside it."""

from __future__ import annotations

import math
import re

from apiloom.api.schema.shapes import Constraints
from apiloom.core.text import reveal


def satisfies(value: object, constraints: Constraints) -> bool:
    """Judge a string or a number (JSON Schema validation, sections 6.2 and 6.3).

    A pattern that Python cannot compile judges nothing.
    """
    if isinstance(value, str):
        return _in_range(len(value), constraints) and _matches(value, constraints)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return True
    return _within(value, constraints)


def _in_range(size: int, constraints: Constraints) -> bool:
    smallest, largest = constraints.minimum_size, constraints.maximum_size
    return (smallest is None or size >= smallest) and (
        largest is None or size <= largest
    )


def _matches(value: str, constraints: Constraints) -> bool:
    if constraints.pattern is None:
        return True
    try:
        return re.search(reveal(constraints.pattern), value) is not None
    except re.error:
        return True


def _within(value: int | float, constraints: Constraints) -> bool:
    low, high = constraints.minimum, constraints.maximum
    above, below = constraints.exclusive_minimum, constraints.exclusive_maximum
    step = constraints.multiple_of
    return (
        (low is None or value >= low)
        and (high is None or value <= high)
        and (above is None or value > above)
        and (below is None or value < below)
        and (step is None or math.isclose(value / step, round(value / step)))
    )
