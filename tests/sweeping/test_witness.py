"""The witness against the examples that the specifications themselves give."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import Any, Final

import pytest

from tests.sweeping.comparing import compare_fields, equal
from tests.sweeping.described import DescribedMedia, DescribedParameter
from tests.sweeping.style_table import (
    Undefined,
    cookie_pairs,
    header_text,
    path_text,
    query_pairs,
)
from tests.sweeping.witness_bodies import facts, normal, written

_WITNESS: Final = (
    *("witness", "witness_bodies", "style_table", "described", "pointers", "wire"),
    *("examples", "merging", "values", "patterns", "hostile", "as_written"),
)
"""The witness, and all that it leans on."""
_OTHERS: Final = {"jsonschema_rs", "yaml", "httpx2"}

_ARRAY = ["blue", "black", "brown"]
_OBJECT = {"R": 100, "G": 200, "B": 150}


def _parameter(
    place: str, style: str, explode: bool, content: str | None = None
) -> DescribedParameter:
    return DescribedParameter(
        name="color",
        place=place,
        style=style,
        explode=explode,
        reserved=False,
        required=False,
        schema=None,
        content=content,
    )


@pytest.mark.parametrize(
    ("style", "explode", "value", "text"),
    [
        ("matrix", False, "blue", ";color=blue"),
        ("matrix", False, "", ";color"),
        ("matrix", False, _ARRAY, ";color=blue,black,brown"),
        ("matrix", False, _OBJECT, ";color=R,100,G,200,B,150"),
        ("matrix", True, _ARRAY, ";color=blue;color=black;color=brown"),
        ("matrix", True, _OBJECT, ";R=100;G=200;B=150"),
        ("label", False, "blue", ".blue"),
        ("label", False, _ARRAY, ".blue,black,brown"),
        ("label", True, _ARRAY, ".blue.black.brown"),
        ("label", True, _OBJECT, ".R=100.G=200.B=150"),
        ("simple", False, _ARRAY, "blue,black,brown"),
        ("simple", False, _OBJECT, "R,100,G,200,B,150"),
        ("simple", True, _OBJECT, "R=100,G=200,B=150"),
        ("simple", False, "a/b c", "a%2Fb%20c"),
    ],
)
def test_paths(style: str, explode: bool, value: Any, text: str) -> None:
    assert path_text(_parameter("path", style, explode), value) == text


@pytest.mark.parametrize(
    ("style", "explode", "value", "text"),
    [
        ("form", False, _ARRAY, "color=blue,black,brown"),
        ("form", True, _ARRAY, "color=blue&color=black&color=brown"),
        ("form", False, _OBJECT, "color=R,100,G,200,B,150"),
        ("form", True, _OBJECT, "R=100&G=200&B=150"),
        ("spaceDelimited", False, _ARRAY, "color=blue%20black%20brown"),
        ("spaceDelimited", False, _OBJECT, "color=R%20100%20G%20200%20B%20150"),
        ("pipeDelimited", False, _ARRAY, "color=blue%7Cblack%7Cbrown"),
        (
            "deepObject",
            True,
            _OBJECT,
            "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150",
        ),
        ("form", True, True, "color=true"),
        ("form", False, ["a,b", "c"], "color=a%2Cb,c"),
    ],
)
def test_queries(style: str, explode: bool, value: Any, text: str) -> None:
    pairs = query_pairs(_parameter("query", style, explode), value)
    assert "&".join(f"{name}={value}" for name, value in pairs) == text


def test_headers_and_cookies() -> None:
    header = _parameter("header", "simple", explode=False)
    assert header_text(header, _OBJECT) == "R,100,G,200,B,150"
    assert header_text(_parameter("header", "simple", True), _OBJECT) == (
        "R=100,G=200,B=150"
    )
    as_json = _parameter("header", "simple", False, "application/json")
    assert header_text(as_json, {"a": [1]}) == '{"a":[1]}'
    assert cookie_pairs(_parameter("cookie", "form", True), "b c") == [
        ("color", "b%20c")
    ]


@pytest.mark.parametrize(
    ("place", "style", "value"),
    [
        ("query", "form", [["nested"]]),
        ("query", "deepObject", {"a": {"b": 1}}),
        ("query", "deepObject", [1, 2]),
        ("query", "form", [None]),
        ("cookie", "form", [1, 2]),
    ],
)
def test_what_openapi_leaves_open(place: str, style: str, value: Any) -> None:
    parameter = _parameter(place, style, explode=True)
    with pytest.raises(Undefined):
        (cookie_pairs if place == "cookie" else query_pairs)(parameter, value)


@pytest.mark.parametrize(
    ("name", "encoding", "value"),
    [
        ("application/json", {}, {"a": [1, "ü"]}),
        ("application/x-www-form-urlencoded", {}, {"a b": ["x&y", "+"], "o": {"p": 1}}),
        (
            "application/x-www-form-urlencoded",
            {"a": {"style": "pipeDelimited", "explode": False}},
            {"a": ["x", "y"]},
        ),
        ("multipart/form-data", {}, {"a": ["x", "y\r\nz"], "o": {"p": [1]}}),
    ],
)
def test_a_body_says_what_it_was_written_from(
    name: str, encoding: dict[str, Any], value: dict[str, Any]
) -> None:
    media = DescribedMedia(name, None, encoding=encoding)
    body, content_type = written(media, value, lambda _: False)
    first = next(iter(value))
    other, other_type = written(media, {**value, first: "x"}, lambda _: False)
    assert facts(content_type, body) == facts(content_type, body)
    assert facts(content_type, body) != facts(other_type, other)


def test_spellings_of_one_text_are_the_same() -> None:
    assert normal("a+b%7E%2f") == normal("a%20b~%2F")
    assert normal("a,b") != normal("a%2Cb")


def test_json_values_are_compared_with_their_types() -> None:
    assert equal({"a": [1, 2.0]}, {"a": [1.0, 2]})
    assert not equal([True], [1])
    assert not equal({"a": None}, {})
    assert not equal("1", 1)
    with pytest.raises(AssertionError, match="x-b"):
        compare_fields("a field", [("x-a", "1"), ("x-b", "2")], [("x-b", "1")])


@pytest.mark.parametrize("name", _WITNESS)
def test_the_witness_leans_on_nothing_that_it_judges(name: str) -> None:
    tree = ast.parse(Path(__file__).with_name(f"{name}.py").read_text("utf-8"))
    imported = [
        alias.name
        for each in ast.walk(tree)
        if isinstance(each, ast.Import)
        for alias in each.names
    ]
    imported += [
        f"{each.module}.{alias.name}"
        for each in ast.walk(tree)
        if isinstance(each, ast.ImportFrom)
        for alias in each.names
    ]
    ours = [each.split(".") for each in imported if each.startswith("tests.")]
    # `from tests.sweeping import x` and `from tests.sweeping.x import y`.
    assert {steps[2] for steps in ours} <= set(_WITNESS)
    others = {each.split(".")[0] for each in imported} - {"tests", "__future__"}
    assert others - sys.stdlib_module_names <= _OTHERS
