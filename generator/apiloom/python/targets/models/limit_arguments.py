"""Limits of a schema as arguments of pydantic's `Field` (validation, 6.2 to 6.5)."""

from __future__ import annotations

import sys
from typing import Final

from apiloom.api.schema.shapes import Constraints
from apiloom.core.text import Text

_ARGUMENTS: Final = {
    "minimum": "ge",
    "maximum": "le",
    "exclusive_minimum": "gt",
    "exclusive_maximum": "lt",
    "multiple_of": "multiple_of",
    "minimum_size": "min_length",
    "maximum_size": "max_length",
    "pattern": "pattern",
}
_LARGEST_SIZE: Final = 2**64 - 1
"""What pydantic counts to; nothing in memory is as large."""
_LARGEST_FLOAT: Final = sys.float_info.max
_LOWER: Final = ("minimum", "exclusive_minimum")


def limit_arguments(
    constraints: Constraints, *, are_floats: bool
) -> dict[str, int | float | Text]:
    """The limits by argument; those that every value keeps are none.

    A size beyond what can be counted, or a limit of `are_floats` beyond all of them, is
    put where no value reaches it.
    """
    limits: dict[str, int | float | Text] = {}
    for name, argument in _ARGUMENTS.items():
        value = getattr(constraints, name)
        if value is None or (name == "maximum_size" and value > _LARGEST_SIZE):
            continue
        if name == "minimum_size":
            value = min(value, _LARGEST_SIZE)
        if are_floats and isinstance(value, int) and abs(value) > _LARGEST_FLOAT:
            limits |= _beyond_floats(name, value)
        else:
            limits.setdefault(argument, value)
    return limits


def _beyond_floats(name: str, value: int) -> dict[str, int | float]:
    """What a limit that no float comes near leaves of them: all, none, or zero."""
    if name == "multiple_of":
        return {"ge": 0, "le": 0}
    is_lower = name in _LOWER
    if is_lower == (value < 0):
        return {}
    return {"gt": _LARGEST_FLOAT} if is_lower else {"lt": -_LARGEST_FLOAT}
