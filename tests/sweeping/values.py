"""Strings and numbers that keep to the keywords of a schema."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from tests.sweeping.patterns import text_of

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
_OTHERS: Final = {
    "date-time": "1999-12-31T23:59:59+02:00",
    "date": "1999-12-31",
    "time": "23:59:59+02:00",
    "duration": "P21D",
    "uuid": "00000000-0000-4000-8000-00000000000f",
    "uri": "https://example.org/b?c=d&e=%20;f=g,h#i",
    "url": "https://example.org/b?c=d&e=%20;f=g,h#i",
    "uri-reference": "b?c=d&e#f",
    "email": "some+body@example.org",
    "hostname": "a-b.example.org",
    "ipv4": "198.51.100.255",
    "ipv6": "::1",
    "byte": "+/8=",
    "base64": "+/8=",
    "binary": "a&b=c",
    "decimal": "-0.25",
    "int64": "-7",
}
"""A second text for each format: two items are never the same."""
_LIMITS: Final = {"int32": 2**31, "float": 2**24}
_GUESSES: Final = (
    *_STRINGS.values(),
    *("a", "A", "1", "aa", "text", "Text", "TEXT", "a1", "1a", "0", "10", "12345"),
    *("a-b", "a_b", "a.b", "a/b", "en", "EN", "en-US", "a@b.cd", "+15550100", "1.0"),
    *("#aabbcc", "aabbccdd", "v1", "1.0.0", "2024", "USD", "123456789012", "1h", "a:b"),
)


class NoExampleError(Exception):
    """A schema for which no example was found."""


def string_of(schema: Json, hostile: Iterable[str] = (), turn: int = 0) -> str:
    """A string with the format, the pattern and the length that are asked for.

    The first of the `hostile` texts that keeps to the pattern goes before all others;
    where there is a format, every other `turn` has another text of it.
    """
    least, most = schema.get("minLength", 0), schema.get("maxLength")
    pattern = schema.get("pattern")
    if least > 10_000:
        raise NoExampleError
    format_ = schema.get("format")
    if format_ in _STRINGS:
        texts = _STRINGS if turn % 2 == 0 else _OTHERS
        return _first_fitting([texts[format_], _STRINGS[format_]], schema)
    for text in hostile:
        fits = len(text) >= least and (most is None or len(text) <= most)
        if fits and (pattern is None or _matches(pattern, text)):
            return text
    offered = [
        schema.get("example"),
        schema.get("default"),
        *schema.get("examples", []),
    ]
    known = [each for each in offered if isinstance(each, str)]
    guesses = ["text", *_GUESSES, *known]
    cut = [guess.ljust(least, "a")[:most] for guess in guesses]
    try:
        return _first_fitting(_turned(cut, turn) if pattern else cut, schema)
    except NoExampleError:
        found = text_of(pattern, least, most, turn) if pattern else None
        if found is None:
            raise
        return found


def _turned(texts: list[str], turn: int) -> list[str]:
    start = turn % len(texts)
    return texts[start:] + texts[:start]


def _first_fitting(texts: list[str], schema: Json) -> str:
    least, most = schema.get("minLength", 0), schema.get("maxLength")
    pattern = schema.get("pattern")
    for text in texts:
        fits = len(text) >= least and (most is None or len(text) <= most)
        if fits and (pattern is None or _matches(pattern, text)):
            return text
    raise NoExampleError


def _matches(pattern: str, text: str) -> bool:
    try:
        return re.search(pattern, text) is not None
    except (re.error, RecursionError):
        return False


def number_of(schema: Json, kind: str, turn: int = 0) -> int | float:
    """A number of the `kind`, integer or number, between its bounds.

    Each `turn` has another, as long as there are others. A format of integers means
    one under `number` too.
    """
    step = schema.get("multipleOf")
    if kind == "integer" or schema.get("format") in {"int32", "int64"}:
        step = step or 1
    low = schema.get("minimum", schema.get("exclusiveMinimum"))
    high = schema.get("maximum", schema.get("exclusiveMaximum"))
    choices: list[int | float] = [5, 1, 0, -1]
    for bound in (low, high):
        if isinstance(bound, int | float) and abs(bound) < 1e15:
            choices += [bound, bound + 1, bound - 1, bound + 0.5, bound - 0.5]
            choices += [bound + (step or 0), bound - (step or 0)]
    if turn:
        choices += [-2.25, 1234567, -32768, 0.5]
    limit = _LIMITS.get(schema.get("format", ""), 2**53)
    fitting = [
        int(choice) if choice == int(choice) else choice
        for choice in choices
        if (not step or abs(choice / step - round(choice / step)) <= 1e-9)
        and _within(schema, choice)
        and abs(choice) < limit
    ]
    distinct = list(dict.fromkeys(fitting))
    if not distinct:
        raise NoExampleError
    return distinct[turn % len(distinct)]


def _within(schema: Json, value: int | float) -> bool:
    return not (
        value < schema.get("minimum", value)
        or value > schema.get("maximum", value)
        or value <= schema.get("exclusiveMinimum", value - 1)
        or value >= schema.get("exclusiveMaximum", value + 1)
    )
