"""Tuples: arrays that have a schema for each position."""

from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema

from .narrowing import is_tuple


class JsonArray:
    """Reads a tuple, or one of several, from a list too: that is what JSON has.

    A list comes in where something has looked at the JSON value before, and where a
    caller has read it himself.
    """

    __slots__ = ()

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        schema = handler(source)
        waiting: list[Any] = [schema]
        while waiting:
            member = waiting.pop()
            part: Any = member[0] if is_tuple(member) else member  # without its label
            if part["type"] == "tuple":
                part["strict"] = False
            elif part["type"] == "union":
                waiting.extend(part["choices"])
            elif "schema" in part:
                waiting.append(part["schema"])  # null is let past, or refused
        return schema
