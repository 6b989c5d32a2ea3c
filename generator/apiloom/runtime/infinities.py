"""Numbers of JSON that no float has room for: `1e400`, which parsers call infinite.

RFC 8259 (section 6) lets a reader limit numbers; none may make another value of one.
"""

import re
from math import isinf
from typing import Any, Final, TypeAlias, TypeGuard

from .narrowing import is_array, is_object

Steps: TypeAlias = tuple[int | str, ...]
TOO_LARGE: Final = "a number is too large"

_ENDED: Final = rb"(?=[\s,\]}]|\Z)"
_SIGNS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        # An exponent of three digits, or behind a long number: 1e308 is the longest.
        *(rb"%b(?<=[0-9]%b)\+?[0-9]{3,}" % (e, e) + _ENDED for e in (b"e", b"E")),
        *(rb"%b(?<=[0-9.]{200}%b)\+?[0-9]" % (e, e) for e in (b"e", b"E")),
        rb"\.(?<=[0-9]{309}\.)",
    )
)
"""One of these is in each text with such a number; each begins with what is seldom."""


def may_overflow(text: str | bytes | bytearray) -> bool:
    """Whether a JSON text may have a number that no float has room for."""
    encoded = text.encode("utf-8", "replace") if isinstance(text, str) else text
    return any(sign.search(encoded) for sign in _SIGNS)


def infinities(data: Any) -> list[Steps]:
    """The places of infinite numbers in JSON data."""
    found: list[Steps] = []
    pending: list[tuple[Steps, Any]] = [((), data)]
    while pending:
        steps, value = pending.pop()
        if _is_infinite(value):
            found.append(steps)
        elif is_object(value):
            pending += [((*steps, key), each) for key, each in value.items()]
        elif is_array(value):
            pending += [((*steps, at), each) for at, each in enumerate(value)]
    return found[::-1]


def has_infinity(value: object) -> bool:
    """Whether an infinite number is in a value: in what is in it, or its attributes."""
    pending: list[Any] = [value]
    while pending:
        value = pending.pop()
        if _is_infinite(value):
            return True
        if is_object(value):
            pending += value.values()
        elif is_array(value):
            pending += value
        elif not isinstance(value, type):
            pending += getattr(value, "__dict__", {}).values()
            pending += (getattr(value, "__pydantic_extra__", None) or {}).values()
    return False


def _is_infinite(value: Any) -> TypeGuard[float]:
    return isinstance(value, float) and isinf(value)
