"""What users write with models that are dataclasses; never run, only checked.

Lines that end in `refused` hold mistakes, and a checker reports each of them.
"""

from datetime import date
from typing import assert_type

from plain_dataclasses import MISSING, Client, ValidationError, decode
from plain_dataclasses.models import Aged, Bird, Named, Pet, Tree


def models() -> None:
    pet = Pet(name="Tom", born=date(2024, 2, 29), extra_properties={"more": 1})
    assert_type(pet.born, date | None)
    assert_type(pet.pet_size, int)
    assert_type(pet.extra_properties, dict[str, int])
    pet.note = None
    pet.note = MISSING
    pet.tags.append("x")
    assert_type(pet.to_json(), str)
    assert_type(Pet.from_dict({"name": "Tom"}).name, str)
    tree = Tree(extra_properties={"left": Tree()})
    assert_type(tree.extra_properties["left"], Tree)
    aged: Named = Aged(name="Tom", age=3)
    assert_type(aged.name, str)
    Pet(name="Tom", born="2024-02-29")  # refused
    Pet(name="Tom", colour="red")  # refused
    Pet("Tom")  # refused
    Pet()  # refused
    Pet(name="Tom", kind="dog")  # refused
    Pet(name="Tom", extra_properties={"more": "x"})  # refused
    pet.name = None  # refused
    assert_type(pet.born.year, int)  # refused
    pet.note.upper()  # refused
    Bird(extra_properties={})  # refused


def calls(client: Client) -> None:
    try:
        animal = client.pets.add(name="Tom", pet_size=3, note=None)
        assert_type(animal, Pet | Bird)
    except ValidationError as error:
        assert_type(error.error_count(), int)
    client.pets.add(Pet(name="Tom"), day=date(2024, 2, 29))
    client.pets.add({"name": "Tom", "kind": "cat"})
    assert_type(decode(Bird, {"kind": "bird"}), Bird)
    client.pets.add(Bird())  # refused
    client.pets.add(name=3)  # refused
    client.pets.add({"name": "Tom", "kin": "cat"})  # refused
