"""Programs that use tuples, typed further properties and subclasses; as `using_all`."""

from typing import Any, assert_type

import structures
import subclasses
from structures.models import Bag, Closed, Day, Node
from subclasses.models import AnimalBase, Both, Dog, Pet, Puppy, Strict, TypedChild


def structured(client: structures.Client, day: Day, node: Node, closed: Closed) -> None:
    bag = client.bags.put(pair=("a", 1), step=("b",), at=("c", 2))
    assert_type(bag.pair, tuple[str, int] | None)
    if bag.step is not None and len(bag.step) == 2:
        assert_type(bag.step, tuple[str, int])
    for cell in bag.row or ():
        assert_type(cell, Day | int)
    for anything in bag.loose or ():
        assert_type(anything, Day | Any)
    assert_type(day.extra_properties["a"], int)
    assert_type(node.extra_properties["a"].extra_properties["b"], Node)
    assert_type(bag.extra_properties["x-a"], Day | Any)
    assert_type(closed.extra_properties.get("a"), Any | None)
    day.extra_properties["a"] = 5
    day.extra_properties.update(b=6)
    client.bags.put({"days": {"on-a": {"day": None}}, "pair": ("a", 1)})
    client.bags.put(pair=("a",))  # refused
    client.bags.put(at=("a", "b"))  # refused
    client.bags.put({"pair": ("a", 1, 2)})  # refused
    Bag(step=("a", 1, 2))  # refused
    day.extra_properties["a"] = "5"  # refused
    day.extra_properties[1] = 5  # refused
    assert_type(node.extra_properties["a"].b, str)  # refused
    assert_type(bag.pair, tuple[str])  # refused


def extended(
    client: subclasses.Client, puppy: Puppy, typed: TypedChild, pet: Pet
) -> None:
    pets: list[Pet] = [Dog(id=1, bark="x"), puppy, Both(id=2, bark="y", class_="z")]
    assert_type(puppy.id, int)
    assert_type(puppy.bark, str)
    assert_type(puppy.name, str | None)
    assert_type(typed.extra_properties["x"], int)
    animal = client.dogs.put(id=1, bark="x", friend={"id": 2, "bark": "y"})
    base: AnimalBase = animal
    pets.append(client.pets.put(pets[0]))
    client.pets.put(puppy)
    client.dogs.put({"id": 1, "bark": "x", "name": "y"})
    client.dogs.put({"id": 1})  # refused
    client.dogs.put(pet)  # refused
    Dog(id=1)  # refused
    Puppy(id=1, bark="x", age="y")  # refused
    puppy.name = 5  # refused
    whole: Pet = Strict(id=1, name="x")  # refused
    assert_type(base.kind, int)  # refused
    assert_type(whole.id, int)
