"""What tells the entries of a list of the document apart, whatever their positions are.

A JSON pointer into `oneOf` or `parameters` counts positions, and these move when an
entry is put in front. So a manifest keeps, beside the names of what stands in such a
list, traits of each entry; by them the entries are found again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Final, TypeAlias, TypeVar

from apiloom.api.ir import ApiSpec
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
)
from apiloom.core.identifiers import digest_of
from apiloom.core.location import Pointer, escape_token, parent
from apiloom.core.shipped import Shipped
from apiloom.core.text import Text, reveal

Traits: TypeAlias = tuple[str, ...]
"""What is known of one entry; things that are added to it add traits."""

_Names = TypeVar("_Names")
_TOKENS: Final = frozenset(map(escape_token, UNORDERED))
_WORTH_COMPARING: Final = 10_000


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
            yield tuple(dict.fromkeys(self._traits(schema_id)))

    def _traits(self, schema_id: SchemaId) -> Iterator[str]:
        notes = self.shapes[schema_id].notes
        if notes.title is not None:
            yield f"title {reveal(notes.title)}"
        if notes.description is not None:
            yield f"description {digest_of(reveal(notes.description))}"
        yield from self._kinds(schema_id)
        end = self._end(schema_id)
        if isinstance(end, Object):
            for property_ in end.properties:
                wire_name = reveal(property_.wire_name)
                yield f"property {wire_name}"
                for kind in self._kinds(property_.schema):
                    yield f"property {wire_name}: {kind}"
        if isinstance(end, Array) and end.items is not None:
            for kind in self._kinds(end.items):
                yield f"items {kind}"
        if isinstance(end, Enumeration):
            yield from (f"value {_written(value)}" for value in end.values)

    def _kinds(self, schema_id: SchemaId) -> Iterator[str]:
        """What a schema is by itself: a component, or something of a JSON type."""
        end = self._end(schema_id)
        if end.id != schema_id and end.id.pointer.startswith("/components/"):
            yield f"ref {self.spec.place(end.id.text)}"
        else:
            yield end.kind if isinstance(end, Primitive) else type(end).__name__.lower()

    def _end(self, schema_id: SchemaId) -> Schema:
        return end_of(schema_id, self.shapes).shape


def _written(value: object) -> str:
    return reveal(value) if isinstance(value, Text) else repr(value)


def list_of(place: str) -> str:
    """The place of the list that has an entry at `place`."""
    return place.rpartition("/")[0]


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
            self._moves[before] = aligned(old, new)
        return self._moves[before].get(index)


def place_before(place: str, length: int) -> str:
    """The first `length` tokens of a place."""
    head, mark, pointer = place.rpartition("#")
    return head + mark + "/".join(pointer.split("/")[:length])


def aligned(old: Sequence[Traits], new: Sequence[Traits]) -> dict[int, int]:
    """Which entry of `new` each entry of `old` has become.

    Equal ones first, in order; of the others those that share most. What shares
    nothing with any has gone.
    """
    moves: dict[int, int] = {}
    free: dict[Traits, list[int]] = {}
    for index in range(len(new) - 1, -1, -1):
        free.setdefault(tuple(sorted(new[index])), []).append(index)
    for index, traits in enumerate(old):
        equal = free.get(tuple(sorted(traits)))
        if equal:
            moves[index] = equal.pop()
    rest_of_old = [index for index in range(len(old)) if index not in moves]
    used = frozenset(moves.values())
    rest_of_new = [index for index in range(len(new)) if index not in used]
    moves.update(_most_alike(old, new, rest_of_old, rest_of_new))
    return moves


def _most_alike(
    old: Sequence[Traits],
    new: Sequence[Traits],
    rest_of_old: Sequence[int],
    rest_of_new: Sequence[int],
) -> dict[int, int]:
    if len(rest_of_old) * len(rest_of_new) > _WORTH_COMPARING:
        return dict(zip(rest_of_old, rest_of_new, strict=False))
    sets = {index: frozenset(new[index]) for index in rest_of_new}
    likeness: list[tuple[float, float, int, int, int]] = []
    for before in rest_of_old:
        traits = frozenset(old[before])
        for now in rest_of_new:
            common = len(traits & sets[now])
            is_edited = before == now and len(old) == len(new)
            if common > len(traits) / 2 or (common and is_edited):
                kept, same = common / len(traits), common / len(traits | sets[now])
                likeness.append((-kept, -same, abs(before - now), before, now))
    moves: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, _, before, now in sorted(likeness):
        if before not in moves and now not in taken:
            moves[before] = now
            taken.add(now)
    return moves
