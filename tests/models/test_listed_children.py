"""Unions that list what extends a base: the tags of the base decide there too.

OpenAPI 3.0.3 and 3.2, "Discriminator Object": which schema is expected.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.models.test_polymorphic_levels import base, extending
from tests.shapes import INTEGER, NULL, TEXT, all_of, array, by_tag, obj, one_of, ref
from tests.weaving import Woven, document, weave


def any_of(*members: object, **keywords: object) -> dict[str, object]:
    """`anyOf`."""
    return {"anyOf": list(members), **keywords}


SCHEMAS: dict[str, object] = {
    "Pet": base("kind"),
    "Cat": extending("Pet", name=TEXT),
    "Lizard": extending("Pet", rocks=INTEGER),
    "Snake": extending("Lizard", length=INTEGER),
    "AnyPet": any_of(ref("Cat"), ref("Lizard")),
    "OnePet": one_of(ref("Cat"), ref("Lizard")),
    "NoPet": one_of(ref("Cat"), ref("Lizard"), NULL),
    "Described": one_of(ref("Lizard"), ref("Cat"), description="One of them."),
    "Both": all_of(any_of(ref("Cat"), ref("Snake")), obj(owner=TEXT)),
    "WithBase": any_of(ref("Pet"), ref("Cat")),
    "SnakesFirst": any_of(ref("Lizard"), ref("Snake")),
    "Alias": ref("Cat"),
    "ByAlias": one_of(ref("Alias"), all_of(ref("Snake"), description="Long.")),
    # A mapping at the base.
    "Car": extending("Vehicle", doors=INTEGER),
    "Truck": extending("Vehicle", load=INTEGER),
    "Vehicle": base("type", {"c": "Car", "t": "#/components/schemas/Truck"}),
    "AnyVehicle": any_of(ref("Truck"), ref("Car")),
    "Vehicles": array(one_of(ref("Car"), ref("Truck"))),
    # Children of two bases, and what extends none.
    "Thing": any_of(ref("Cat"), ref("Car"), ref("Lizard"), ref("Truck")),
    "OneThing": one_of(ref("Cat"), ref("Car"), ref("Lizard"), ref("Truck")),
    "Rock": obj("weight", weight=INTEGER),
    "PetOrRock": one_of(ref("Cat"), ref("Lizard"), ref("Rock")),
    "PetOrText": any_of(ref("Cat"), ref("Lizard"), TEXT, array(TEXT)),
    # Two bases with one property.
    "Plant": base("kind"),
    "Moss": extending("Plant", name=INTEGER),
    "Alive": any_of(ref("Cat"), ref("Moss"), ref("Lizard")),
    # What extends two bases with two properties.
    "Wheeled": base("wheels"),
    "Bike": extending("Wheeled", "Vehicle", gears=INTEGER),
    "Scooter": extending("Wheeled", "Vehicle", motor=INTEGER),
    "Small": any_of(ref("Bike"), ref("Scooter")),
    # Unions in unions.
    "Outer": any_of(ref("Snake"), ref("AnyPet")),
    "Outermost": one_of(ref("Outer"), ref("Rock"), NULL),
    "ByHand": one_of(
        ref("Cat"), ref("Lizard"), discriminator=by_tag("kind", {"meow": "Cat"})
    ),
    "OverByHand": any_of(ref("ByHand"), ref("Snake")),
    # Unions with discriminators of their own, and one of them for unknown tags.
    "Metals": one_of(
        ref("Iron"), ref("Gold"), discriminator=by_tag("m", {"i": "Iron"})
    ),
    "Iron": obj("m", m=TEXT, n=INTEGER),
    "Gold": obj("m", m=TEXT, n=TEXT),
    "Gases": one_of(
        ref("Neon"), ref("Argon"), discriminator=by_tag("m", defaultMapping="Argon")
    ),
    "Neon": obj("m", m=TEXT, n=INTEGER),
    "Argon": obj("m", m=TEXT, n=TEXT),
    "Elements": one_of(ref("Gases"), ref("Metals")),
    # A base with `oneOf`.
    "Node": obj("op", op=TEXT)
    | one_of(ref("Leaf"), ref("Fork"), discriminator=by_tag("op")),
    "Leaf": extending("Node", value=INTEGER),
    "Fork": extending("Node", parts=array(ref("Node"))),
    "AnyNode": any_of(ref("Leaf"), ref("Fork")),
    # What is unknown, or not said.
    "F0": base("k", {"f1": "F1", "f2": "F2"}, defaultMapping="F2"),
    "F1": extending("F0", one=INTEGER),
    "F2": extending("F0", two=INTEGER),
    "AnyF": any_of(ref("F1"), ref("F2")),
    "O0": obj(k=TEXT) | {"discriminator": by_tag("k")},
    "O1": all_of(ref("O0"), obj("one", one=INTEGER)),
    "O2": all_of(ref("O0"), obj("two", two=INTEGER)),
    "AnyO": one_of(ref("O1"), ref("O2")),
    # The members say it themselves.
    "Const": base("k"),
    "ConstA": all_of(ref("Const"), obj(k={"const": "a"}, n=INTEGER)),
    "ConstB": all_of(ref("Const"), obj(k={"const": "b"}, n=TEXT)),
    "AnyConst": one_of(ref("ConstA"), ref("ConstB")),
    "Holder": obj(one=one_of(ref("Cat"), ref("Lizard")), any=ref("AnyPet")),
}


@pytest.fixture(scope="module")
def listed() -> Iterator[Woven]:
    whole = document("3.2.0", schemas=SCHEMAS)
    with weave(whole, targets=("models",), clean=True) as package:
        yield package


LIZARD = {"kind": "Lizard", "name": 1}
SNAKE = {"kind": "Snake", "length": 1, "name": 1}


@pytest.mark.parametrize(
    ("name", "wire", "class_name"),
    [
        ("AnyPet", LIZARD, "LizardBase"),
        ("AnyPet", SNAKE, "Snake"),
        ("AnyPet", {"kind": "Cat", "rocks": "x"}, "Cat"),
        ("OnePet", {"kind": "Lizard"}, "LizardBase"),
        ("OnePet", {"kind": "Cat"}, "Cat"),
        ("NoPet", {"kind": "Cat"}, "Cat"),
        ("NoPet", None, "NoneType"),
        ("Described", {"kind": "Cat"}, "Cat"),
        ("WithBase", {"kind": "Pet"}, "PetBase"),
        ("WithBase", SNAKE, "Snake"),
        ("SnakesFirst", SNAKE, "Snake"),
        ("SnakesFirst", LIZARD, "LizardBase"),
        ("ByAlias", {"kind": "Cat", "length": "x"}, "Cat"),
        ("ByAlias", SNAKE, "Snake"),
        ("AnyVehicle", {"type": "c", "load": "x"}, "Car"),
        ("AnyVehicle", {"type": "t", "doors": "x"}, "Truck"),
        ("Thing", {"kind": "Lizard", "doors": "x"}, "LizardBase"),
        ("Thing", {"type": "c", "rocks": "x"}, "Car"),
        ("OneThing", {"type": "t"}, "Truck"),
        ("OneThing", SNAKE, "Snake"),
        ("PetOrRock", {"kind": "Lizard"}, "LizardBase"),
        ("PetOrRock", {"weight": 1}, "Rock"),
        ("PetOrText", {"kind": "Lizard"}, "LizardBase"),
        ("PetOrText", "text", "str"),
        ("PetOrText", ["text"], "list"),
        ("Alive", {"kind": "Moss"}, "Moss"),
        ("Alive", SNAKE, "Snake"),
        ("Small", {"wheels": "Scooter", "type": "Scooter"}, "Scooter"),
        ("Outer", {"kind": "Cat"}, "Cat"),
        ("Outer", LIZARD, "LizardBase"),
        ("Outer", SNAKE, "Snake"),
        ("Outermost", {"kind": "Lizard"}, "LizardBase"),
        ("Outermost", {"weight": 1}, "Rock"),
        ("Outermost", None, "NoneType"),
        ("OverByHand", {"kind": "meow"}, "Cat"),
        ("OverByHand", SNAKE, "Snake"),
        ("OverByHand", LIZARD, "LizardBase"),
        ("Elements", {"m": "i", "n": 1}, "Iron"),
        ("Elements", {"m": "Gold", "n": "x"}, "Gold"),
        ("Elements", {"m": "Neon", "n": 1}, "Neon"),
        ("Elements", {"m": "new", "n": "x"}, "Argon"),
        ("AnyNode", {"op": "Fork", "value": "x", "parts": []}, "Fork"),
        ("AnyNode", {"op": "Leaf", "parts": "x"}, "Leaf"),
        ("AnyF", {"k": "f1"}, "F1"),
        ("AnyF", {"k": "new"}, "F2"),
        ("AnyO", {"k": "O2", "one": 1, "two": 1}, "O2"),
        ("AnyO", {"two": 1}, "O2"),
        ("AnyConst", {"k": "b", "n": "x"}, "ConstB"),
    ],
)
def test_the_tag_of_the_base_decides(
    listed: Woven, name: str, wire: Any, class_name: str
) -> None:
    read = listed.read(name, wire)
    assert type(read).__name__ == class_name
    assert listed.write(name, read) == wire


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("AnyPet", {"kind": "Pet"}),
        ("AnyPet", {"kind": "Cow"}),
        ("AnyPet", {"name": "x"}),
        ("AnyPet", {"kind": "Cat", "name": 1}),
        ("OnePet", {"kind": "Lizard", "rocks": "x"}),
        ("OnePet", {"kind": "Pet"}),
        ("NoPet", {}),
        ("AnyVehicle", {"type": "Car"}),
        ("Vehicles", [{"type": "c"}, {"type": "t", "load": "x"}]),
        ("Thing", {"kind": "c"}),
        # By the letter of `oneOf` this is a Lizard and a Rock.
        ("PetOrRock", {"kind": "Lizard", "weight": 1}),
        ("PetOrRock", {"kind": "Cow"}),
        ("OneThing", {"kind": "Cat", "type": "c"}),
        ("Alive", {"kind": "Moss", "name": "x"}),
        ("Small", {"wheels": "Bike", "type": "Bike", "gears": "x"}),
        ("Outer", {"kind": "Lizard", "rocks": "x"}),
        ("OverByHand", {"kind": "meow", "name": 1}),
        ("OverByHand", {"kind": "Cat", "name": 1}),
        ("AnyF", {"k": "new", "two": "x"}),
        ("AnyConst", {"k": "b", "n": 1}),
        ("AnyConst", {"k": "ConstA"}),
        ("Holder", {"one": LIZARD | {"rocks": "x"}}),
    ],
)
def test_what_the_tag_refuses(listed: Woven, name: str, wire: object) -> None:
    assert not listed.accepts(name, wire)


def test_what_holds_beside_the_union_holds_for_each(listed: Woven) -> None:
    read = listed.read("Both", {"kind": "Snake", "owner": "x", "length": 1})
    assert (read.kind, read.owner, read.length) == ("Snake", "x", 1)
    assert not listed.accepts("Both", {"kind": "Snake", "length": "x"})
    assert not listed.accepts("Both", {"kind": "Cat", "owner": 1})


def test_nothing_is_left_to_count_where_the_tag_decides(listed: Woven) -> None:
    for name in ("one_pet", "no_pet", "described", "by_alias", "holder"):
        assert "Asserts" not in listed.source(f"models/{name}.py")
    assert "Asserts" in listed.source("models/pet_or_rock.py")


def test_python_builds_them_too(listed: Woven) -> None:
    models = listed.models
    snake = models.Snake(kind="Snake", length=1)
    holder = models.Holder(one=snake, any=snake)
    assert type(holder.one) is type(holder.any) is models.Snake
    with pytest.raises(ValueError, match="kind"):
        models.Holder(one=models.Snake(kind="Cat"))
