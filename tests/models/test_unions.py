"""`oneOf` and `anyOf` without a discriminator: the value itself decides."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.models.conftest import WeaveModels
from tests.shapes import (
    INTEGER,
    NULL,
    NUMBER,
    TEXT,
    Schema,
    array,
    holder,
    obj,
    one_of,
    ref,
)
from tests.weaving import (
    Woven,
    document,
    holder_accepts,
    read_json,
    refused_at,
    to_json,
    weave,
)

SCHEMAS: dict[str, object] = {
    "Cat": obj("kind", kind=TEXT, name=TEXT),
    "MaybeOne": one_of(ref("Cat"), NULL),
    "Scalars": one_of(TEXT, INTEGER, {"type": "boolean"}),
    "Numbers": {"anyOf": [INTEGER, NUMBER]},
    "DayOrText": one_of({"type": "string", "format": "date"}, TEXT),
    "TextOrDay": one_of(TEXT, {"type": "string", "format": "date"}),
    "Lists": one_of(array(INTEGER), array(TEXT), NULL),
    "Shapes": {"anyOf": [obj("a", a=TEXT), obj("b", b=TEXT)]},
    "Wider": {"anyOf": [obj(a=TEXT), obj(a=TEXT, b=INTEGER)]},
    "Single": one_of(TEXT),
    "Nested": one_of(ref("Scalars"), array(ref("Scalars"))),
    "TagsOfText": one_of(
        obj("kind", kind={"const": "a"}, x=INTEGER),
        obj("kind", kind={"const": "b"}, x=TEXT),
    ),
}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(document(schemas=SCHEMAS), targets=("models",)) as package:
        yield package


@pytest.mark.parametrize(
    ("union", "wire"),
    [
        ("Scalars", 1.5),
        ("Scalars", None),
        ("Lists", [1, "a"]),
        ("Lists", []),
        ("Shapes", {"c": "x"}),
        ("Single", 1),
        ("Nested", [1.5]),
    ],
)
def test_what_no_member_allows(woven: Woven, union: str, wire: object) -> None:
    assert not woven.accepts(union, wire)


@pytest.mark.parametrize(
    ("union", "wire"),
    [
        ("MaybeOne", None),
        ("MaybeOne", {"kind": "x"}),
        ("Scalars", "1"),
        ("Scalars", 1),
        ("Scalars", True),
        ("Numbers", 1),
        ("Numbers", 1.5),
        ("DayOrText", "2024-02-29"),
        ("DayOrText", "text"),
        ("TextOrDay", "2024-02-29"),
        ("Lists", [1]),
        ("Lists", ["1"]),
        ("Lists", None),
        ("Shapes", {"a": "x"}),
        ("Shapes", {"b": "x"}),
        ("Shapes", {"a": "x", "b": "y", "c": "z"}),
        ("Wider", {"a": "x", "b": 1}),
        ("Nested", [1, "a", True]),
        ("TagsOfText", {"kind": "a", "x": 1}),
        ("TagsOfText", {"kind": "b", "x": "1"}),
    ],
)
def test_what_is_read_is_written(woven: Woven, union: str, wire: object) -> None:
    assert woven.write(union, woven.read(union, wire)) == wire


def test_the_member_with_more_matching_properties_is_taken(woven: Woven) -> None:
    assert woven.read("Wider", {"a": "x", "b": 1}).b == 1


def test_nothing_was_left_out(woven: Woven) -> None:
    """Save that two of the unions above cannot be meant by the letter."""
    assert sorted(woven.warnings) == [
        ("one-of-overlap", "/components/schemas/DayOrText/oneOf/1"),
        ("one-of-overlap", "/components/schemas/TextOrDay/oneOf/0"),
    ]


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
@pytest.mark.parametrize(
    ("members", "fine", "wrong"),
    [
        ([{"type": "string"}, INTEGER], ["a", 1, "1"], [None, True, 1.5, []]),
        ([INTEGER, {"type": "boolean"}], [1, True, 0, False], ["1", None]),
        ([INTEGER, NULL], [1, None], ["a"]),
        ([{"type": "array", "items": INTEGER}, INTEGER], [[1], 1, []], [["a"], "a"]),
        ([{"const": "a"}, {"const": "b"}], ["a", "b"], ["c"]),
        ([{"type": "string", "format": "date"}, INTEGER], ["2024-01-01", 1], ["x"]),
    ],
)
def test_scalars(
    weave_models: WeaveModels,
    keyword: str,
    members: list[Schema],
    fine: list[object],
    wrong: list[object],
) -> None:
    """The value decides, and comes back with its type."""
    model = weave_models({"Holder": holder({keyword: members})}).models.Holder
    for each in fine:
        back = to_json(read_json(model, {"value": each}))["value"]
        assert back == each
        assert type(back) is type(each)
    assert [each for each in wrong if holder_accepts(model, each)] == []


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
def test_objects_without_a_tag(weave_models: WeaveModels, keyword: str) -> None:
    """Required properties tell members apart; nothing that was read is lost."""
    members = {
        name: {
            "type": "object",
            "required": [name.lower()],
            "properties": {name.lower(): INTEGER},
        }
        for name in ("A", "B")
    }
    schemas = {**members, "Holder": holder({keyword: [ref("A"), ref("B")]})}
    woven = weave_models(schemas)
    for name in ("A", "B"):
        value = {"value": {name.lower(): 1, "unknown": None}}
        read_back = read_json(woven.models.Holder, value)
        assert type(read_back.value) is getattr(woven.models, name)
        assert to_json(read_back) == value
    assert refused_at(woven.models.Holder, {"value": {"c": 1}})


def test_properties_beside_a_union(weave_models: WeaveModels) -> None:
    """They hold for each member."""
    schemas: Schema = {
        "Both": {
            "type": "object",
            "required": ["id"],
            "properties": {"id": INTEGER},
            "oneOf": [
                {"required": ["a"], "properties": {"a": INTEGER}},
                {"required": ["b"], "properties": {"b": INTEGER}},
            ],
        },
        "Holder": holder(ref("Both")),
    }
    model = weave_models(schemas).models.Holder
    for fine in ({"id": 1, "a": 1}, {"id": 1, "b": 1}):
        assert to_json(read_json(model, {"value": fine})) == {"value": fine}
    for wrong in ({"id": 1}, {"a": 1}, {"id": 1, "b": ""}):
        assert refused_at(model, {"value": wrong})
