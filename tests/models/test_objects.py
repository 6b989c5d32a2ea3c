"""Objects and arrays: what may stand in them, and what is kept of the rest."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.models.conftest import WeaveModels
from tests.shapes import INTEGER, NUMBER, TEXT, Schema, array, holder, mapping, obj, ref
from tests.weaving import (
    Woven,
    document,
    holder_accepts,
    read_json,
    refused_at,
    to_json,
    weave,
)

DAY = {"type": "string", "format": "date"}
SCHEMAS: dict[str, object] = {
    "Open": obj(a=TEXT),
    "SaidOpen": obj(a=TEXT) | {"additionalProperties": True},
    "Closed": obj(a=TEXT) | {"additionalProperties": False},
    "ClosedEmpty": {"type": "object", "additionalProperties": False},
    "Typed": obj("a", a=TEXT) | {"additionalProperties": INTEGER},
    "TypedByReference": obj(a=TEXT) | {"additionalProperties": ref("Open")},
    "TypedDays": obj(a=TEXT) | {"additionalProperties": DAY},
    "Bare": {"type": "object"},
    "Empty": {"type": "object", "properties": {}},
    "Counts": mapping(INTEGER),
    "Opens": mapping(ref("Open")),
    "Days": mapping(DAY),
    "Deep": mapping(mapping(array(ref("Open")))),
    "Numbers": array(NUMBER),
    "Rows": array(array(array(INTEGER))),
    "Untyped": {"type": "array"},
    "RequiredOnly": {
        "type": "object",
        "required": ["a", "b"],
        "properties": {"a": TEXT},
    },
    "NoType": {"properties": {"a": INTEGER}, "required": ["a"]},
    "Inline": obj(
        owner=obj("name", name=TEXT),
        lines=array(obj(price=NUMBER)),
        labels=mapping(obj(value=TEXT)),
    ),
    "NeverThere": obj(a=TEXT, b=False),
    "Sized": obj(a=TEXT) | {"minProperties": 1, "maxProperties": 2},
}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(document(schemas=SCHEMAS), targets=("models",)) as package:
        yield package


ROUND_TRIPS: list[tuple[str, object]] = [
    ("Open", {"a": "x", "b": {"c": [1, None, {}]}}),
    ("SaidOpen", {"b": 1}),
    ("Closed", {"a": "x"}),
    ("ClosedEmpty", {}),
    ("Typed", {"a": "x", "b": 1, "c": -2}),
    ("TypedByReference", {"a": "x", "b": {"a": "y", "z": 1}, "c": {}}),
    ("TypedDays", {"x": "2024-02-29"}),
    ("Bare", {"a": {"b": None}}),
    ("Empty", {"a": 1}),
    ("Empty", {}),
    ("Counts", {"": 1, "a b": 2, "__class__": 3}),
    ("Opens", {"x": {"a": "y", "more": 1}}),
    ("Days", {"x": "2024-02-29"}),
    ("Deep", {"x": {"y": [{"a": "z"}, {}]}, "e": {}}),
    ("Numbers", [1, 1.5, -2]),
    ("Rows", [[], [[]], [[1, 2], [3]]]),
    ("Untyped", [1, "a", None, {"b": []}]),
    ("RequiredOnly", {"a": "x", "b": None}),
    ("RequiredOnly", {"a": "x", "b": [1]}),
    ("NoType", {"a": 1}),
    (
        "Inline",
        {
            "owner": {"name": "n", "new": 1},
            "lines": [{"price": 1.5}, {}],
            "labels": {"l": {"value": "v"}},
        },
    ),
    ("NeverThere", {"a": "x"}),
    ("Sized", {"a": "x"}),
    ("Sized", {"a": "x", "b": 1}),
]


@pytest.mark.parametrize(("name", "wire"), ROUND_TRIPS)
def test_what_is_read_is_written(woven: Woven, name: str, wire: object) -> None:
    assert woven.write(name, woven.read(name, wire)) == wire


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("Closed", {"a": "x", "b": 1}),
        ("ClosedEmpty", {"a": 1}),
        ("Typed", {"a": "x", "b": "1"}),
        ("Typed", {"b": 1}),
        ("TypedByReference", {"b": {"a": 1}}),
        ("TypedDays", {"x": "yesterday"}),
        ("Bare", []),
        ("Bare", None),
        ("Empty", []),
        ("Counts", {"a": None}),
        ("Opens", {"x": {"a": 1}}),
        ("Deep", {"x": {"y": {}}}),
        ("Rows", [[[None]]]),
        ("Untyped", {}),
        ("RequiredOnly", {"a": "x"}),
        ("NoType", {}),
        ("NoType", {"a": "1"}),
        ("Inline", {"owner": {}}),
        ("Inline", {"lines": [{"price": "1"}]}),
        ("Inline", {"labels": {"l": {"value": None}}}),
        ("NeverThere", {"b": None}),
        ("NeverThere", {"b": 1}),
        ("Sized", {}),
        ("Sized", {"a": "x", "b": 1, "c": 2}),
    ],
)
def test_what_the_document_forbids(woven: Woven, name: str, wire: object) -> None:
    assert not woven.accepts(name, wire)


def test_additional_properties_are_typed_for_readers(woven: Woven) -> None:
    read = woven.read("TypedByReference", {"b": {"a": "y"}})
    assert isinstance(read.model_extra["b"], woven.models.Open)


def test_items_are_models(woven: Woven) -> None:
    read = woven.read("Deep", {"x": {"y": [{"a": "z"}]}})
    assert isinstance(read["x"]["y"][0], woven.models.Open)


def test_inline_objects_are_called_after_the_way_to_them(woven: Woven) -> None:
    names = woven.manifest["names"]
    start = "/components/schemas/Inline/properties"
    assert names[f"{start}/owner"] == "models.inline:InlineOwner"
    assert names[f"{start}/lines/items"] == "models.inline:InlineLinesItem"
    assert (
        names[f"{start}/labels/additionalProperties"]
        == "models.inline:InlineLabelsValue"
    )
    read = woven.read("Inline", {"owner": {"name": "n"}, "lines": [{}]})
    assert type(read.owner) is woven.models.InlineOwner
    assert type(read.lines[0]) is woven.models.InlineLinesItem


def test_nothing_was_left_out(woven: Woven) -> None:
    assert woven.warnings == []


def test_every_keyword_is_enforced() -> None:
    keywords = {
        "not": TEXT,
        "if": TEXT,
        "dependentRequired": {"a": ["b"]},
        "dependentSchemas": {"a": TEXT},
        "patternProperties": {"^x": TEXT},
        "propertyNames": {"pattern": "^a"},
        "contains": INTEGER,
        "prefixItems": [TEXT],
        "unevaluatedItems": False,
        "unevaluatedProperties": False,
    }
    with weave(
        document(schemas={"Thing": dict(keywords)}), targets=("models",)
    ) as woven:
        assert woven.warnings == []
        assert woven.accepts("Thing", 5)
        assert not woven.accepts("Thing", "not a text")


@pytest.mark.parametrize(
    "pattern", ["(?<a>x)", r"\p{L}+", "[", "(?i)a", r"\cA", "a{2,1}"]
)
def test_a_pattern_is_honoured_or_reported(pattern: str) -> None:
    schemas = {"Thing": obj(a={"type": "string", "pattern": pattern})}
    with weave(document(schemas=schemas), targets=("models",)) as woven:
        pointer = "/components/schemas/Thing/properties/a/pattern"
        reported = ("pattern-unusable", pointer) in woven.warnings
        assert reported == (pattern in {"[", "a{2,1}"})
        assert woven.accepts("Thing", {"a": "..."}) == reported


def test_typed_additional_properties(weave_models: WeaveModels) -> None:
    """Beside properties they are typed extras."""
    schema = {**obj(name=TEXT), "additionalProperties": ref("Item")}
    woven = weave_models({"Item": obj(n=INTEGER), "Open": schema})
    value = {"name": "a", "x": {"n": 1}, "y-z": {}}
    read_back = read_json(woven.models.Open, value)
    assert type(read_back.x) is woven.models.Item
    assert to_json(read_back) == value
    assert refused_at(woven.models.Open, {"x": {"n": "1"}}) == [("x", "n")]


def test_closed_objects(weave_models: WeaveModels) -> None:
    """With properties and without."""
    closed = {**obj(a=INTEGER), "additionalProperties": False}
    empty = {"type": "object", "additionalProperties": False}
    models = weave_models({"Closed": closed, "Empty": empty}).models
    assert to_json(read_json(models.Closed, {"a": 1})) == {"a": 1}
    assert refused_at(models.Closed, {"b": 1}) == [("b",)]
    assert to_json(read_json(models.Empty, {})) == {}
    assert refused_at(models.Empty, {"a": 1}) == [("a",)]


@pytest.mark.parametrize(
    ("schema", "fine", "wrong"),
    [
        (
            {"type": "object", "additionalProperties": INTEGER},
            [{}, {"a": 1}],
            [{"a": ""}],
        ),
        ({"type": "object"}, [{}, {"a": [None]}], [[], "a", None]),
        (
            {
                "type": "object",
                "additionalProperties": {"type": "array", "items": obj(a=INTEGER)},
            },
            [{"x": [{"a": 1}, {}]}],
            [{"x": {}}, {"x": [{"a": ""}]}],
        ),
        (
            {"type": "array", "items": {"type": "array", "items": INTEGER}},
            [[], [[]], [[1], [2, 3]]],
            [[1], [["a"]], {}],
        ),
        (
            {"type": "array", "items": {"type": ["integer", "null"]}},
            [[1, None]],
            [["a"], None],
        ),
    ],
)
def test_maps_and_arrays(
    weave_models: WeaveModels, schema: Schema, fine: list[object], wrong: list[object]
) -> None:
    """Judged all the way down."""
    model = weave_models({"Holder": holder(schema)}).models.Holder
    for each in fine:
        assert to_json(read_json(model, {"value": each})) == {"value": each}
    assert [each for each in wrong if holder_accepts(model, each)] == []
