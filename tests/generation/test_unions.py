"""`oneOf` and `anyOf`, decided by the discriminator wherever there is one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.generation.harness import Woven, document, weave
from tests.generation.shapes import (
    INTEGER,
    NULL,
    NUMBER,
    TEXT,
    all_of,
    array,
    mapping,
    obj,
    one_of,
    ref,
)

Schema = dict[str, Any]


def tagged(*members: object, mapping: dict[str, str] | None = None) -> Schema:
    discriminator: Schema = {"propertyName": "kind"}
    if mapping is not None:
        discriminator["mapping"] = mapping
    return one_of(*members, discriminator=discriminator)


def animal(**properties: object) -> Schema:
    return obj("kind", kind=TEXT, **properties)


def constant(tag: str, **properties: object) -> Schema:
    return obj("kind", kind={"const": tag}, **properties)


SCHEMAS: dict[str, object] = {
    "Cat": animal(name=TEXT),
    "Dog": animal(name=INTEGER),
    "ConstantCat": constant("cat", name=TEXT),
    "ConstantDog": constant("dog", name=TEXT),
    "EnumCat": obj("kind", kind={"enum": ["cat", "lion"]}, name=TEXT),
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
    "MaybeOne": one_of(ref("Cat"), NULL),
    "Holder": obj(
        pet=ref("Implicit"),
        pets=array(ref("ByName")),
        named=mapping(ref("Constants")),
        maybe=ref("MaybeTagged"),
    ),
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
        ("MaybeTagged", None),
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


def test_the_member_with_more_matching_properties_is_taken(woven: Woven) -> None:
    assert woven.read("Wider", {"a": "x", "b": 1}).b == 1


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
    """Save that two of the unions above cannot be meant by the letter."""
    assert sorted(woven.warnings) == [
        ("one-of-overlap", "/components/schemas/DayOrText/oneOf/1"),
        ("one-of-overlap", "/components/schemas/TextOrDay/oneOf/0"),
    ]


def test_a_mapping_that_leads_nowhere_is_reported() -> None:
    schemas = {
        "Cat": animal(),
        "Dog": animal(),
        "Pet": tagged(ref("Cat"), ref("Dog"), mapping={"c": "Cow", "d": "Dog"}),
    }
    with weave(document(schemas=schemas), targets=("models",)) as woven:
        pointer = "/components/schemas/Pet/discriminator/mapping/c"
        assert ("unresolved-mapping", pointer) in woven.warnings
        assert type(woven.read("Pet", {"kind": "d"})) is woven.models.Dog


def test_a_discriminator_on_the_base_of_its_members() -> None:
    """The base names its variants by `mapping`; the variants extend the base."""
    base = animal(id=INTEGER) | {
        "discriminator": {"propertyName": "kind", "mapping": {"c": "Cat", "d": "Dog"}}
    }
    schemas = {
        "Pet": base,
        "Cat": all_of(ref("Pet"), obj(paws=INTEGER)),
        "Dog": all_of(ref("Pet"), obj(tail=INTEGER)),
        "Either": one_of(ref("Cat"), ref("Dog")),
        "Holder": obj(pet=ref("Pet")),
    }
    with weave(document(schemas=schemas), targets=("models",)) as woven:
        wire = {"pet": {"kind": "d", "id": 1, "tail": 2}}
        read = woven.read("Holder", wire)
        assert woven.write("Holder", read) == wire
        assert not woven.accepts("Holder", {"pet": {"id": 1}})
