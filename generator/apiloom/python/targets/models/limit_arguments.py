"""Limits of a schema (validation, 6.2 to 6.5): which pydantic judges, and which not."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor
from typing import Final

from apiloom.api.schema.shapes import Constraints
from apiloom.core.text import Text
from apiloom.runtime.json_values import as_written

_BOUNDS: Final = {
    "minimum": ("ge", "minimum"),
    "maximum": ("le", "maximum"),
    "exclusive_minimum": ("gt", "exclusiveMinimum"),
    "exclusive_maximum": ("lt", "exclusiveMaximum"),
}
_WHOLE: Final = {"ge": ceil, "le": floor, "gt": floor, "lt": ceil}
"""What a limit comes to where only whole numbers are."""
_SIZES: Final = {"minimum_size": "min_length", "maximum_size": "max_length"}
_LARGEST_SIZE: Final = 2**64 - 1
"""What pydantic counts to; nothing in memory is as large."""
_EXACT: Final = 2**53
"""Below this, a float has room for every whole number."""


@dataclass(slots=True)
class Limits:
    """Arguments of `Field`, and keywords for the evaluator of the runtime.

    `arguments` are those that pydantic judges as JSON Schema means them.
    """

    arguments: dict[str, int | float | Text] = field(default_factory=dict)
    asserted: dict[str, int | float] = field(default_factory=dict)


def limits_of(constraints: Constraints, *, fractional: bool) -> Limits:
    """The limits but for a pattern; those that every value keeps are none.

    Of an integer they are whole: below 2.5 is below 3, a multiple of 2.5 is one of 5.
    Of what is `fractional` pydantic compares floats, and takes 3.0000000001 for a
    multiple of 3: its steps, and limits that no float may have room for, are for the
    evaluator. A size beyond what can be counted is put where no value reaches it.
    """
    limits = Limits()
    for name, (argument, keyword) in _BOUNDS.items():
        limit = getattr(constraints, name)
        if limit is None:
            continue
        if not fractional:
            limits.arguments[argument] = _WHOLE[argument](as_written(limit))
        elif abs(limit) >= _EXACT:
            limits.asserted[keyword] = limit
        else:
            limits.arguments[argument] = limit
    step = constraints.multiple_of
    if step is not None and fractional:
        limits.asserted["multipleOf"] = step
    elif step is not None and (whole_step := Fraction(repr(step)).numerator) != 1:
        limits.arguments["multiple_of"] = whole_step
    for name, argument in _SIZES.items():
        size = getattr(constraints, name)
        if size is not None and not (name == "maximum_size" and size > _LARGEST_SIZE):
            limits.arguments[argument] = min(size, _LARGEST_SIZE)
    return limits
