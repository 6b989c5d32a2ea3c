"""Which tags lead to a schema, and to those that extend it.

A discriminator counts for everything below its schema: a tag says what a value is
wherever a schema above it is asked for (OpenAPI 3.2, section 4.25, "Models with
Polymorphism Support").
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from apiloom.api.schema.schema_graph import all_in_place, end_of, in_place
from apiloom.api.schema.shapes import (
    Anything,
    Discriminator,
    Intersection,
    Object,
    Reference,
    Schema,
    SchemaId,
    text_order,
)
from apiloom.core.location import tokens_of
from apiloom.core.text import Text

Pairs: TypeAlias = tuple[tuple[Text, SchemaId], ...]
"""Tags, each with the schema that it leads to; that is no reference."""


@dataclass(frozen=True, slots=True)
class Level:
    """The tags of a schema and of all that extend it, by the property `name`."""

    name: Text
    mapping: Pairs
    fallback: SchemaId | None = None


@dataclass(frozen=True, slots=True)
class _Base:
    """A schema with a discriminator: who extends it, and all tags that lead to whom.

    Those that extend it are `children` if a tag leads to them.
    """

    name: Text
    fallback: SchemaId | None
    children: tuple[SchemaId, ...]
    mapping: Pairs
    by_target: Mapping[SchemaId, Pairs]


@dataclass(slots=True)
class InheritedTags:
    """The discriminators that count for each schema.

    `discriminators` stand at their bases, see `hoisted`; `components` have names that
    may be tags.
    """

    schemas: Mapping[SchemaId, Schema]
    discriminators: Mapping[SchemaId, Discriminator]
    components: frozenset[SchemaId]
    extending: Mapping[SchemaId, Sequence[SchemaId]]
    children: set[SchemaId] = field(default_factory=set)
    _bases: dict[SchemaId, _Base] = field(default_factory=dict)
    _bases_above: dict[SchemaId, list[SchemaId]] = field(default_factory=dict)
    _levels: dict[tuple[SchemaId, Text], Level] = field(default_factory=dict)

    def __post_init__(self) -> None:
        distances: dict[SchemaId, list[tuple[int, SchemaId]]] = {}
        for base, discriminator in _in_order(self.discriminators):
            below = dict(descendants(base, self.extending))
            self._bases[base] = self._base(base, discriminator, tuple(below))
            self.children.update(self._bases[base].children)
            for schema_id, distance in ((base, 0), *below.items()):
                distances.setdefault(schema_id, []).append((distance, base))
        for schema_id, bases in distances.items():
            bases.sort(key=lambda pair: (pair[0], text_order(pair[1])))
            self._bases_above[schema_id] = [base for _, base in bases]

    def names(self, schema_id: SchemaId) -> tuple[Text, ...]:
        """The properties that tell what a value of a schema is, the nearest first."""
        above = self._bases_above.get(schema_id, ())
        return tuple(dict.fromkeys(self._bases[base].name for base in above))

    def polymorphic(self) -> Iterator[tuple[SchemaId, Level]]:
        """Each base that others extend, in order; so is what is between it and them."""
        for schema_id in sorted(self._bases_above, key=text_order):
            if isinstance(self.schemas[schema_id], Reference):
                continue
            if schema_id not in self._bases and not self._is_tagged(schema_id):
                continue
            level = self.level(schema_id, self.names(schema_id)[0])
            if any(target != schema_id for _, target in level.mapping):
                yield schema_id, level

    def level(self, schema_id: SchemaId, name: Text) -> Level:
        """All tags by one property; where two bases have one, the nearer decides."""
        known = self._levels.get((schema_id, name))
        if known is None:
            known = self._level(schema_id, name)
            self._levels[schema_id, name] = known
        return known

    def _level(self, schema_id: SchemaId, name: Text) -> Level:
        below = {schema_id, *(lower for lower, _ in self._below(schema_id))}
        mapping: dict[Text, SchemaId] = {}
        for base in self._bases_by(schema_id, name):
            if len(below) > 1:
                pairs = base.mapping
            else:
                pairs = base.by_target.get(schema_id, ())
            for tag, target in pairs:
                if target in below:
                    mapping.setdefault(tag, target)
        fallback = self._fallback(schema_id, name, below)
        return Level(name, tuple(mapping.items()), fallback)

    def fallbacks(self, schema_id: SchemaId, name: Text) -> Iterator[SchemaId]:
        """What the bases of a schema say of values without a known tag."""
        for base in self._bases_by(schema_id, name):
            if base.fallback is not None:
                yield base.fallback

    def _fallback(
        self, schema_id: SchemaId, name: Text, below: Container[SchemaId]
    ) -> SchemaId | None:
        """What a value without a known tag is at a place of this schema.

        Its own discriminator says so without conditions. One above it leads to what is
        below this schema; where it leads to a schema above, this one is the nearest.
        """
        own = self._bases.get(schema_id)
        if own is not None and own.fallback is not None and own.name == name:
            return own.fallback
        for fallback in self.fallbacks(schema_id, name):
            if fallback in below:
                return fallback
            if any(lower == schema_id for lower, _ in self._below(fallback)):
                return schema_id
        return None

    def _bases_by(self, schema_id: SchemaId, name: Text) -> Iterator[_Base]:
        """The bases of a schema that one property decides, the nearest first."""
        for base in map(self._bases.__getitem__, self._bases_above.get(schema_id, ())):
            if base.name == name:
                yield base

    def _below(self, schema_id: SchemaId) -> Iterator[tuple[SchemaId, int]]:
        return descendants(schema_id, self.extending)

    def _is_tagged(self, schema_id: SchemaId) -> bool:
        return any(
            schema_id in self._bases[base].by_target
            for base in self._bases_above[schema_id]
        )

    def _base(
        self, base: SchemaId, discriminator: Discriminator, below: Sequence[SchemaId]
    ) -> _Base:
        """Without a mapping every component goes by its name; the base does so too.

        With one, what it leaves out goes by its name if it adds something to the base.
        """
        mapped = {self._end(target) for _, target in discriminator.mapping}
        children = tuple(
            descendant
            for descendant in below
            if descendant in mapped
            or (
                descendant in self.components
                and (not mapped or _adds_something(descendant, base, self.schemas))
            )
        )
        known = {base, *map(self._end, children)}
        mapping = {
            tag: end
            for tag, target in discriminator.mapping
            if (end := self._end(target)) in known
        }
        named = children if mapped else (*children, base)
        for schema_id in named:
            if schema_id not in mapped and schema_id in self.components:
                tag = Text(tokens_of(schema_id.pointer)[-1])
                mapping.setdefault(tag, self._end(schema_id))
        fallback = discriminator.fallback
        pairs = tuple(mapping.items())
        return _Base(
            discriminator.property_name,
            None if fallback is None else self._end(fallback),
            children,
            pairs,
            _by_target(pairs),
        )

    def _end(self, schema_id: SchemaId) -> SchemaId:
        return end_of(schema_id, self.schemas).id


def hoisted(
    discriminators: Mapping[SchemaId, Discriminator],
    schemas: Mapping[SchemaId, Schema],
    components: frozenset[SchemaId],
    extending: Mapping[SchemaId, Sequence[SchemaId]],
) -> dict[SchemaId, Discriminator]:
    """Each discriminator at the schema that others can extend.

    One in an inline member of `allOf` is one of the whole, unless the whole has one
    already, or the member is referred to by itself.
    """
    moved = dict(discriminators)
    for start, discriminator in _in_order(discriminators):
        holder, is_shared = start, False
        while holder not in components:
            users = extending.get(holder, ())
            wholes = [user for user in users if _holds(user, holder, schemas)]
            is_shared = is_shared or len(users) > len(wholes)
            if not wholes:
                break
            holder = wholes[0]
        if holder == start or holder in moved:
            continue
        moved[holder] = discriminator
        if not is_shared:
            del moved[start]
    return moved


def extending_of(
    schemas: Mapping[SchemaId, Schema],
) -> dict[SchemaId, list[SchemaId]]:
    """For each schema those that take it in place, by reference or `allOf`."""
    extending: dict[SchemaId, list[SchemaId]] = {}
    extended_by = {
        schema_id: extended
        for schema_id, schema in schemas.items()
        if (extended := in_place(schema))
    }
    for schema_id in sorted(extended_by, key=text_order):
        for extended_id in extended_by[schema_id]:
            extending.setdefault(extended_id, []).append(schema_id)
    return extending


def descendants(
    base: SchemaId, extending: Mapping[SchemaId, Sequence[SchemaId]]
) -> Iterator[tuple[SchemaId, int]]:
    """What extends the base in the end, nearest first, and how far away it is."""
    distances = {base: 0}
    queue = [base]
    for ancestor in queue:
        for descendant in extending.get(ancestor, ()):
            if descendant not in distances:
                distances[descendant] = distances[ancestor] + 1
                queue.append(descendant)
                yield descendant, distances[descendant]


def _holds(
    whole: SchemaId, member: SchemaId, schemas: Mapping[SchemaId, Schema]
) -> bool:
    """Whether a member of `allOf` stands in the whole itself."""
    return isinstance(schemas[whole], Intersection) and member.is_inside(whole)


def _in_order(
    discriminators: Mapping[SchemaId, Discriminator],
) -> list[tuple[SchemaId, Discriminator]]:
    return sorted(discriminators.items(), key=lambda pair: text_order(pair[0]))


def _by_target(pairs: Iterable[tuple[Text, SchemaId]]) -> dict[SchemaId, Pairs]:
    by_target: dict[SchemaId, Pairs] = {}
    for tag, target in pairs:
        by_target[target] = (*by_target.get(target, ()), (tag, target))
    return by_target


def _adds_something(
    schema_id: SchemaId, base: SchemaId, schemas: Mapping[SchemaId, Schema]
) -> bool:
    """Whether a schema says more of a value than that it is a `base`."""
    return any(
        not isinstance(schema, Anything | Intersection | Reference)
        and not _is_plain(schema)
        for schema in all_in_place(schema_id, schemas, but=(base,))
    )


def _is_plain(schema: Schema) -> bool:
    return isinstance(schema, Object) and not schema.properties
