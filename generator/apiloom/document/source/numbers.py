"""Numbers as YAML and JSON spell them, to Python's."""

from __future__ import annotations

import math
from typing import Final

from apiloom.document.source.tree import number_from

_BASES: Final = {"0o": 8, "0x": 16}


class ScalarError(ValueError):
    """A scalar that has no JSON value; `code` and the text are for a diagnostic."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code = code
        self.hint = hint


def integer_from(text: str) -> int:
    """An integer of YAML or JSON; raises `ScalarError` if it has too many digits."""
    base = _BASES.get(text[:2], 10)
    try:
        return int(text[2:] if base != 10 else text, base)
    except ValueError:
        # Python refuses thousands of digits, since converting them is quadratic.
        raise _out_of_range(text) from None


def float_from(text: str) -> float:
    """A float of YAML or JSON; raises `ScalarError` if it is beyond a float's range."""
    number = number_from(text)
    if math.isinf(number):
        raise _out_of_range(text)
    return number


def not_json(text: str) -> ScalarError:
    """The complaint about an infinity or a NaN (RFC 8259 section 6)."""
    return ScalarError(
        "number-not-json",
        f"{text} is a number that JSON does not have",
        "quote it if it is text, or leave the bound out",
    )


def _out_of_range(text: str) -> ScalarError:
    shown = text if len(text) <= 40 else f"{text[:37]}..."
    return ScalarError(
        "number-out-of-range",
        f"the number {shown} is too large to be represented",
        "quote it if it is text",
    )
