"""Scalars by chance, always the same ones: schemas of strings, numbers and their like,
and values at the edges of what such schemas say."""

from __future__ import annotations

import json
from random import Random
from typing import Any, Final

from tests.shapes import Schema
from tests.weaving import RawJson

LIMITS: Final = (0, 1, 2.5, 3, -1, -0.5, 10, 1e3, 2**53 - 1, 2**53, 2**53 + 1, 10**23)
STEPS: Final = (1, 2, 3, 0.1, 0.25, 2.5, 10, 1e-3, 2**53 + 1)
PATTERNS: Final = (
    *("^a", "b$", "^\\w$", "^\\d+$", "[a-z]{2,3}", "^[^b]*$", "a|b", ".", "^.$"),
    *("^(?:ab)+$", "\\s", "^\\S*$", "x*", "a++b", "[a-z]?$", "^\\u{1F600}$", "\\bab"),
)
FORMATS: Final = (
    *("date", "date-time", "uuid", "decimal", "email", "hostname", "ipv4", "ipv6"),
    *("uri", "uri-reference", "time", "duration", "json-pointer", "regex", "unknown"),
)
LISTED: Final = (0, 1, 1.0, 3, 2.5, -1, 2**53 + 1, "", "a", "ab", "é", "1", True, None)
KINDS: Final = ("string", "integer", "number", "boolean", "null")
SCALAR_TEXTS: Final = tuple(
    RawJson(text)
    for text in (
        *("0", "-0", "0.0", "1", "1.0", "2", "2.5", "3", "3.0", "3.0000000001", "-1"),
        *("-0.5", "0.1", "0.3", "0.30000000000000004", "6", "10", "1e1", "1000", "1e3"),
        *("9007199254740991", "9007199254740992", "9007199254740993", "1e-3"),
        *("9007199254740992.0", "1e23", "100000000000000000000000", "1e300"),
        *("2147483647", "2147483648", "-2147483648", "9223372036854775807"),
        *("9223372036854775808", "-9223372036854775809", "123456789012345678901e-1"),
        *("true", "false", "null"),
        *(
            json.dumps(text)
            for text in (
                *("", "a", "b", "ab", "abab", "abc", "é", "\u0663", "1", "12", "1.5"),
                *("a\n", "\n", "a b", "\u2028", "\U0001f600", "\U0001f600\U0001f600"),
                *("aab", "-b", "xyz", " ", "\ufeff", "1e3", "+1", "1."),
                *("2020-02-29", "2021-02-29", "2020-02-29T00:00:00Z", "0000-01-01"),
                *("2020-02-29t00:00:00.123456789z", "2020-02-29T24:00:00Z"),
                *("2020-02-29T23:59:60Z", "2020-02-29T00:00:00+23:59"),
                *("2020-02-29T00:00:00", "9999-12-31T23:59:59.9999999Z"),
                *("123e4567-e89b-12d3-a456-426614174000", "127.0.0.1", "::1", "a@b.c"),
                *("http://a/b", "/a~1b", "P1D", "12:30:00Z", "(", "example.org"),
            )
        ),
    )
)


def scalar_schema(random: Random) -> Schema:
    """A schema of scalars: one type or two, and a few keywords, fitting or not."""
    kinds = random.sample(KINDS, random.choice((1, 1, 1, 2)))
    schema: Schema = {"type": kinds if len(kinds) > 1 else kinds[0]}
    if random.random() < 0.3:
        schema["format"] = random.choice((*FORMATS, "int32", "int64"))
    keywords: dict[str, Any] = {
        "minimum": lambda: random.choice(LIMITS),
        "maximum": lambda: random.choice(LIMITS),
        "exclusiveMinimum": lambda: random.choice(LIMITS),
        "exclusiveMaximum": lambda: random.choice(LIMITS),
        "multipleOf": lambda: random.choice(STEPS),
        "minLength": lambda: random.choice((0, 1, 2)),
        "maxLength": lambda: random.choice((1, 2, 3, 20)),
        "pattern": lambda: random.choice(PATTERNS),
        "enum": lambda: random.sample(LISTED, 5),
    }
    for keyword in random.sample([*keywords], random.choice((0, 1, 1, 2, 3))):
        schema[keyword] = keywords[keyword]()
    return schema
