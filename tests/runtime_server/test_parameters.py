"""Parameters: every style, and text that is judged as what it is declared to be."""

from typing import Any

import pytest

from apiloom.runtime.operation import Parameter
from apiloom.runtime.server.styles import from_path
from apiloom.runtime.shape import shape_of
from apiloom.runtime.split_text import StyleError

from .asgi import Result, call
from .program import app
from .sample.models import Filter, Point

DEFAULTS = {"kind": "toy", "ids": [1], "limit": 20}


def search(
    query: str = "", *headers: tuple[str, str], path: str = "/things/toy/1"
) -> Result:
    return call(app, "GET", f"{path}?{query}", headers=headers)


def found(query: str = "", *headers: tuple[str, str]) -> dict[str, Any]:
    result = search(query, *headers)
    assert result.status == 200, result.body
    return {k: v for k, v in result.json.items() if DEFAULTS.get(k) != v}


def errors(query: str = "", *headers: tuple[str, str]) -> dict[str, str]:
    result = search(query, *headers)
    assert result.status == 400, result.body
    return {f"{e['in']} {e['name']}": e["detail"] for e in result.json["errors"]}


def test_absent_parameters_take_their_defaults() -> None:
    assert search().json == DEFAULTS


def test_unknown_parameters_are_ignored() -> None:
    assert found("nonsense=1&also", ("X-Nonsense", "1"), ("Cookie", "n=1")) == {}


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ("limit=5", {"limit": 5}),
        ("limit=1e1", {"limit": 10}),
        ("exact=true", {"exact": True}),
        ("exact=false", {"exact": False}),
        ("since=2025-01-31", {"since": "2025-01-31"}),
        ("tags=a&tags=b", {"tags": ["a", "b"]}),
        ("tags=a,b", {"tags": ["a,b"]}),
        ("tags=5", {"tags": ["5"]}),
        ("tags=", {"tags": [""]}),
        ("tags", {"tags": [""]}),
        ("tags=a+b%2B%C3%A9", {"tags": ["a b+é"]}),
        ("t%61gs=x", {"tags": ["x"]}),
        ("sizes=1,2,3", {"sizes": [1, 2, 3]}),
        ("piped=a%7Cb|c", {"piped": ["a", "b", "c"]}),
        ("spaced=a%20b+c", {"spaced": ["a", "b", "c"]}),
        ("filter[name]=5&filter[size]=5", {"filter": {"name": "5", "size": 5}}),
        ("filter%5Bname%5D=a", {"filter": {"name": "a"}}),
        ("filter[labels]=a&filter[labels]=b", {"filter": {"labels": ["a", "b"]}}),
        ("filter[labels][]=a", {"filter": {"labels": ["a"]}}),
        ("filter[near][x]=1&filter[near][y]=2", {"filter": {"near": {"x": 1, "y": 2}}}),
        ("filter[else]=a", {"filter": {"else": "a"}}),
        ("first=1&last=2", {"page": {"first": 1, "last": 2}}),
        ("near=%7B%22x%22%3A1%7D", {"near": {"x": 1}}),
    ],
)
def test_query(query: str, value: dict[str, Any]) -> None:
    assert found(query) == value


@pytest.mark.parametrize(
    ("query", "name", "detail"),
    [
        ("limit=", "limit", "Input should be a valid integer"),
        ("limit=five", "limit", "Input should be a valid integer"),
        ("limit=%205", "limit", "Input should be a valid integer"),
        ("limit=%2B5", "limit", "Input should be a valid integer"),
        ("limit=5_0", "limit", "Input should be a valid integer"),
        ("limit=1.5", "limit", "Input should be a valid integer"),
        ("limit=true", "limit", "Input should be a valid integer"),
        ("limit=1e999", "limit", "Input should be a valid integer"),
        ("limit=" + "9" * 5000, "limit", "Input should be a valid integer"),
        ("limit=101", "limit", "Input should be less than or equal to 100"),
        ("limit=1&limit=2", "limit", "Must be given once."),
        ("exact=1", "exact", "Input should be a valid boolean"),
        ("exact=True", "exact", "Input should be a valid boolean"),
        ("sizes=1,x", "sizes", "/1: Input should be a valid integer"),
        ("sizes=1&sizes=2", "sizes", "Must be given once."),
        ("tags=%FF", "tags", "Must be percent-encoded UTF-8."),
        ("near=%7B", "near", "Invalid JSON: EOF while parsing an object"),
        ("near=%7B%7D", "near", "/x: Field required"),
        ("filter[size]=x", "filter", "/size: Input should be a valid integer"),
        ("filter[name]=a&filter[name]=b", "filter", "Must be given once."),
        (
            "filter[near]=a&filter[near][x]=1",
            "filter",
            "Gives 'near' both a value and properties.",
        ),
        ("filter" + "[a]" * 50 + "=1", "filter", "Is nested too deeply."),
    ],
)
def test_query_that_is_refused(query: str, name: str, detail: str) -> None:
    found = errors(query)
    assert set(found) == {f"query {name}"}
    assert found[f"query {name}"].startswith(detail)


