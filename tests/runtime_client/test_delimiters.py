"""Values that hold what their style separates by, and arrays in free-form objects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.roundtrip.echo import both_callers, echoing, operation, parameter
from tests.weaving import Woven, document, weave

from .raw_server import head, serving

_TEXTS: Any = {"type": "array", "items": {"type": "string"}}
_MAP: Any = {"type": "object", "additionalProperties": {"type": "string"}}
_FLAT: Any = {"explode": False}
_DEEP: Any = {"style": "deepObject", "explode": True}
PATHS: Any = {
    "/q": {
        "get": operation(
            "q",
            parameter("space", "query", _TEXTS, style="spaceDelimited", **_FLAT),
            parameter("pipe", "query", _TEXTS, style="pipeDelimited", **_FLAT),
            parameter("form", "query", _TEXTS, **_FLAT),
            parameter("kept", "query", _TEXTS, allowReserved=True, **_FLAT),
            parameter("one", "query", {"type": "string"}, allowReserved=True),
            parameter("x-list", "header", _TEXTS),
            parameter("x-map", "header", _MAP, explode=True),
            parameter("x-flat", "header", _MAP),
        )
    },
    "/l/{dots}": {
        "get": operation(
            "label", parameter("dots", "path", _TEXTS, style="label", explode=True)
        )
    },
    "/free": {
        "get": operation(
            "free",
            parameter("any", "query", {"type": "object"}, **_DEEP),
        )
    },
}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(document(paths=PATHS), clean=True) as package:
        yield package


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("space", ["a b", "c"]),
        ("pipe", ["a|b", "c"]),
        ("x_list", ["a", "b,c"]),
        ("x_map", {"a": "b,c"}),
        ("x_map", {"a=b": "c"}),
        ("x_flat", {"a,b": "c"}),
        ("x_flat", {"a": "b,c"}),
    ],
)
def test_what_would_end_an_item_is_refused(
    woven: Woven, argument: str, value: Any
) -> None:
    client = woven.package.Client(base_url="http://nobody.test")
    with pytest.raises(
        woven.package.errors.RequestValidationError, match="inside of an item"
    ):
        client.default.q(**{argument: value})


def test_so_it_is_in_a_path(woven: Woven) -> None:
    client = woven.package.Client(base_url="http://nobody.test")
    with pytest.raises(woven.package.errors.RequestValidationError, match=r"'\.'"):
        client.default.label(["a.b", "c"])


@pytest.mark.parametrize(
    ("argument", "value", "query"),
    [
        ("space", ["a,b", "c|d"], b"space=a%2Cb%20c%7Cd"),
        ("pipe", ["a b", "c"], b"pipe=a%20b%7Cc"),
        ("form", ["a,b", "c"], b"form=a%2Cb,c"),
        ("kept", ["a,b", "c/d"], b"kept=a%2Cb,c/d"),
        ("one", "a,b/c", b"one=a,b/c"),
    ],
)
def test_what_is_told_apart_is_sent(
    woven: Woven, argument: str, value: Any, query: bytes
) -> None:
    with serving([head("application/json"), b"{}"]) as server:
        woven.package.Client(base_url=server.url).default.q(**{argument: value})
        assert server.requests[0].startswith(b"GET /q?" + query + b" HTTP/1.1\r\n")


@pytest.mark.parametrize(
    "value",
    [
        {"a": ["1", "2"]},
        {"a": {"b": ["x", "y"]}, "c": "z"},
        {"a": [{"x": "1"}, {"x": "2"}]},
        {"a": {"1": "not", "2": "an array"}},
    ],
)
def test_arrays_in_a_free_form_object(value: Any) -> None:
    with echoing({"/free": PATHS["/free"]}) as (_, served):
        for call in both_callers(served):
            assert call("default.free", any=value) == {"any": value}
