"""What users write against `documents/deprecated_methods.yaml`; never run."""

from typing import assert_type

import deprecated_methods
from deprecated_methods.models import Thing


def deprecated(client: deprecated_methods.Client) -> None:
    client.things.drop("1")
    assert_type(client.things.read("1"), str)  # refused
    client.things.replace("1", size=5)  # refused
    client.things.replace("1", {"size": 5})  # refused
    client.things.ask("1")  # refused


async def awaited(client: deprecated_methods.AsyncClient) -> None:
    await client.things.drop("1")
    assert_type(await client.things.read("1"), str)  # refused
    await client.things.replace("1", Thing(size=5))  # refused
