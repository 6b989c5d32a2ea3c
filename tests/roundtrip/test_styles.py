"""Parameters arrive as they were sent, in every style."""

from typing import Any

import httpx2
import pytest

from .running import Caller, Served

NASTY = "a b/c?d=e&f,g;h.i%j+k|ü"
"""Everything that delimits something somewhere."""
LIST = ["blue", "b l,a;c.k|", "ü/%2C"]
POINT = {"x": 1, "y": -2, "label": "l,a=b;e.l &|ü"}

PATH = {
    "scalar": NASTY,
    "list": LIST,
    "object": POINT,
    "scalar_exploded": NASTY,
    "list_exploded": LIST,
    "object_exploded": POINT,
}


@pytest.mark.parametrize("style", ["simple", "matrix"])
def test_path(call: Caller, style: str) -> None:
    assert call(f"styles.path_{style}", *PATH.values()) == PATH


def test_path_label(call: Caller) -> None:
    # A full stop is never encoded, so exploded labels cannot contain one.
    undotted = {
        "list_exploded": ["blue", "b l,a;ck|", "ü/%2C"],
        "object_exploded": {"x": 1, "y": -2, "label": "l,a=b;el &|ü"},
    }
    sent = {**PATH, **undotted}
    assert call("styles.path_label", *sent.values()) == sent


@pytest.mark.parametrize("style", ["simple", "label", "matrix"])
def test_path_with_one_item(call: Caller, style: str) -> None:
    point = {"x": 0, "y": 0}
    sent: dict[str, Any] = {
        **PATH,
        "list": ["1"],
        "object": point,
        "list_exploded": ["1"],
        "object_exploded": point,
    }
    assert call(f"styles.path_{style}", *sent.values()) == sent


QUERY: dict[str, Any] = {
    "form_scalar": NASTY,
    "form_number": -7,
    "form_list": LIST,
    "form_object": POINT,
    "form_scalar_exploded": NASTY,
    "form_number_exploded": 0,
    "form_list_exploded": LIST,
    "form_object_exploded": POINT,
    "space_list": ["blue", "b,l|a&=ck"],
    "space_list_exploded": LIST,
    "space_object": {"x": 1, "y": 2, "label": "a,b|c"},
    "pipe_list": ["blue", "b,l a&=ck"],
    "pipe_list_exploded": LIST,
    "pipe_object": {"x": 1, "y": 2, "label": "a,b c"},
    "deep": {"name": NASTY, "tags": LIST, "place": POINT},
    "reserved": NASTY,
    "json_list": LIST,
    "json_object": POINT,
}
HEADERS: dict[str, Any] = {
    "x_scalar": "a b,c=d;%2C",
    "x_number": -7,
    "x_list": ["blue", "b l=a;c.k|%2C"],
    "x_object": {"x": 1, "y": 2, "label": "a b;c"},
    "x_scalar_exploded": "a b,c=d;%2C",
    "x_number_exploded": 0,
    "x_list_exploded": ["blue", "b l=a;c.k|%2C"],
    "x_object_exploded": {"x": 1, "y": 2, "label": "a b;c"},
    "x_json_list": ["a,b", "ü"],
    "x_json_object": POINT,
}
COOKIES: dict[str, Any] = {
    "c_scalar": NASTY,
    "c_number": -7,
    "c_list": LIST,
    "c_object": POINT,
    "c_scalar_exploded": NASTY,
    "c_number_exploded": 0,
    "c_list_exploded": LIST,
    "c_object_exploded": POINT,
    "c_json_list": LIST,
    "c_json_object": POINT,
}
OPTIONAL = {
    "styles.query": QUERY,
    "styles.header": HEADERS,
    "styles.cookie": COOKIES,
}
EACH = [
    pytest.param(operation, name, id=f"{operation}-{name}")
    for operation, values in OPTIONAL.items()
    for name in values
]


@pytest.mark.parametrize(("operation", "name"), EACH)
def test_alone(call: Caller, operation: str, name: str) -> None:
    sent = {name: OPTIONAL[operation][name]}
    assert call(operation, **sent) == sent


@pytest.mark.parametrize("operation", OPTIONAL)
def test_all_together(call: Caller, operation: str) -> None:
    assert call(operation, **OPTIONAL[operation]) == OPTIONAL[operation]


@pytest.mark.parametrize("operation", OPTIONAL)
def test_nothing(call: Caller, operation: str) -> None:
    assert call(operation) == {}


def test_model_as_value(call: Caller, models: Any) -> None:
    sent = {"deep": models.Deep(name="n"), "json_object": models.Point(x=1, y=2)}
    expected = {"deep": {"name": "n"}, "json_object": {"x": 1, "y": 2}}
    assert call("styles.query", **sent) == expected


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"form_number": "seven"}, "formNumber"),
        ({"form_object": {"x": 1}}, "formObject"),
        ({"pipe_object": {"x": 1, "y": 2, "z": 3}}, "pipeObject"),
        ({"deep": {"place": {"x": "one", "y": 2}}}, "deep"),
        ({"json_list": "text"}, "jsonList"),
    ],
)
def test_client_refuses(
    call: Caller, served: Served, errors: Any, wrong: dict[str, Any], name: str
) -> None:
    before = len(served.paths)
    with pytest.raises(errors.RequestValidationError, match=f"query '{name}': "):
        call("styles.query", **wrong)
    assert len(served.paths) == before


def test_path_leading_elsewhere_is_not_sent(call: Caller, served: Served) -> None:
    before = len(served.paths)
    sent = {**PATH, "scalar": ".."}
    with pytest.raises(ValueError, match="path"):
        call("styles.path_simple", *sent.values())
    assert len(served.paths) == before


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("formNumber=seven", "formNumber"),
        ("formScalar=a&formScalar=b", "formScalar"),
        ("formObject=x,1,y", "formObject"),
        ("formObject=x,1,y,2,z,3", "formObject"),
        ("deep[place][x]=1", "deep"),
        ("jsonList=[1]", "jsonList"),
        ("jsonObject={", "jsonObject"),
        ("x=1", "formObjectExploded"),
    ],
)
def test_server_refuses(http: httpx2.Client, query: str, name: str) -> None:
    answer = http.get("/styles/query?" + query)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert {(each["in"], each["name"]) for each in answer.json()["errors"]} == {
        ("query", name)
    }
