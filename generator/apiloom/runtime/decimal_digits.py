"""Decimals as JSON numbers (RFC 8259, section 6)."""

from decimal import Decimal
from typing import Any

_MOST_DIGITS = 400
"""A whole number of more is none that is meant; `1e400` is no double either."""


def json_number(value: Any) -> int | float:
    """The number that is written, which is read as the same value again.

    Raises ValueError where there is none.
    """
    if not isinstance(value, Decimal) or not value.is_finite():
        raise ValueError("Input should be a decimal")
    if abs(value.adjusted()) > _MOST_DIGITS:
        raise ValueError("Input is beyond all numbers that are meant")
    if value == value.to_integral_value():
        return int(value)
    number = float(value)
    if Decimal(repr(number)) != value:
        raise ValueError("Input has more digits than a JSON number is read with")
    return number
