"""What tells the entries of a list of the document apart, whatever their positions are.

A JSON pointer into `oneOf` or `parameters` counts positions, and these move when an
entry is put in front. So a manifest keeps, beside the names of what stands in such a
list, traits of each entry; by them the entries are found again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice, takewhile
from typing import Final, TypeVar

from apiloom.api.ir import ApiSpec
from apiloom.api.names.aligned_entries import CONSTANT, Traits, aligned
from apiloom.api.schema.list_entries import (
    UNORDERED,
    entries_above,
    entries_beside,
)
from apiloom.api.schema.schema_graph import end_of
from apiloom.api.schema.shapes import (
    Array,
    Enumeration,
    Object,
    Primitive,
    Schema,
    SchemaId,
    Union,
)
from apiloom.core.identifiers import digest_of
from apiloom.core.location import Pointer, escape_token, parent
from apiloom.core.shipped import Shipped
from apiloom.core.text import Text, reveal

_Names = TypeVar("_Names")
_TOKENS: Final = frozenset(map(escape_token, UNORDERED))
_LEVELS: Final = 3
_MEMBER: Final = "member "
_MOST_TRAITS: Final = 100
"""Of one entry: more tell it no better, and all of them are in the manifest."""


@dataclass(slots=True)
class ListedTraits:
    """The traits of the entries of those lists that lead to named types."""

    spec: ApiSpec
    shapes: Mapping[SchemaId, Schema]
    _parameters: dict[Pointer, dict[int, Traits]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for operation in self.spec.operations:
            for parameter in operation.parameters:
                parameters, _, index = parameter.where.pointer.rpartition("/")
                if index.isdigit():
                    trait = f"{parameter.location} {reveal(parameter.wire_name)}"
                    entries = self._parameters.setdefault(Pointer(parameters), {})
                    entries[int(index)] = (trait,)

    def of_lists(self, named: Iterable[SchemaId]) -> dict[str, tuple[Traits, ...]]:
        """The traits by the place of the list, for each list above a schema."""
        first_entries: dict[str, SchemaId] = {}
        for schema_id in named:
            for entry in entries_above(schema_id):
                place = list_of(self.spec.place(entry.text))
                first_entries.setdefault(place, entry)
        return {
            place: tuple(self._entries(entry)) for place, entry in first_entries.items()
        }

    def _entries(self, entry: SchemaId) -> Iterator[Traits]:
        parameters = self._parameters.get(parent(entry.pointer))
        if parameters is not None:
            yield from (parameters.get(i, ()) for i in range(max(parameters) + 1))
            return
        for schema_id in takewhile(self.shapes.__contains__, entries_beside(entry)):
            traits = dict.fromkeys(self._traits(schema_id))
            yield tuple(islice(traits, _MOST_TRAITS))

    def _traits(self, schema_id: SchemaId) -> Iterator[str]:
        """Traits of an entry, those of what stands below it behind the way there.

        Entries may differ below alone (`{type: {const: card}}`), so these count too:
        a few levels of them, the upper ones first, as far as no reference leads out.
        """
        notes = self.shapes[schema_id].notes
        if notes.title is not None:
            yield f"title {reveal(notes.title)}"
        if notes.description is not None:
            yield f"description {digest_of(reveal(notes.description))}"
        level = [("", schema_id)]
        for depth in range(_LEVELS):
            below: list[tuple[str, SchemaId]] = []
            members: list[tuple[str, SchemaId]] = []
            for way, inner in chain(level, members):
                yield from (f"{way}{trait}" for trait in self._own(inner))
                if depth > 0 and self._is_elsewhere(inner):
                    continue
                # What was alone may be a member: it is no deeper than it was then.
                is_member = way.endswith(_MEMBER)
                is_union = (
                    isinstance(end_of(inner, self.shapes).shape, Union)
                    and not is_member
                )
                further = members if is_union else below
                further += [(way + step, child) for step, child in self._below(inner)]
            level = below

    def _own(self, schema_id: SchemaId) -> Iterator[str]:
        """What a schema is, and which values it lists."""
        yield from self._kinds(schema_id)
        end = end_of(schema_id, self.shapes).shape
        if isinstance(end, Object):
            yield from (
                f"property {reveal(property_.wire_name)}"
                for property_ in end.properties
            )
        if isinstance(end, Enumeration):
            values = [_written(value) for value in end.values]
            yield from (f"value {value}" for value in values)
            if len(values) == 1:
                yield f"{CONSTANT} {values[0]}"

    def _below(self, schema_id: SchemaId) -> Iterator[tuple[str, SchemaId]]:
        """What stands below a schema, behind the words that lead there.

        The members of a union have the same words: they are in no order.
        """
        end = end_of(schema_id, self.shapes).shape
        if isinstance(end, Object):
            for property_ in end.properties:
                yield f"property {reveal(property_.wire_name)}: ", property_.schema
            for further in end.further:
                yield "values ", further
        if isinstance(end, Array):
            for member in end.members:
                yield "items ", member
        if isinstance(end, Union):
            yield from ((_MEMBER, member) for member in end.members)

    def _is_elsewhere(self, schema_id: SchemaId) -> bool:
        end = end_of(schema_id, self.shapes).shape
        return end.id != schema_id and end.id.pointer.startswith("/components/")

    def _kinds(self, schema_id: SchemaId) -> Iterator[str]:
        """What a schema is by itself: a component, or something of a JSON type."""
        end = end_of(schema_id, self.shapes).shape
        if self._is_elsewhere(schema_id):
            yield f"ref {self.spec.place(end.id.text)}"
        else:
            yield end.kind if isinstance(end, Primitive) else type(end).__name__.lower()


def _plain(traits: Traits) -> Traits:
    """The same for what is one member of a union as for what it was before alone."""
    return tuple(dict.fromkeys(trait.replace(_MEMBER, "") for trait in traits))


def _written(value: object) -> str:
    return reveal(value) if isinstance(value, Text) else repr(value)


def list_of(place: str) -> str:
    """The place of the list that has an entry at `place`."""
    return place.rpartition("/")[0]


def before_at_places_of(before: Shipped, now: Shipped) -> Shipped:
    """The names `before`, by the places that what they are of has `now`."""
    return MovedPlaces(before.lists, now.lists).of_today(before)


@dataclass(slots=True)
class MovedPlaces:
    """Where what an earlier run knew stands now.

    `before` and `now` have the traits of the entries of each list, by its place.
    """

    before: Mapping[str, Sequence[Traits]]
    now: Mapping[str, Sequence[Traits]]
    _moves: dict[str, Mapping[int, int]] = field(default_factory=dict)

    def of_today(self, shipped: Shipped) -> Shipped:
        """The same names by the places of today; what is gone is left out."""
        if not self.before:
            return shipped
        return replace(
            shipped,
            types=self._placed(shipped.types),
            twins=self._placed(shipped.twins),
            fields=self._placed(shipped.fields),
            values=self._placed(shipped.values),
            value_holders=self._placed(shipped.value_holders),
        )

    def _placed(self, names: Mapping[str, _Names]) -> dict[str, _Names]:
        return {
            today: of_place
            for place, of_place in names.items()
            if (today := self.now_at(place)) is not None
        }

    def now_at(self, place: str) -> str | None:
        """The place of today; None where the entry of a list is gone."""
        head, mark, pointer = place.rpartition("#")
        tokens = pointer.split("/")
        for position, token in enumerate(tokens[:-1]):
            index = tokens[position + 1]
            if token not in _TOKENS or not index.isdigit():
                continue
            # What stands before is of today already.
            today = head + mark + "/".join(tokens[: position + 1])
            entry = self._moved(place_before(place, position + 1), today, int(index))
            if entry is None:
                return None
            tokens[position + 1] = str(entry)
        return head + mark + "/".join(tokens)

    def _moved(self, before: str, today: str, index: int) -> int | None:
        old, new = self.before.get(before), self.now.get(today)
        if old is None or new is None or index >= len(old):
            return index
        if before not in self._moves:
            self._moves[before] = aligned([*map(_plain, old)], [*map(_plain, new)])
        return self._moves[before].get(index)


def place_before(place: str, length: int) -> str:
    """The first `length` tokens of a place."""
    head, mark, pointer = place.rpartition("#")
    return head + mark + "/".join(pointer.split("/")[:length])
