"""Bases with a discriminator: reading one gives the schema that extends it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.shapes import INTEGER, NULL, TEXT, all_of, array, by_tag, obj, one_of, ref
from tests.weaving import Woven, document, weave

PETS: dict[str, object] = {
    # Without a mapping every schema goes by its name, the base too.
    "Pet": obj("kind", kind=TEXT, name=TEXT, friends=array(ref("Pet")))
    | {"discriminator": by_tag("kind")},
    "Cat": all_of(ref("Pet"), obj("lives", lives=INTEGER)),
    "Dog": all_of(obj(tail=INTEGER), ref("Pet")),
    "Puppy": all_of(ref("Dog"), obj(age=INTEGER)),
    "Plain": all_of(ref("Pet")),
    "Owner": obj(
        pet=ref("Pet"),
        pets=array(ref("Pet")),
        described=all_of(ref("Pet"), description="The best."),
        maybe=one_of(ref("Pet"), NULL),
        cat=ref("Cat"),
    ),
    # With one, the base is none of them.
    "Shape": obj("type", type=TEXT)
    | {
        "discriminator": by_tag(
            "type", {"c": "Circle", "s": "#/components/schemas/Square"}
        )
    },
    "Circle": all_of(ref("Shape"), obj("r", r=INTEGER)),
    "Square": all_of(ref("Shape"), obj("side", side=INTEGER)),
    "Drawing": obj(shapes=array(ref("Shape"))),
    # A base that names its children by `oneOf`.
    "Node": obj("op", op=TEXT, id=INTEGER)
    | {"oneOf": [ref("Leaf"), ref("Fork")], "discriminator": by_tag("op")},
    "Leaf": all_of(ref("Node"), obj("value", value=INTEGER)),
    "Fork": all_of(ref("Node"), obj("parts", parts=array(ref("Node")))),
}


@pytest.fixture(scope="module")
def pets() -> Iterator[Woven]:
    with weave(document(schemas=PETS), targets=("models",), clean=True) as package:
        yield package


@pytest.mark.parametrize(
    ("name", "wire", "class_name"),
    [
        ("Pet", {"kind": "Cat", "lives": 9}, "Cat"),
        ("Pet", {"kind": "Dog", "tail": 1}, "DogBase"),
        ("Pet", {"kind": "Puppy", "tail": 1, "age": 2}, "Puppy"),
        ("Pet", {"kind": "Plain", "name": "x"}, "Plain"),
        ("Pet", {"kind": "Pet", "name": "x"}, "PetBase"),
        ("Shape", {"type": "c", "r": 1}, "Circle"),
        ("Shape", {"type": "s", "side": 1}, "Square"),
        ("Node", {"op": "Leaf", "value": 1, "id": 2}, "Leaf"),
        ("Node", {"op": "Fork", "parts": [{"op": "Leaf", "value": 1}]}, "Fork"),
    ],
)
def test_reading_a_base_gives_what_extends_it(
    pets: Woven, name: str, wire: Any, class_name: str
) -> None:
    read = pets.read(name, wire)
    assert type(read) is getattr(pets.models, class_name)
    assert pets.write(name, read) == wire


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("Pet", {"kind": "Cow"}),
        ("Pet", {"name": "x"}),
        ("Pet", {"kind": "Cat"}),
        ("Pet", {"kind": "Cat", "lives": "9"}),
        ("Pet", {"kind": "Dog", "friends": [{"kind": "Cat"}]}),
        ("Shape", {"type": "Circle", "r": 1}),
        ("Shape", {"type": "Shape"}),
        ("Shape", {"type": "c", "side": 1}),
        ("Node", {"op": "Fork", "parts": [{"op": "Leaf"}]}),
        ("Cat", {"lives": 9}),
        ("Cat", {"kind": "Cat"}),
    ],
)
def test_what_the_chosen_one_refuses(pets: Woven, name: str, wire: object) -> None:
    assert not pets.accepts(name, wire)


def test_a_base_stands_for_its_union_wherever_it_is_a_type(pets: Woven) -> None:
    cat = {"kind": "Cat", "lives": 9, "friends": [{"kind": "Dog"}]}
    wire = {"pet": cat, "pets": [cat], "described": cat, "maybe": cat, "cat": cat}
    owner = pets.read("Owner", wire)
    for each in (owner.pet, owner.pets[0], owner.described, owner.maybe, owner.cat):
        assert type(each) is pets.models.Cat
        assert type(each.friends[0]) is pets.models.DogBase
    assert pets.write("Owner", owner) == wire
    assert pets.accepts("Owner", {"maybe": None})
    assert not pets.accepts("Owner", {"pet": None})


def test_python_builds_them_too(pets: Woven) -> None:
    models = pets.models
    owner = models.Owner(pet=models.Cat(kind="Cat", lives=9))
    assert type(owner.pet) is models.Cat
    with pytest.raises(ValueError, match="kind"):
        models.Owner(pet=models.Cat(kind="Cow", lives=9))


def test_a_discriminator_on_the_base_of_its_members() -> None:
    """The base names its variants by `mapping`; the variants extend the base."""
    base = obj("kind", kind=TEXT, id=INTEGER) | {
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
