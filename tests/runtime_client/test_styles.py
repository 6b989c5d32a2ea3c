"""The style table of the OpenAPI Specification 3.1.1, section 4.8.12.4."""

from typing import Any

import pytest

from apiloom.runtime.operation import Operation, Parameter
from apiloom.runtime.parameters import Arguments, write_arguments

EMPTY = ""
STRING = "blue"
ARRAY = ["blue", "black", "brown"]
OBJECT = {"R": 100, "G": 200, "B": 150}


def written(value: Any, **parameter: Any) -> Arguments:
    """The one parameter, called `color`, of an operation with that value."""
    parameter.setdefault("type", Any)
    color = Parameter(name="color", **parameter)
    path = "/{color}" if color.location == "path" else "/"
    operation: Operation[None] = Operation(
        id="paint", method="GET", path=path, parameters=(color,)
    )
    return write_arguments(operation, (value,))


PATH = [
    ("matrix", False, EMPTY, ";color"),
    ("matrix", False, STRING, ";color=blue"),
    ("matrix", False, ARRAY, ";color=blue,black,brown"),
    ("matrix", False, OBJECT, ";color=R,100,G,200,B,150"),
    ("matrix", True, EMPTY, ";color"),
    ("matrix", True, STRING, ";color=blue"),
    ("matrix", True, ARRAY, ";color=blue;color=black;color=brown"),
    ("matrix", True, OBJECT, ";R=100;G=200;B=150"),
    ("label", False, STRING, ".blue"),
    ("label", False, ARRAY, ".blue,black,brown"),
    ("label", False, OBJECT, ".R,100,G,200,B,150"),
    ("label", True, STRING, ".blue"),
    ("label", True, ARRAY, ".blue.black.brown"),
    ("label", True, OBJECT, ".R=100.G=200.B=150"),
    ("simple", False, STRING, "blue"),
    ("simple", False, ARRAY, "blue,black,brown"),
    ("simple", False, OBJECT, "R,100,G,200,B,150"),
    ("simple", True, STRING, "blue"),
    ("simple", True, ARRAY, "blue,black,brown"),
    ("simple", True, OBJECT, "R=100,G=200,B=150"),
]


@pytest.mark.parametrize(("style", "explode", "value", "expected"), PATH)
def test_path(style: str, explode: bool, value: Any, expected: str) -> None:
    arguments = written(
        value, location="path", style=style, explode=explode, required=True
    )
    assert arguments.path == f"/{expected}"


HEADER = [
    (False, EMPTY, ""),
    (False, STRING, "blue"),
    (False, ARRAY, "blue,black,brown"),
    (False, OBJECT, "R,100,G,200,B,150"),
    (True, ARRAY, "blue,black,brown"),
    (True, OBJECT, "R=100,G=200,B=150"),
    (False, "a b/c%", "a b/c%"),
]


@pytest.mark.parametrize(("explode", "value", "expected"), HEADER)
def test_header(explode: bool, value: Any, expected: str) -> None:
    arguments = written(value, location="header", explode=explode)
    assert arguments.headers == {"color": expected}


