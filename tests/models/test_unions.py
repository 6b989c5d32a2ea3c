"""`oneOf` and `anyOf`, with and without a discriminator."""

from __future__ import annotations

from typing import Any, Final

import pytest
from pydantic import ValidationError

from .conftest import Weave
from .weaving import SCHEMAS, Json, accepts, holder, read, ref, refused, written

INTEGER: Final[Json] = {"type": "integer"}
NULL: Final[Json] = {"type": "null"}


def animal(kind: object, **properties: object) -> Json:
    """An object that says of which kind it is."""
    return {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": kind, **properties},
    }


def pets(mapping: Json | None, kinds: tuple[object, object], *more: Json) -> Json:
    """A cat or a dog; both have every property in common."""
    discriminator: Json = {"propertyName": "kind"}
    if mapping is not None:
        discriminator["mapping"] = mapping
    return {
        "Cat": animal(kinds[0], lives=INTEGER),
        "Dog": animal(kinds[1], lives=INTEGER),
        "Pet": {
            "oneOf": [ref("Cat"), ref("Dog"), *more],
            "discriminator": discriminator,
        },
        "Holder": holder(ref("Pet")),
    }


STRINGS: Final = ({"type": "string"}, {"type": "string"})
CONSTANTS: Final = ({"const": "cat"}, {"const": "dog"})


@pytest.mark.parametrize(
    ("mapping", "kinds", "tags"),
    [
        (None, CONSTANTS, {"cat": "Cat", "dog": "Dog"}),
        (
            None,
            ({"enum": ["cat", "kitten"]}, {"const": "dog"}),
            {"cat": "Cat", "kitten": "Cat", "dog": "Dog"},
        ),
        (None, STRINGS, {"Cat": "Cat", "Dog": "Dog"}),
        ({"c": "Cat", "d": "Dog"}, STRINGS, {"c": "Cat", "d": "Dog"}),
        (
            {"c": f"#{SCHEMAS}Cat", "d": f"#{SCHEMAS}Dog"},
            STRINGS,
            {"c": "Cat", "d": "Dog"},
        ),
        (
            {"c": "Cat", "kitten": f"#{SCHEMAS}Cat", "d": "Dog"},
            STRINGS,
            {"c": "Cat", "kitten": "Cat", "d": "Dog"},
        ),
        ({"c": "Cat"}, STRINGS, {"c": "Cat", "Dog": "Dog"}),
        ({"Dog": "Cat", "Cat": "Dog"}, STRINGS, {"Dog": "Cat", "Cat": "Dog"}),
    ],
)
def test_the_tag_decides(
    weave: Weave, mapping: Json | None, kinds: tuple[object, object], tags: Json
) -> None:
    """And a tag that is unknown, absent or no string is refused."""
    woven = weave(pets(mapping, kinds))
    model = woven.models.Holder
    for tag, name in tags.items():
        value = {"value": {"kind": tag, "lives": 9}}
        read_back = read(model, value)
        assert type(read_back.value) is getattr(woven.models, name)
        assert written(read_back) == value
        assert model(value=read_back.value) == read_back
    for wrong in ({"kind": "cow"}, {"lives": 9}, {"kind": 1}, {"kind": None}, 1, None):
        assert refused(model, {"value": wrong})


def test_only_the_tagged_member_is_told_of(weave: Weave) -> None:
    """An error does not list what the other members would have said."""
    model = weave(pets(None, CONSTANTS)).models.Holder
    wrong = {"kind": "dog", "lives": "9"}
    assert refused(model, {"value": wrong}) == [("value", "dog", "lives")]


@pytest.mark.parametrize("kinds", [CONSTANTS, STRINGS])
def test_a_null_member(weave: Weave, kinds: tuple[object, object]) -> None:
    """Null has no tag."""
    schemas = pets(None, kinds, NULL)
    schemas["May"] = holder(ref("Pet"), required=False)
    models = weave(schemas).models
    tag = "cat" if kinds is CONSTANTS else "Cat"
    for model in (models.Holder, models.May):
        assert written(read(model, {"value": None})) == {"value": None}
        assert type(read(model, {"value": {"kind": tag}}).value) is models.Cat
        assert not accepts(model, {"kind": "cow"})
    assert written(read(models.May, {})) == {}


@pytest.mark.parametrize("kinds", [CONSTANTS, STRINGS])
def test_an_optional_union_refuses_null(
    weave: Weave, kinds: tuple[object, object]
) -> None:
    """It can be absent, which is another thing."""
    schemas = pets(None, kinds)
    schemas["May"] = holder(ref("Pet"), required=False)
    model = weave(schemas).models.May
    assert written(model()) == {}
    assert refused(model, {"value": None}) == [("value",)]


def test_a_tag_that_python_spells_otherwise(weave: Weave) -> None:
    """`@type` is a field with an alias."""

    def member(tag: str) -> Json:
        properties = {"@type": {"const": tag}}
        return {"type": "object", "required": ["@type"], "properties": properties}

    union = {
        "oneOf": [ref("A"), ref("B")],
        "discriminator": {"propertyName": "@type"},
    }
    woven = weave({"A": member("a"), "B": member("b"), "Holder": holder(union)})
    read_back = read(woven.models.Holder, {"value": {"@type": "b"}})
    assert type(read_back.value) is woven.models.B
    assert written(read_back) == {"value": {"@type": "b"}}
    assert refused(woven.models.Holder, {"value": {"@type": "c"}})


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
    weave: Weave,
    keyword: str,
    members: list[Json],
    fine: list[object],
    wrong: list[object],
) -> None:
    """The value decides, and comes back with its type."""
    model = weave({"Holder": holder({keyword: members})}).models.Holder
    for value in fine:
        back = written(read(model, {"value": value}))["value"]
        assert back == value
        assert type(back) is type(value)
    assert [value for value in wrong if accepts(model, value)] == []


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
def test_objects_without_a_tag(weave: Weave, keyword: str) -> None:
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
    woven = weave(schemas)
    for name in ("A", "B"):
        value = {"value": {name.lower(): 1, "unknown": None}}
        read_back = read(woven.models.Holder, value)
        assert type(read_back.value) is getattr(woven.models, name)
        assert written(read_back) == value
    assert refused(woven.models.Holder, {"value": {"c": 1}})


def test_a_wrong_member_from_python(weave: Weave) -> None:
    """An instance of a class that is no member is refused."""
    schemas = pets(None, CONSTANTS)
    schemas["Other"] = animal({"const": "cow"})
    models: Any = weave(schemas).models
    with pytest.raises(ValidationError):
        models.Holder(value=models.Other(kind="cow"))


def test_properties_beside_a_union(weave: Weave) -> None:
    """They hold for each member."""
    schemas: Json = {
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
    model = weave(schemas).models.Holder
    for fine in ({"id": 1, "a": 1}, {"id": 1, "b": 1}):
        assert written(read(model, {"value": fine})) == {"value": fine}
    for wrong in ({"id": 1}, {"a": 1}, {"id": 1, "b": ""}):
        assert refused(model, {"value": wrong})
