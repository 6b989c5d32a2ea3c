"""A value is judged alike whoever judges it: by a type, or by the runtime's evaluator.

Types are pydantic's where these agree with JSON Schema; what a type cannot say, and
what stands below `patternProperties` and its like, is for the evaluator. Schemas are
drawn at random, always the same ones, and judged in several places each.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any, Final

import pytest

from apiloom.runtime.evaluator import Evaluator
from tests.shapes import Schema, all_of, holder
from tests.weaving import RawJson, Woven, document, weave

_LIMITS: Final = (0, 1, 2.5, 3, -1, -0.5, 10, 1e3, 2**53 - 1, 2**53, 2**53 + 1, 10**23)
_STEPS: Final = (1, 2, 3, 0.1, 0.25, 2.5, 10, 1e-3, 2**53 + 1)
_PATTERNS: Final = (
    *("^a", "b$", "^\\w$", "^\\d+$", "[a-z]{2,3}", "^[^b]*$", "a|b", ".", "^.$"),
    *("^(?:ab)+$", "\\s", "^\\S*$", "x*", "a++b", "[a-z]?$", "^\\u{1F600}$", "\\bab"),
)
_FORMATS: Final = (
    *("date", "date-time", "uuid", "decimal", "email", "hostname", "ipv4", "ipv6"),
    *("uri", "uri-reference", "time", "duration", "json-pointer", "regex", "unknown"),
)
_TWO_FORMATS: Final = (
    ("string", "date", "uri-reference"),
    ("string", "uri-reference", "date"),
    ("string", "unknown", "ipv4"),
    ("number", "email", "int32"),
    ("integer", "int64", "int32"),
)
_LISTED: Final = (0, 1, 1.0, 3, 2.5, -1, 2**53 + 1, "", "a", "ab", "é", "1", True, None)
_KINDS: Final = ("string", "integer", "number", "boolean", "null")
_VALUES: Final = tuple(
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


def _drawn(random: Random) -> Schema:
    """A schema of scalars: one type or two, and a few keywords, fitting or not."""
    kinds = random.sample(_KINDS, random.choice((1, 1, 1, 2)))
    schema: Schema = {"type": kinds if len(kinds) > 1 else kinds[0]}
    if random.random() < 0.3:
        schema["format"] = random.choice((*_FORMATS, "int32", "int64"))
    keywords: dict[str, Any] = {
        "minimum": lambda: random.choice(_LIMITS),
        "maximum": lambda: random.choice(_LIMITS),
        "exclusiveMinimum": lambda: random.choice(_LIMITS),
        "exclusiveMaximum": lambda: random.choice(_LIMITS),
        "multipleOf": lambda: random.choice(_STEPS),
        "minLength": lambda: random.choice((0, 1, 2)),
        "maxLength": lambda: random.choice((1, 2, 3, 20)),
        "pattern": lambda: random.choice(_PATTERNS),
        "enum": lambda: random.sample(_LISTED, 5),
    }
    for keyword in random.sample([*keywords], random.choice((0, 1, 1, 2, 3))):
        schema[keyword] = keywords[keyword]()
    return schema


def _of_two(random: Random) -> Schema:
    one, two = _drawn(random), _drawn(random)
    return all_of(one, {**two, "type": one["type"]})


def _schemas() -> dict[str, Schema]:
    random = Random(22)
    single = [{"type": kind, "format": name} for kind, name in _typed_formats()]
    drawn = [*single, *(_drawn(random) for _ in range(250))]
    drawn += [_of_two(random) for _ in range(80)]
    drawn += [
        all_of({"type": kind, "format": one}, {"type": kind, "format": two})
        for kind, one, two in _TWO_FORMATS
    ]
    return {f"S{index}": schema for index, schema in enumerate(drawn)}


def _typed_formats() -> Iterator[tuple[str, str]]:
    yield from (("string", name) for name in _FORMATS)
    for kind in ("integer", "number"):
        yield from ((kind, name) for name in ("int32", "int64", "decimal", "date"))


SCHEMAS: Final = _schemas()


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    below = {
        f"{name}Below": {"type": "object", "patternProperties": {"^v": schema}}
        for name, schema in SCHEMAS.items()
    }
    optional = {
        f"{name}Optional": holder(schema, required=False)
        for name, schema in SCHEMAS.items()
    }
    schemas: Schema = {**SCHEMAS, **below, **optional}
    with weave(document(schemas=schemas), targets=("models",)) as package:
        yield package


@pytest.mark.parametrize("name", SCHEMAS)
def test_types_and_the_evaluator_agree(woven: Woven, name: str) -> None:
    """At the top, as an optional property, and below a keyword that is only judged."""
    schema = SCHEMAS[name]
    for text in _VALUES:
        right = Evaluator({}).accepts(schema, json.loads(text))
        answers = (
            woven.accepts(name, text),
            woven.accepts(f"{name}Optional", RawJson(f'{{"value": {text}}}')),
            woven.accepts(f"{name}Below", RawJson(f'{{"v": {text}}}')),
        )
        assert answers == (right,) * 3, f"{text} by {schema}"
