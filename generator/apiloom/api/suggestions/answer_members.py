"""What an answer has, and where: its properties down to a small depth."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from apiloom.api.schema.object_members import objects_of
from apiloom.api.schema.schema_graph import end_of
from apiloom.api.schema.shapes import (
    Anything,
    Array,
    Primitive,
    Schema,
    SchemaId,
    Union,
)
from apiloom.core.location import escape_token
from apiloom.core.text import Text, reveal

_DEPTH: Final = 3
_MOST: Final = 400
_SIGNS: Final = re.compile(r"[^0-9a-z]+")


def plain(name: Text) -> str:
    """A name without signs and capitals: `page[cursor]` is `pagecursor`."""
    return _SIGNS.sub("", reveal(name).lower())


@dataclass(frozen=True, slots=True)
class Member:
    """A property of an answer: the pointer that leads to it, and its schema.

    `owners` are the names above it; those are plain, as its own `name` is.
    """

    pointer: str
    name: str
    schema: SchemaId
    owners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerMembers:
    """Finds members of answers."""

    shapes: Mapping[SchemaId, Schema]

    def below(self, start: SchemaId, depth: int = _DEPTH) -> tuple[Member, ...]:
        """The members of a value, those of one level before those below them."""
        found: list[Member] = []
        level = [Member("", "", start, ())]
        for _ in range(depth):
            level = [inner for outer in level for inner in self._inside(outer)]
            found += level[:_MOST]
            level = level[:_MOST]
        return tuple(found)

    def _inside(self, outer: Member) -> Iterator[Member]:
        owners = (*outer.owners, outer.name) if outer.name else ()
        seen: set[Text] = set()
        for owner in objects_of(outer.schema, self.shapes):
            for property_ in owner.properties:
                if property_.wire_name in seen:
                    continue
                seen.add(property_.wire_name)
                pointer = f"{outer.pointer}/{escape_token(reveal(property_.wire_name))}"
                name = plain(property_.wire_name)
                yield Member(pointer, name, property_.schema, owners)

    def is_array(self, schema: SchemaId) -> bool:
        """Whether it is an array of items that are described."""
        shape = end_of(schema, self.shapes).shape
        return isinstance(shape, Array) and shape.items is not None

    def is_of(self, schema: SchemaId, *kinds: str) -> bool:
        """Whether it is of one of these JSON types, or of any at all."""
        shape = end_of(schema, self.shapes).shape
        if isinstance(shape, Union):
            return any(self.is_of(member, *kinds) for member in shape.members)
        if isinstance(shape, Primitive):
            return shape.kind in kinds
        return isinstance(shape, Anything)

    def description(self, schema: SchemaId) -> str:
        """What is said about a value, for looking for words in it."""
        shape = end_of(schema, self.shapes).shape
        own = self.shapes[schema].notes.description or shape.notes.description
        return "" if own is None else reveal(own)

    def default(self, schema: SchemaId) -> object:
        """The default of a value; None without one."""
        shape = end_of(schema, self.shapes).shape
        own = self.shapes[schema].notes.default or shape.notes.default
        return None if own is None else own.value

    def format(self, schema: SchemaId) -> str:
        """The format of a string; nothing for other values."""
        shape = end_of(schema, self.shapes).shape
        if not isinstance(shape, Primitive) or shape.format is None:
            return ""
        return plain(shape.format)
