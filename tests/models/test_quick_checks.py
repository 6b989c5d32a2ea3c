"""Limits that are checked at once are checked as the evaluator does."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from typing import Any, Final

import pytest

from apiloom.runtime.evaluator import Evaluator
from apiloom.runtime.plain.quick_checks import surely

BIG: Final = 2**53
NUMBERS: Final[list[Any]] = [
    *(0, 1, 2, 3, 4, -3, 0.5, 1.0, 2.5, -0.0, 0.1, 1e23, -1e23),
    *(BIG, BIG + 1, -BIG - 1, float(BIG), 10**23, 2**64),
]
VALUES: Final[list[Any]] = [
    *NUMBERS,
    *(None, True, False, "", "a", "ab", "a\n", "é", "😀", "abcdef", "1"),
    *([], [1], [1, 1], ["a", None, {}]),
    *({}, {"a": 1}, {"a": 1, "b": [2], "c": None}),
]
SIZES: Final = (0, 1, 2, 3)
LIMITS: Final[dict[str, tuple[Any, ...]]] = {
    **dict.fromkeys(
        ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), (*NUMBERS,)
    ),
    "multipleOf": (1, 2, 3, 0.1, 0.5, 1e23),
    **dict.fromkeys(("minLength", "maxLength"), SIZES),
    **dict.fromkeys(("minItems", "maxItems"), SIZES),
    **dict.fromkeys(("minProperties", "maxProperties"), SIZES),
    "pattern": ("^a", "a$", "^\\w$", "[^a]"),
}


@pytest.mark.parametrize("keyword", LIMITS)
def test_what_is_surely_right_is_right(keyword: str) -> None:
    for limit, value in product(LIMITS[keyword], VALUES):
        schema = {keyword: limit}
        if surely(schema)(value):
            assert Evaluator({}).accepts(schema, value), (limit, value)


def test_what_is_usual_is_checked_at_once() -> None:
    schemas: list[tuple[dict[str, Any], Any]] = [
        ({"minimum": 1, "exclusiveMaximum": 9.5}, 9),
        ({"minimum": 0.5}, 0.5),
        ({"multipleOf": 5}, 10),
        ({"minLength": 1, "maxLength": 3, "pattern": "^[a-z]+$"}, "abc"),
        ({"minItems": 1}, [1]),
        ({"maxProperties": 1}, {"a": 1}),
    ]
    for schema, value in schemas:
        assert surely(schema)(value), schema
    assert not surely({"minimum": 1})(0)
    assert not surely({"minLength": 1, "maxLength": 3})("abcd")
    assert not surely({"enum": [1]})(1)
    assert not surely({"minimum": 1})(Decimal(5))