QUERY = [
    ("form", False, EMPTY, "color="),
    ("form", False, STRING, "color=blue"),
    ("form", False, ARRAY, "color=blue,black,brown"),
    ("form", False, OBJECT, "color=R,100,G,200,B,150"),
    ("form", True, EMPTY, "color="),
    ("form", True, STRING, "color=blue"),
    ("form", True, ARRAY, "color=blue&color=black&color=brown"),
    ("form", True, OBJECT, "R=100&G=200&B=150"),
    ("form", None, ARRAY, "color=blue&color=black&color=brown"),
    ("spaceDelimited", False, ARRAY, "color=blue%20black%20brown"),
    ("spaceDelimited", False, OBJECT, "color=R%20100%20G%20200%20B%20150"),
    ("pipeDelimited", False, ARRAY, "color=blue%7Cblack%7Cbrown"),
    ("pipeDelimited", False, OBJECT, "color=R%7C100%7CG%7C200%7CB%7C150"),
    ("pipeDelimited", True, ARRAY, "color=blue&color=black&color=brown"),
    (
        "deepObject",
        True,
        OBJECT,
        "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150",
    ),
    # Beyond the table: null and empty values, nesting, text that needs encoding.
    ("form", True, None, ""),
    ("form", True, [], ""),
    ("form", False, [], ""),
    ("form", True, [None, "a"], "color=a"),
    ("form", True, ["", "a"], "color=&color=a"),
    ("form", True, {}, ""),
    ("form", False, {"a": None}, ""),
    ("form", True, True, "color=true"),
    ("form", True, 1.5, "color=1.5"),
    ("form", True, "a b&c=d+é/?", "color=a%20b%26c%3Dd%2B%C3%A9%2F%3F"),
    ("form", False, ["a,b", "c"], "color=a%2Cb,c"),
    ("form", True, [{"a": 1}], "color=%7B%22a%22%3A1%7D"),
    ("deepObject", True, {"a": {"b": {"c": 1}}}, "color%5Ba%5D%5Bb%5D%5Bc%5D=1"),
    ("deepObject", True, {"a": [1, 2]}, "color%5Ba%5D=1&color%5Ba%5D=2"),
    ("deepObject", True, {"a": "", "b": None}, "color%5Ba%5D="),
    ("deepObject", True, ["x", "y"], "color%5B%5D=x&color%5B%5D=y"),
]


@pytest.mark.parametrize(("style", "explode", "value", "expected"), QUERY)
def test_query(style: str, explode: bool | None, value: Any, expected: str) -> None:
    arguments = written(value, location="query", style=style, explode=explode)
    assert "&".join(f"{name}={text}" for name, text in arguments.query) == expected


COOKIE = [
    (False, STRING, [("color", "blue")]),
    (False, ARRAY, [("color", "blue,black,brown")]),
    (True, ARRAY, [("color", "blue"), ("color", "black"), ("color", "brown")]),
    (True, OBJECT, [("R", "100"), ("G", "200"), ("B", "150")]),
    (False, 'a;b, "c"', [("color", "a%3Bb%2C%20%22c%22")]),
]


@pytest.mark.parametrize(("explode", "value", "expected"), COOKIE)
def test_cookie(explode: bool, value: Any, expected: list[tuple[str, str]]) -> None:
    arguments = written(value, location="cookie", explode=explode)
    assert arguments.cookies == expected


def test_reserved_characters_stay_where_the_document_allows_them() -> None:
    arguments = written("/a?b=c&d#e+f g", location="query", allow_reserved=True)
    assert arguments.query == [("color", "/a?b=c%26d%23e%2Bf%20g")]


@pytest.mark.parametrize(
    ("value", "expected"),
    [("a%2Fb%2fc", "a%2Fb%2fc"), ("100%", "100%25"), ("%zz%2", "%25zz%252")],
)
def test_what_is_encoded_stays_so_beside_reserved(value: str, expected: str) -> None:
    """RFC 6570, section 3.2.3: `+` allows triples."""
    kept = written(value, location="query", allow_reserved=True)
    assert kept.query == [("color", expected)]
    listed = written([value, "b"], location="query", explode=False, allow_reserved=True)
    assert listed.query == [("color", f"{expected},b")]
    assert written("%2F", location="query").query == [("color", "%252F")]


def test_a_parameter_with_content_is_one_json_text() -> None:
    query = written({"a": [1]}, location="query", content="application/json")
    assert query.query == [("color", "%7B%22a%22%3A%5B1%5D%7D")]
    header = written({"a": "é"}, location="header", content="application/json")
    assert header.headers == {"color": '{"a":"\\u00e9"}'}
    path = written([1], location="path", content="application/json", required=True)
    assert path.path == "/%5B1%5D"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), [float("-inf")]])
def test_what_json_cannot_say_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="NaN"):
        written(value, location="query", type=Any)
