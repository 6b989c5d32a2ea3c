"""Strings and numbers that keep to the keywords of a schema."""

from __future__ import annotations

import re
from typing import Any, Final

Json = dict[str, Any]

_STRINGS: Final = {
    "date-time": "2024-05-06T07:08:09Z",
    "date": "2024-05-06",
    "time": "07:08:09Z",
    "duration": "P1DT2H",
    "uuid": "123e4567-e89b-42d3-a456-426614174000",
    "uri": "https://example.org/a",
    "url": "https://example.org/a",
    "uri-reference": "/a",
    "email": "somebody@example.org",
    "hostname": "example.org",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "byte": "aGVsbG8=",
    "base64": "aGVsbG8=",
    "binary": "hello",
    "decimal": "1.5",
    "int64": "5",
}
_GUESSES: Final = (
    *_STRINGS.values(),
    *("a", "A", "1", "aa", "text", "Text", "TEXT", "a1", "1a", "0", "10", "12345"),
    *("a-b", "a_b", "a.b", "a/b", "en", "EN", "en-US", "a@b.cd", "+15550100", "1.0"),
    *("#aabbcc", "aabbccdd", "v1", "1.0.0", "2024", "USD", "123456789012", "1h", "a:b"),
)


class NoExampleError(Exception):
    """A schema for which no example was found."""


def string_of(schema: Json) -> str:
    """A string with the format, the pattern and the length that are asked for."""
    text = _STRINGS.get(schema.get("format", ""), "text")
    least, most = schema.get("minLength", 0), schema.get("maxLength")
    pattern = schema.get("pattern")
    if least > 10_000:
        raise NoExampleError
    offered = [
        schema.get("example"),
        schema.get("default"),
        *schema.get("examples", []),
    ]
    guesses = [text, *_GUESSES, *(each for each in offered if isinstance(each, str))]
    has_format = schema.get("format") in _STRINGS
    for guess in [text] if has_format else guesses:
        padded = guess if has_format else guess.ljust(least, "a")
        cut = padded if most is None else padded[:most]
        if len(cut) >= least and (pattern is None or _matches(pattern, cut)):
            return cut
    raise NoExampleError


def _matches(pattern: str, text: str) -> bool:
    try:
        return re.search(pattern, text) is not None
    except (re.error, RecursionError):
        raise NoExampleError from None


def number_of(schema: Json, kind: str) -> int | float:
    """A number of the `kind`, integer or number, between its bounds."""
    step = schema.get("multipleOf")
    if kind == "integer":
        step = step or 1
    low = schema.get("minimum", schema.get("exclusiveMinimum"))
    high = schema.get("maximum", schema.get("exclusiveMaximum"))
    choices: list[int | float] = [5, 1, 0, -1]
    for bound in (low, high):
        if isinstance(bound, int | float) and abs(bound) < 1e15:
            choices += [bound, bound + 1, bound - 1, bound + 0.5, bound - 0.5]
            choices += [bound + (step or 0), bound - (step or 0)]
    for choice in choices:
        if step and abs(choice / step - round(choice / step)) > 1e-9:
            continue
        if _within(schema, choice):
            return int(choice) if choice == int(choice) else choice
    raise NoExampleError


def _within(schema: Json, value: int | float) -> bool:
    return not (
        value < schema.get("minimum", value)
        or value > schema.get("maximum", value)
        or value <= schema.get("exclusiveMinimum", value - 1)
        or value >= schema.get("exclusiveMaximum", value + 1)
    )
