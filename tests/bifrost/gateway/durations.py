"""Reset durations: Go's `time.ParseDuration`, with days, weeks, months and years.

A length is a whole number of nanoseconds, as Go has it, and fits into 64 bits. The
longer units have fixed lengths: a day is 24 hours, a week 7 days, a month 30 days and a
year 365 days. Case matters: `m` is minutes, `M` is months.
"""

import re
from datetime import UTC, datetime, timedelta

LONGEST = 2**63 - 1
"""The nanoseconds that Go's `time.Duration` can hold: some 292 years."""

_UNITS = {
    "ns": 1,
    "us": 10**3,
    "\u00b5s": 10**3,  # the micro sign
    "\u03bcs": 10**3,  # the Greek letter mu
    "ms": 10**6,
    "s": 10**9,
    "m": 60 * 10**9,
    "h": 3600 * 10**9,
}
_HOURS_IN = {"d": 24, "w": 7 * 24, "M": 30 * 24, "Y": 365 * 24}

# A number is digits with at most one point, and a unit is all up to the next number.
_TERM = re.compile(r"([0-9]*+)(?:\.([0-9]*+))?([^0-9.]+)")


class DurationError(ValueError):
    """The text is no duration, or one that is not positive."""


def parse_duration(text: str) -> int:
    """The length of a reset duration in nanoseconds.

    Raises `DurationError` for what the grammar does not allow, for zero, for a negative
    length and for one beyond `LONGEST`.
    """
    hours = _HOURS_IN.get(text[-1:])
    length = _go_duration(text) if hours is None else _go_duration(text[:-1] + "h")
    length *= hours or 1
    if not 0 < length <= LONGEST:
        raise DurationError(f"not a positive duration: {text!r}")
    return length


def calendar_start(duration: str, now: datetime) -> datetime | None:
    """When the calendar period of a duration began, in UTC; None below a day.

    The unit alone decides: with "7d", too, a period begins at midnight today.
    """
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    match duration[-1:]:
        case "d":
            return midnight
        case "w":
            return midnight - timedelta(days=midnight.weekday())
        case "M":
            return midnight.replace(day=1)
        case "Y":
            return midnight.replace(month=1, day=1)
        case _:
            return None


def _go_duration(text: str) -> int:
    """What Go's `time.ParseDuration` makes of a text, in nanoseconds."""
    sign = -1 if text.startswith("-") else 1
    terms = text[1:] if text.startswith(("+", "-")) else text
    if terms == "0":
        return 0
    if not terms:
        raise DurationError(f"invalid duration: {text!r}")
    total = position = 0
    while position < len(terms):
        term = _TERM.match(terms, position)
        if term is None:
            raise DurationError(f"invalid duration: {text!r}")
        total += _term(*term.groups(default=""))
        position = term.end()
    return sign * total


def _term(whole: str, fraction: str, unit: str) -> int:
    """One number with its unit, in nanoseconds: "1.5" "h"."""
    size = _UNITS.get(unit)
    if size is None or not (whole or fraction):
        raise DurationError(f"invalid duration: {whole}.{fraction}{unit}")
    whole = whole.lstrip("0")
    if len(whole) > len(str(LONGEST)):
        raise DurationError(f"duration too long: {whole}{unit}")
    return int(whole or "0") * size + _part_of(size, fraction)


def _part_of(size: int, fraction: str) -> int:
    """The fraction of a unit, rounded as Go does: in floating point, then down.

    Digits that 64 bits cannot hold are dropped.
    """
    value, scale = 0, 1.0
    for digit in fraction:
        longer = value * 10 + int(digit)
        if longer > LONGEST + 1:
            break
        value, scale = longer, scale * 10
    return int(value * (size / scale))
