"""What a schema comes to, however it is put together.

References are followed and the members of `allOf` laid over one another, so that the
same demands look the same wherever they are written. A schema that takes null in one of
several spellings takes it here. Each demand keeps the place that makes it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias

from apiloom.api.schema.shapes import (
    Annotations,
    Discriminator,
    JsonValue,
    Scalar,
    SchemaId,
)
from apiloom.core.location import Pointer
from apiloom.core.record import record
from apiloom.core.text import Text

Conjunction: TypeAlias = tuple[SchemaId, ...]
"""Schemas that hold for the same value at once: nearly always a single one."""

ALL_TYPES: Final = frozenset(
    {"string", "integer", "number", "boolean", "null", "array", "object"}
)


class PlacedValue(NamedTuple):
    """A value of a keyword, and where the keyword stands."""

    value: object
    where: Pointer


class Bound(NamedTuple):
    """A limit of numbers, and whether the limit itself is beyond it."""

    value: int | float
    exclusive: bool = False


@record
class FlatProperty:
    """A property of an object: its schemas, and what demands that it be there.

    One that is not `declared` is demanded and has no schema.
    """

    schemas: Conjunction
    where: Pointer
    required: Pointer | None = None
    declared: bool = True


@record
class FlatUnion:
    """A union that is left after null: one of its members must hold."""

    where: Pointer
    members: tuple[Conjunction, ...]
    discriminator: Discriminator | None
    exclusive: bool
    null_too: bool


@dataclass(slots=True)
class FlatSchema:
    """The demands of one schema, and its annotations.

    `ids` are the schemas that were laid over one another.
    `limits` has the keywords whose value is a number, a text or a flag; `fragments`
    those that are judged as they are written. `additional` are the schemas of further
    properties, one for each part that has some; `closed` stands where a part forbids
    them. `annotations` come outermost first.
    """

    where: Pointer
    ids: list[SchemaId] = field(default_factory=list)
    types: frozenset[str] = ALL_TYPES
    types_at: Pointer | None = None
    format: PlacedValue | None = None
    limits: dict[str, PlacedValue] = field(default_factory=dict)
    values: tuple[Scalar, ...] | None = None
    values_at: Pointer | None = None
    properties: dict[Text, FlatProperty] = field(default_factory=dict)
    additional: list[SchemaId] = field(default_factory=list)
    closed: Pointer | None = None
    patterns: dict[str, SchemaId] = field(default_factory=dict)
    items: list[SchemaId] = field(default_factory=list)
    prefix: list[SchemaId] = field(default_factory=list)
    unions: list[FlatUnion] = field(default_factory=list)
    discriminator: tuple[Discriminator, Pointer] | None = None
    fragments: dict[str, tuple[JsonValue, Pointer]] = field(default_factory=dict)
    annotations: list[tuple[SchemaId, Annotations]] = field(default_factory=list)

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
        return len(self.unions) == 1 and self.types == ALL_TYPES and not self._demands

    @property
    def is_free(self) -> bool:
        """Whether nothing at all is demanded."""
        return self.types == ALL_TYPES and not self.unions and not self._demands

    @property
    def _demands(self) -> bool:
        return bool(
            self.limits
            or self.properties
            or self.items
            or self.prefix
            or self.additional
            or self.patterns
            or self.fragments
            or self.closed
            or self.format
            or self.values is not None
        )