def test_headers_and_cookies() -> None:
    assert found(
        "",
        ("X-Trace", "a,b%41"),
        ("X-Flags", "1, 2"),
        ("X-Flags", "3"),
        ("Cookie", 'other=1; color="dark%20red"'),
    ) == {"trace": "a,b%41", "flags": [1, 2, 3], "color": "dark red"}
    assert errors("", ("X-Flags", "1,,2"), ("Cookie", "color=a; color=b")) == {
        "header X-Flags": "/1: Input should be a valid integer",
        "cookie color": "Must be given once.",
    }


def test_every_error_is_named() -> None:
    result = search("limit=x&exact=y", path="/things/none/1,b")
    assert result.status == 400
    assert [(e["in"], e["name"]) for e in result.json["errors"]] == [
        ("path", "kind"),
        ("path", "ids"),
        ("query", "limit"),
        ("query", "exact"),
    ]


def test_paths() -> None:
    assert search(path="/things/tool/1,2").json["ids"] == [1, 2]
    matrix = call(app, "GET", "/matrix/;x=1;y=2/.a%2Eb.c/x%2Fy.json")
    assert matrix.json == {
        "point": {"x": 1, "y": 2},
        "labels": ["a.b", "c"],
        "name": "x/y",
    }
    wrong = call(app, "GET", "/matrix/x=1/a/b.json")
    assert {e["detail"] for e in wrong.json["errors"]} == {
        "Must begin with ';'.",
        "Must begin with '.'.",
    }


BLUE = ["blue", "black", "brown"]
COLOR = Parameter(name="color", location="path", type=list[str], required=True)


def color(style: Any, explode: bool, type_: Any) -> Parameter:
    return Parameter(
        name="color", location="path", type=type_, style=style, explode=explode
    )


@pytest.mark.parametrize(
    ("style", "explode", "string", "array", "record"),
    [
        ("simple", False, "blue", "blue,black,brown", "x,100,y,200"),
        ("simple", True, "blue", "blue,black,brown", "x=100,y=200"),
        ("label", False, ".blue", ".blue,black,brown", ".x,100,y,200"),
        ("label", True, ".blue", ".blue.black.brown", ".x=100.y=200"),
        (
            "matrix",
            False,
            ";color=blue",
            ";color=blue,black,brown",
            ";color=x,100,y,200",
        ),
        (
            "matrix",
            True,
            ";color=blue",
            ";color=blue;color=black;color=brown",
            ";x=100;y=200",
        ),
    ],
)
def test_the_table_of_path_styles(
    style: str, explode: bool, string: str, array: str, record: str
) -> None:
    """OpenAPI 3.1 section 4.8.12.4."""

    def read(type_: Any, text: str) -> object:
        return from_path(color(style, explode, type_), shape_of(type_), text)

    assert read(str, string) == "blue"
    assert read(list[str], array) == BLUE
    assert read(Point, record) == {"x": 100, "y": 200}


@pytest.mark.parametrize("text", ["x,100,y", "x,1,x,2"])
def test_objects_of_another_form(text: str) -> None:
    with pytest.raises(StyleError):
        from_path(color("simple", False, Point), shape_of(Point), text)


def test_shapes() -> None:
    assert shape_of(int | str).read("5") == 5
    assert shape_of(int | str).read("05") == "05"
    assert shape_of(int | None).read("null") is None
    assert shape_of(str | None).read("null") == "null"
    assert shape_of(float).read("-1.5e3") == -1500.0
    assert shape_of(Filter).property("near").property("x").read("1") == 1
    assert shape_of(dict[str, int]).property("any").read("1") == 1
    assert shape_of(Any).read("1") == "1"
