"""What users write of constants, tags and enumerations; never run, only checked.

Lines that end in `refused` hold mistakes, and a checker reports each of them.
"""

from typing import Literal, assert_type

import chosen_values
from chosen_values.models import (
    Cat,
    CatDict,
    Dog,
    FlagValues,
    Order,
    Priority,
    PriorityValues,
    SizeValues,
)


def constants(client: chosen_values.Client) -> None:
    cat = Cat(name="Tom")
    assert_type(cat.pet_type, Literal["cat"])
    assert_type(Dog(name="Rex").pet_type, Literal["dog"])
    pet = client.pets.add(cat)
    match pet.pet_type:
        case "cat":
            assert_type(pet, Cat)
        case "dog":
            assert_type(pet, Dog)
    whole: CatDict = {"petType": "cat", "name": "Tom", "legs": 4}
    client.pets.add_cat(whole)
    client.pets.add_cat(name="Tom")
    client.pets.add_cat(name="Tom", pet_type="cat")
    Cat()  # refused
    Dog(name="Rex", pet_type="cat")  # refused
    client.pets.add_cat(name="Tom", pet_type="dog")  # refused
    tagless: CatDict = {"name": "Tom"}  # refused
    client.pets.add_cat(tagless)


def names(client: chosen_values.Client) -> None:
    high: Priority = PriorityValues.HIGH
    small: Literal["s", "l"] = SizeValues.SMALL
    order = Order(priority=PriorityValues.LOW, size=small, flag=FlagValues.ON)
    read = client.orders.order(SizeValues.LARGE, order, priority=high)
    client.orders.order(
        "s", {"priority": PriorityValues.HIGH, "size": SizeValues.LARGE}
    )
    if read == PriorityValues.HIGH:
        assert_type(read, Literal[1])
    Order(priority=SizeValues.SMALL, size="s")  # refused
    client.orders.order(PriorityValues.HIGH, order)  # refused
    wrong: Priority = SizeValues.SMALL  # refused
    PriorityValues.HIGH = 1  # refused
    del wrong
