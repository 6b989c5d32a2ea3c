"""What a schema comes to, however it is put together.

References are followed and the members of `allOf` laid over one another, so that the
same demands look the same wherever they are written. A schema that takes null in one of
several spellings takes it here. Each demand keeps the place that makes it.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Generic, NamedTuple, TypeAlias, TypeVar

from apiloom.api.schema.listed_values import ListedValue
from apiloom.api.schema.shapes import (
    Annotations,
    Discriminator,
    SchemaId,
)
from apiloom.core.location import Pointer
from apiloom.core.record import record
from apiloom.core.text import Text, reveal
from apiloom.runtime.patterns import is_found

V_co = TypeVar("V_co", covariant=True)

Conjunction: TypeAlias = tuple[SchemaId, ...]
"""Schemas that hold for the same value at once: nearly always a single one."""

LONGEST: Final = 12
"""Parts of a conjunction: circles of `allOf` could add more of them without end."""

ALL_TYPES: Final = frozenset(
    {"string", "integer", "number", "boolean", "null", "array", "object"}
)


def conjunction_of(schemas: Iterable[SchemaId]) -> Conjunction:
    """Schemas that hold at once, each once."""
    return tuple(dict.fromkeys(schemas))[:LONGEST]


def first_of(conjunction: Conjunction) -> SchemaId | None:
    """The schema after which all that hold at once are placed; None where none does."""
    return conjunction[0] if conjunction else None


class PlacedValue(NamedTuple, Generic[V_co]):
    """A value of a keyword, and where the keyword stands."""

    value: V_co
    where: Pointer


class Bound(NamedTuple):
    """A limit of numbers; bounds are in the order of the numbers next to them.

    `step` is 0 where the limit itself is within. Where it is beyond, it says which way
    the numbers within are: 1 for a lower limit, -1 for an upper one.
    """

    value: int | float
    step: int = 0

    @property
    def exclusive(self) -> bool:
        """Whether the limit itself is beyond it."""
        return self.step != 0


@record
class FlatProperty:
    """A property of an object, and what demands that it be there.

    One that is not `declared` is demanded and has no schema of its own.
    """

    where: Pointer
    required: Pointer | None = None
    declared: bool = True


@record
class ObjectPart:
    """What one of the schemas says of properties (core, section 10.3.2).

    `additional` is the schema of those that it has no other one for; `closed` stands
    where it forbids them.
    """

    named: Mapping[Text, SchemaId]
    patterns: Mapping[str, SchemaId]
    additional: SchemaId | None
    closed: Pointer | None

    def at(self, name: Text) -> Conjunction:
        """The schemas of a property, apart from those of all further ones."""
        own = (self.named[name],) if name in self.named else ()
        text = reveal(name)
        matched = (
            schema
            for pattern, schema in self.patterns.items()
            if is_found(pattern, text)
        )
        return (*own, *matched)


@record
class ArrayPart:
    """What one of the schemas says of items (core, section 10.3.1).

    `further` is the schema of those after `prefix`; `closed` stands where it forbids
    them.
    """

    prefix: tuple[SchemaId, ...]
    further: SchemaId | None
    closed: Pointer | None


@record
class LeftOver:
    """What is said of properties, or items, that no other keyword looks at.

    `schema` is theirs; `closed` stands where they are forbidden (core, section 11).
    """

    schema: SchemaId | None = None
    closed: Pointer | None = None


NOTHING_LEFT: Final = LeftOver()


@record
class FlatUnion:
    """A union that is left after null: one of its members must hold.

    `refuses_null` says that null is not let through, whatever its members say.
    """

    where: Pointer
    members: tuple[Conjunction, ...]
    discriminator: Discriminator | None
    exclusive: bool
    null_too: bool
    refuses_null: bool = False


@dataclass(slots=True)
class FlatSchema:
    """The demands of one schema, and its annotations.

    `ids` are the schemas that were laid over one another. `implied` says whether no
    `type` is written, and one is taken to be meant.
    `values` are those that are listed, by what tells them apart.
    `limits` has the keywords whose value is a number, a text or a flag; `fragments`
    those that are judged as they are written, `applied` those that apply a schema to
    something else than a property or an item. `annotations` come outermost first.
    """

    where: Pointer
    ids: list[SchemaId] = field(default_factory=list)
    types: frozenset[str] = ALL_TYPES
    types_at: Pointer | None = None
    implied: bool = False
    format: PlacedValue[Text] | None = None
    limits: dict[str, PlacedValue[Any]] = field(default_factory=dict)
    values: dict[Hashable, ListedValue] | None = None
    values_at: Pointer | None = None
    properties: dict[Text, FlatProperty] = field(default_factory=dict)
    objects: list[ObjectPart] = field(default_factory=list)
    arrays: list[ArrayPart] = field(default_factory=list)
    left_properties: LeftOver = NOTHING_LEFT
    left_items: LeftOver = NOTHING_LEFT
    unions: list[FlatUnion] = field(default_factory=list)
    discriminator: PlacedValue[Discriminator] | None = None
    fragments: dict[str, PlacedValue[object]] = field(default_factory=dict)
    applied: dict[tuple[str, ...], SchemaId] = field(default_factory=dict)
    annotations: list[tuple[SchemaId, Annotations]] = field(default_factory=list)

    def property_schemas(self, name: Text) -> Conjunction:
        """What holds for a property: its own schemas first."""
        named, others = list[SchemaId](), list[SchemaId]()
        for part in self.objects:
            own = part.at(name)
            if not own and part.additional is not None:
                own = (part.additional,)
            (named if name in part.named else others).extend(own)
        if not named and not others and self.left_properties.schema is not None:
            others.append(self.left_properties.schema)
        return conjunction_of((*named, *others))

    def refuses_property(self, name: Text) -> bool:
        """Whether no object may have a property of this name.

        One closed part closes the whole, and what another part describes stays.
        """
        if any(part.at(name) for part in self.objects):
            return False
        if self.left_properties.closed is None:
            return any(part.closed is not None for part in self.objects)
        return all(part.additional is None for part in self.objects)

    @property
    def patterns(self) -> dict[str, Conjunction]:
        """The schemas of properties whose names match a pattern."""
        patterns: dict[str, Conjunction] = {}
        for part in self.objects:
            for pattern, schema in part.patterns.items():
                known = patterns.get(pattern, ())
                patterns[pattern] = conjunction_of((*known, schema))
        return patterns

    @property
    def further_properties(self) -> Conjunction:
        """The schemas of properties that no part has another one for."""
        parts = (part.additional for part in self.objects)
        given = [schema for schema in parts if schema is not None]
        if not given and self.left_properties.schema is not None:
            given.append(self.left_properties.schema)
        return conjunction_of(given)

    @property
    def closed(self) -> Pointer | None:
        """What forbids properties that no part names, apart from what is left over."""
        places = (part.closed for part in self.objects)
        return next((place for place in places if place is not None), None)

    def item_schemas(self, position: int) -> Conjunction:
        """What holds for the item at a position."""
        given: list[SchemaId] = []
        for part in self.arrays:
            own = part.prefix[position : position + 1]
            given.extend(own)
            if not own and part.further is not None:
                given.append(part.further)
        if not given and self.left_items.schema is not None:
            given.append(self.left_items.schema)
        return conjunction_of(given)

    @property
    def described_items(self) -> int:
        """How many items have a schema by their position."""
        return max((len(part.prefix) for part in self.arrays), default=0)

    @property
    def most_items(self) -> float:
        """How many items there may be, going by what forbids further ones."""
        closed = (part for part in self.arrays if part.closed is not None)
        most = min((len(part.prefix) for part in closed), default=math.inf)
        contains = ("contains",) in self.applied
        if self.left_items.closed is None or contains:
            return most
        if any(part.further is not None for part in self.arrays):
            return most
        return min(most, self.described_items)

    @property
    def closed_items(self) -> Pointer | None:
        """What forbids items after the described ones."""
        places = (part.closed for part in self.arrays)
        return next((place for place in places if place is not None), None)

    @property
    def nullable(self) -> bool | None:
        """Whether null is let through; None where every type is, or none is named."""
        if self.unions and "null" in self.types:
            return all(union.null_too for union in self.unions)
        return None if self.types == ALL_TYPES else "null" in self.types

    @property
    def types_beside_null(self) -> frozenset[str]:
        """The types that are allowed, null left out."""
        return self.types - {"null"}

    @property
    def is_union(self) -> bool:
        """Whether nothing but one union is demanded."""
        named = self.types != ALL_TYPES or self.format
        return len(self.unions) == 1 and self._is_open and not named

    @property
    def is_free(self) -> bool:
        """Whether nothing at all is demanded."""
        return self.is_bare and self.types == ALL_TYPES and self.format is None

    @property
    def is_bare(self) -> bool:
        """Whether nothing is demanded but types, and perhaps a format."""
        return not self.unions and self._is_open

    @property
    def _is_open(self) -> bool:
        return self.values is None and not (
            self.limits
            or self.properties
            or self.objects
            or self.arrays
            or self.fragments
            or self.applied
        )
