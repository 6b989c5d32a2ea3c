"""Unions with a discriminator: whatever a member looks like, its tag decides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest
from pydantic import ValidationError

from tests.models.conftest import WeaveModels
from tests.shapes import (
    COMPONENT_POINTER,
    INTEGER,
    NULL,
    TEXT,
    Schema,
    all_of,
    array,
    by_tag,
    holder,
    mapping,
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


def tagged(*members: object, mapping: dict[str, str] | None = None) -> Schema:
    """A union that the tag `kind` decides."""
    return one_of(*members, discriminator=by_tag("kind", mapping))


def animal(kind: object, **properties: object) -> Schema:
    """An object that says of which kind it is."""
    return obj("kind", kind=kind, **properties)


SCHEMAS: dict[str, object] = {
    "Cat": animal(TEXT, name=TEXT),
    "Dog": animal(TEXT, name=INTEGER),
    "ConstantCat": animal({"const": "cat"}, name=TEXT),
    "ConstantDog": animal({"const": "dog"}, name=TEXT),
    "EnumCat": animal({"enum": ["cat", "lion"]}, name=TEXT),
    "Implicit": tagged(ref("Cat"), ref("Dog")),
    "ByName": tagged(ref("Cat"), ref("Dog"), mapping={"c": "Cat", "d": "Dog"}),
    "ByReference": tagged(
        ref("Cat"),
        ref("Dog"),
        mapping={
            "c": "#/components/schemas/Cat",
            "d": "#/components/schemas/Dog",
        },
    ),
    "SeveralTags": tagged(
        ref("Cat"), ref("Dog"), mapping={"c": "Cat", "lion": "Cat", "d": "Dog"}
    ),
    "HalfMapped": tagged(ref("Cat"), ref("Dog"), mapping={"c": "Cat"}),
    "Constants": tagged(ref("ConstantCat"), ref("ConstantDog")),
    "ConstantsMapped": tagged(
        ref("ConstantCat"),
        ref("ConstantDog"),
        mapping={"cat": "ConstantCat", "dog": "ConstantDog"},
    ),
    "Enums": tagged(ref("EnumCat"), ref("ConstantDog")),
    "MaybeTagged": tagged(ref("Cat"), ref("Dog"), NULL),
    "Holder": obj(
        pet=ref("Implicit"),
        pets=array(ref("ByName")),
        named=mapping(ref("Constants")),
        maybe=ref("MaybeTagged"),
    ),
    "OddWireName": one_of(
        ref("At1"), ref("At2"), discriminator={"propertyName": "@type"}
    ),
    "At1": obj("@type", **{"@type": TEXT, "one": TEXT}),
    "At2": obj("@type", **{"@type": TEXT, "two": TEXT}),
    "Inherited": tagged(ref("Kitten"), ref("Puppy")),
    "Animal": obj("kind", kind=TEXT),
    "Kitten": all_of(ref("Animal"), obj(paws=INTEGER)),
    "Puppy": all_of(ref("Animal"), obj(tail=INTEGER)),
}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(document(schemas=SCHEMAS), targets=("models",)) as package:
        yield package


@pytest.mark.parametrize(
    ("union", "tag", "member"),
    [
        ("Implicit", "Cat", "Cat"),
        ("Implicit", "Dog", "Dog"),
        ("ByName", "c", "Cat"),
        ("ByName", "d", "Dog"),
        ("ByReference", "c", "Cat"),
        ("ByReference", "d", "Dog"),
        ("SeveralTags", "c", "Cat"),
        ("SeveralTags", "lion", "Cat"),
        ("SeveralTags", "d", "Dog"),
        ("HalfMapped", "c", "Cat"),
        ("HalfMapped", "Dog", "Dog"),
        ("Constants", "cat", "ConstantCat"),
        ("Constants", "dog", "ConstantDog"),
        ("ConstantsMapped", "dog", "ConstantDog"),
        ("Enums", "lion", "EnumCat"),
        ("Enums", "dog", "ConstantDog"),
        ("MaybeTagged", "Dog", "Dog"),
        ("Inherited", "Puppy", "Puppy"),
        ("Inherited", "Kitten", "Kitten"),
    ],
)
def test_the_tag_decides(woven: Woven, union: str, tag: str, member: str) -> None:
    wire = {"kind": tag, "more": [1]}
    read = woven.read(union, wire)
    assert type(read) is getattr(woven.models, member)
    assert woven.write(union, read) == wire


@pytest.mark.parametrize(
    ("union", "wire"),
    [
        ("Implicit", {"kind": "Cat", "name": 1}),
        ("Implicit", {"kind": "Dog", "name": "x"}),
        ("Implicit", {"kind": "Cow"}),
        ("Implicit", {"name": "x"}),
        ("Implicit", {"kind": None}),
        ("Implicit", {"kind": 1}),
        ("Implicit", "Cat"),
        ("Implicit", None),
        ("ByName", {"kind": "Cat"}),
        ("Constants", {"kind": "cow"}),
        ("Constants", {"kind": "ConstantCat"}),
        ("MaybeTagged", {"kind": "Cow"}),
    ],
)
def test_what_no_member_allows(woven: Woven, union: str, wire: object) -> None:
    assert not woven.accepts(union, wire)


@pytest.mark.parametrize(
    ("union", "wire"),
    [
        ("MaybeTagged", None),
        ("OddWireName", {"@type": "At2", "two": "x"}),
        (
            "Holder",
            {
                "pet": {"kind": "Cat", "name": "x"},
                "pets": [{"kind": "d"}, {"kind": "c", "new": 1}],
                "named": {"a": {"kind": "dog"}},
                "maybe": None,
            },
        ),
    ],
)
def test_what_is_read_is_written(woven: Woven, union: str, wire: object) -> None:
    assert woven.write(union, woven.read(union, wire)) == wire


def test_a_tag_with_an_odd_wire_name(woven: Woven) -> None:
    assert type(woven.read("OddWireName", {"@type": "At2"})) is woven.models.At2


def test_members_are_told_apart_when_python_builds_them(woven: Woven) -> None:
    models = woven.models
    holder = models.Holder(pet=models.Dog(kind="Dog", name=1))
    assert type(holder.pet) is models.Dog
    assert woven.write("Holder", holder) == {"pet": {"kind": "Dog", "name": 1}}


def test_a_model_with_the_wrong_tag_is_refused(woven: Woven) -> None:
    models = woven.models
    with pytest.raises(ValueError, match=r"kind|tag"):
        models.Holder(pet=models.Dog(kind="Cat", name=1))


def test_nothing_was_left_out(woven: Woven) -> None:
    assert woven.warnings == []


def test_a_mapping_that_leads_nowhere_is_reported() -> None:
    schemas = {
        "Cat": animal(TEXT),
        "Dog": animal(TEXT),
        "Pet": tagged(ref("Cat"), ref("Dog"), mapping={"c": "Cow", "d": "Dog"}),
    }
    with weave(document(schemas=schemas), targets=("models",)) as woven:
        pointer = "/components/schemas/Pet/discriminator/mapping/c"
        assert ("unresolved-mapping", pointer) in woven.warnings
        assert type(woven.read("Pet", {"kind": "d"})) is woven.models.Dog


def pets(mapping: Schema | None, kinds: tuple[object, object], *more: Schema) -> Schema:
    """A cat or a dog; both have every property in common."""
    return {
        "Cat": animal(kinds[0], lives=INTEGER),
        "Dog": animal(kinds[1], lives=INTEGER),
        "Pet": tagged(ref("Cat"), ref("Dog"), *more, mapping=mapping),
        "Holder": holder(ref("Pet")),
    }


STRINGS: Final = (TEXT, TEXT)
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
            {"c": f"#{COMPONENT_POINTER}Cat", "d": f"#{COMPONENT_POINTER}Dog"},
            STRINGS,
            {"c": "Cat", "d": "Dog"},
        ),
        (
            {"c": "Cat", "kitten": f"#{COMPONENT_POINTER}Cat", "d": "Dog"},
            STRINGS,
            {"c": "Cat", "kitten": "Cat", "d": "Dog"},
        ),
        ({"c": "Cat"}, STRINGS, {"c": "Cat", "Dog": "Dog"}),
        ({"Dog": "Cat", "Cat": "Dog"}, STRINGS, {"Dog": "Cat", "Cat": "Dog"}),
    ],
)
def test_the_tag_decides_in_a_property(
    weave_models: WeaveModels,
    mapping: Schema | None,
    kinds: tuple[object, object],
    tags: Schema,
) -> None:
    """And a tag that is unknown, absent or no string is refused."""
    woven = weave_models(pets(mapping, kinds))
    model = woven.models.Holder
    for tag, name in tags.items():
        value = {"value": {"kind": tag, "lives": 9}}
        read_back = read_json(model, value)
        assert type(read_back.value) is getattr(woven.models, name)
        assert to_json(read_back) == value
        assert model(value=read_back.value) == read_back
    for wrong in ({"kind": "cow"}, {"lives": 9}, {"kind": 1}, {"kind": None}, 1, None):
        assert refused_at(model, {"value": wrong})


def test_only_the_tagged_member_is_told_of(weave_models: WeaveModels) -> None:
    """An error does not list what the other members would have said."""
    model = weave_models(pets(None, CONSTANTS)).models.Holder
    wrong = {"kind": "dog", "lives": "9"}
    assert refused_at(model, {"value": wrong}) == [("value", "dog", "lives")]


@pytest.mark.parametrize("kinds", [CONSTANTS, STRINGS])
def test_a_null_member(weave_models: WeaveModels, kinds: tuple[object, object]) -> None:
    """Null has no tag."""
    schemas = pets(None, kinds, NULL)
    schemas["May"] = holder(ref("Pet"), required=False)
    models = weave_models(schemas).models
    tag = "cat" if kinds is CONSTANTS else "Cat"
    for model in (models.Holder, models.May):
        assert to_json(read_json(model, {"value": None})) == {"value": None}
        assert type(read_json(model, {"value": {"kind": tag}}).value) is models.Cat
        assert not holder_accepts(model, {"kind": "cow"})
    assert to_json(read_json(models.May, {})) == {}


@pytest.mark.parametrize("kinds", [CONSTANTS, STRINGS])
def test_an_optional_union_refuses_null(
    weave_models: WeaveModels, kinds: tuple[object, object]
) -> None:
    """It can be absent, which is another thing."""
    schemas = pets(None, kinds)
    schemas["May"] = holder(ref("Pet"), required=False)
    model = weave_models(schemas).models.May
    assert to_json(model()) == {}
    assert refused_at(model, {"value": None}) == [("value",)]


def test_a_tag_in_a_property_that_python_spells_otherwise(
    weave_models: WeaveModels,
) -> None:
    """`@type` is a field with an alias."""

    def member(tag: str) -> Schema:
        properties = {"@type": {"const": tag}}
        return {"type": "object", "required": ["@type"], "properties": properties}

    union = {
        "oneOf": [ref("A"), ref("B")],
        "discriminator": {"propertyName": "@type"},
    }
    woven = weave_models({"A": member("a"), "B": member("b"), "Holder": holder(union)})
    read_back = read_json(woven.models.Holder, {"value": {"@type": "b"}})
    assert type(read_back.value) is woven.models.B
    assert to_json(read_back) == {"value": {"@type": "b"}}
    assert refused_at(woven.models.Holder, {"value": {"@type": "c"}})


def test_a_wrong_member_from_python(weave_models: WeaveModels) -> None:
    """An instance of a class that is no member is refused."""
    schemas = pets(None, CONSTANTS)
    schemas["Other"] = animal({"const": "cow"})
    models: Any = weave_models(schemas).models
    with pytest.raises(ValidationError):
        models.Holder(value=models.Other(kind="cow"))


def test_a_tag_may_be_called_like_a_keyword_of_pydantic() -> None:
    """Where something is asserted of all of them, their schemas are looked through."""
    names = ("type", "ref", "metadata", "serialization", "schema")
    members = {f"Of{name.title()}": animal({"const": name}) for name in names}
    listed = array(tagged(*map(ref, members)), uniqueItems=True)
    with weave(
        document(schemas={**members, "Animals": holder(listed)}), targets=("models",)
    ) as woven:
        value = {"value": [{"kind": name} for name in names]}
        assert to_json(read_json(woven.models.Animals, value)) == value
        assert not holder_accepts(woven.models.Animals, [{"kind": "type"}] * 2)
