"""What users write of enumerations that are classes, or open; never run, only checked.

Lines that end in `refused` hold mistakes, and a checker reports each of them.
"""

from typing import Literal, assert_type

import chosen_classes
import chosen_open
from chosen_classes.models import Mixed, Order, Priority, Size
from chosen_open import models as opened


def members(client: chosen_classes.Client) -> None:
    order = Order(priority=Priority.LOW, size=Size.S, mixed=Mixed.A)
    assert_type(order.priority, Priority)
    read = client.orders.order(Size.L, order, priority=Priority.HIGH)
    assert_type(read, Priority)
    client.orders.order("s", {"priority": 1, "size": "l"}, priority=-1)
    client.orders.order("s", priority=Priority.HIGH, body={"priority": Priority.LOW})
    match read:
        case Priority.HIGH:
            assert_type(read, Literal[Priority.HIGH])
        case Priority.LOW:
            assert_type(read, Literal[Priority.LOW])
    client.orders.order("m", order)  # refused
    client.orders.order("s", {"priority": 2})  # refused
    client.orders.order(Priority.HIGH, order)  # refused
    Order(priority=1)  # refused
    Order(priority=Priority.MIDDLE)  # refused


def grown(client: chosen_open.Client) -> None:
    cat = opened.Cat(size="xl")
    size: str = cat.size
    level: int = opened.Dog(level=opened.LevelValues.LOW).level
    del size, level
    pet = client.pets.add(cat)
    if isinstance(pet, opened.Cat | opened.Dog):
        assert_type(pet, opened.Cat | opened.Dog)
    else:
        client.pets.add(pet)
    opened.Dog(level="x")  # refused
    client.pets.add({"kind": "cow"})  # refused
