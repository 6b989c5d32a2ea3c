"""What is wrong inside of a value is named by its place, whatever judges it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from apiloom.core.model_style import MODEL_STYLES
from tests.shapes import INTEGER, TEXT, array, obj, ref
from tests.weaving import Woven, document, weave

INNER = {"^x-": INTEGER | {"maximum": 5}, "^in": ref("Inner")}
BOTH = [INTEGER, ref("Inner")]
SCHEMAS: dict[str, object] = {
    "Inner": obj("n", n=INTEGER),
    "Class": {**obj(q=INTEGER), "patternProperties": INNER},
    "Said": {
        "type": "object",
        "patternProperties": INNER | {"^on": {"enum": ["a", "b"]}},
        "additionalProperties": {"const": "z"},
    },
    "Map": {
        "type": "object",
        "patternProperties": INNER,
        "additionalProperties": False,
    },
    "Rest": {
        **obj(q=INTEGER),
        "patternProperties": {"^x-": INTEGER},
        "additionalProperties": ref("Inner"),
    },
    "Tuple": {"type": "array", "prefixItems": BOTH, "items": False, "minItems": 2},
    "Prefix": {"type": "array", "prefixItems": BOTH, "items": TEXT},
    "Open": {"type": "array", "prefixItems": BOTH},
    "Left": {**obj(q=INTEGER), "unevaluatedProperties": INTEGER},
    "LeftItems": {
        "type": "array",
        "prefixItems": [TEXT],
        "unevaluatedItems": INTEGER,
    },
    "All": obj(
        maps=array(ref("Map")),
        tuple=ref("Tuple"),
        prefix=ref("Prefix"),
        rest=ref("Rest"),
    ),
}


@pytest.fixture(scope="module", params=MODEL_STYLES)
def woven(request: pytest.FixtureRequest) -> Iterator[Woven]:
    whole = document(schemas=SCHEMAS)
    with weave(whole, targets=("models",), models=request.param) as package:
        yield package


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"x-a": "s"}, "Does not satisfy `type`: it has to be integer"),
        ({"in": {}}, "Does not satisfy `required`: it misses `n`"),
        ({"on": "s"}, "Does not satisfy `enum`: it has to be 'a' or 'b'"),
        ({"to": 1}, "Does not satisfy `const`: it has to be 'z'"),
        ({"x-a": 6}, "Does not satisfy `maximum`"),
    ],
)
def test_what_a_keyword_asks_for_is_said(
    woven: Woven, value: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValueError, match="error") as caught:
        woven.package.decode(woven.models.Said, value)
    errors = caught.value.errors()  # type: ignore[attr-defined]
    assert [each["msg"] for each in errors] == [said]


@pytest.mark.parametrize(
    ("name", "value", "places"),
    [
        ("Class", {"x-a": "s"}, ["x-a"]),
        ("Class", {"x-a": 6, "x-b": 5, "x-c": 7}, ["x-a", "x-c"]),
        ("Class", {"in": {"n": "s"}}, ["in/n"]),
        ("Class", {"in": {}}, ["in"]),
        ("Class", {"q": "s"}, ["q"]),
        ("Map", {"x-a": "s", "in": {"n": 1}}, ["x-a"]),
        ("Map", {"in": {"n": "s"}, "ink": {"n": "s"}}, ["in/n", "ink/n"]),
        ("Map", {"other": 1}, ["other"]),
        ("Rest", {"z": {"n": "s"}}, ["z/n"]),
        ("Rest", {"x-a": "s"}, ["x-a"]),
        ("Tuple", ["s", {"n": 1}], ["0"]),
        ("Tuple", [1, {"n": "s"}], ["1/n"]),
        ("Prefix", [1, {"n": "s"}], ["1/n"]),
        ("Prefix", ["s", {"n": 1}, "x", 5], ["0"]),
        ("Prefix", [1, {"n": 1}, "x", 5], ["3"]),
        ("Open", ["s"], ["0"]),
        ("Open", [1, {"n": "s"}], ["1/n"]),
        ("Left", {"a": 1, "b": "s"}, ["b"]),
        ("LeftItems", ["s", 1, "s"], ["2"]),
        ("All", {"maps": [{}, {"x-a": "s"}]}, ["maps/1/x-a"]),
        ("All", {"tuple": [1, {"n": "s"}]}, ["tuple/1/n"]),
        ("All", {"prefix": [1, {"n": "s"}]}, ["prefix/1/n"]),
        ("All", {"rest": {"z": {"n": "s"}}}, ["rest/z/n"]),
    ],
)
def test_a_wrong_value_is_named_by_its_place(
    woven: Woven, name: str, value: Any, places: list[str]
) -> None:
    type_, package = getattr(woven.models, name), woven.package
    refused = []
    for read, given in (
        (package.decode_json, json.dumps(value)),
        (package.decode, value),
    ):
        with pytest.raises(ValueError, match="error") as caught:
            read(type_, given)
        errors = caught.value.errors()  # type: ignore[attr-defined]
        refused.append(["/".join(map(str, each["loc"])) for each in errors])
        for each in errors:
            inner = value
            for step in each["loc"]:
                inner = inner[step]
            assert each["input"] == inner
    assert refused == [places, places]
