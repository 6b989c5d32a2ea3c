"""Literals: what Python reads is what the document said, on one safe line."""

from __future__ import annotations

import ast
import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from apiloom.pylang.literal import scalar_literal, string_literal
from apiloom.text import Text
from tests.pylang.printing import formatted

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@settings(max_examples=500)
@given(ANY_TEXT)
@example("\ud800")
@example("\"'")
@example("'\"\"")
@example("\\'")
@example("a\\\nb")
@example("\u2028\x85\x00\x7f\u202e\ufeff")
@example("\\N{DASH} {x} %s")
def test_text_round_trips(text: str) -> None:
    literal = string_literal(text)
    assert ast.literal_eval(literal) == text
    assert literal.isprintable()
    literal.encode("utf-8")


@settings(max_examples=200, deadline=None)
@given(ANY_TEXT)
@example('say "x"')
@example("it's \"x\"")
@example("it's \"x\" and 'y'")
def test_black_agrees_with_the_quotes(text: str) -> None:
    source = f"f({string_literal(text)}, 1)\n"
    if len(source) <= 60:
        assert formatted(source) == source


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.integers(), st.floats(allow_nan=False), st.booleans(), st.none()))
@example(-0.0)
@example(1e16)
@example(1e-7)
@example(1.5e300)
@example(math.inf)
@example(-math.inf)
@example(10**400)
def test_other_scalars_round_trip(value: float | None) -> None:
    literal = scalar_literal(value)
    found = ast.literal_eval(literal)
    assert (found, type(found)) == (value, type(value))
    assert math.copysign(1, found or 0) == math.copysign(1, value or 0)
    if len(literal) < 60:
        assert formatted(f"{literal}\n") == f"{literal}\n"


@pytest.mark.parametrize(
    ("value", "literal"),
    [
        (Text("a"), '"a"'),
        ("", '""'),
        ('"', "'\"'"),
        ("'", '"\'"'),
        ("'\"", '"\'\\""'),
        ("\n\t\r", '"\\n\\t\\r"'),
        ("\x85\u2028\U000e0001", '"\\x85\\u2028\\U000e0001"'),
        ("\u9867\u5ba2", '"\u9867\u5ba2"'),
        (True, "True"),
        (1, "1"),
        (1.0, "1.0"),
        (1e16, "1e16"),
        (None, "None"),
    ],
)
def test_how_literals_look(value: object, literal: str) -> None:
    assert scalar_literal(value) == literal


@pytest.mark.parametrize("value", [[], {}, (), b"", object()])
def test_other_values_have_no_literal(value: object) -> None:
    with pytest.raises(TypeError, match="no literal"):
        scalar_literal(value)
