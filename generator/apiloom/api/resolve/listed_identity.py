"""What tells the entries of a list of the document apart, whatever their positions are.

A JSON pointer into `oneOf` or `parameters` counts positions, and these move when an
entry is put in front. So a manifest keeps, beside the names of what stands in such a
list, traits of each entry; by them the entries are found again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from apiloom.api.ir import ApiSpec
from apiloom.api.schema.schema_graph import end_of
from apiloom.api.schema.shapes import (
    Array,
    Enumeration,
    Object,
    Primitive,
    Reference,
    Schema,
    SchemaId,
    Union,
)
from apiloom.core.location import Pointer, child
from apiloom.core.text import Text, reveal

Traits: TypeAlias = tuple[str, ...]
"""What is known of one entry; things that are added to it add traits."""

LISTS: Final = frozenset({"oneOf", "anyOf", "allOf", "parameters", "~0each"})
"""Tokens, as pointers have them, whose entries have no identity but their position.

That of `prefixItems` is one: it decides which item of a value is meant.
"""
_WORTH_COMPARING: Final = 10_000


@dataclass(slots=True)
class ListedTraits:
    """The traits of the entries of those lists that lead to named types."""

    spec: ApiSpec
    shapes: Mapping[SchemaId, Schema]
    _parameters: dict[Pointer, Traits] = field(init=False)

    def __post_init__(self) -> None:
        self._parameters = {
            parameter.where.pointer: (
                f"{parameter.location} {reveal(parameter.wire_name)}",
            )
            for operation in self.spec.operations
            for parameter in operation.parameters
        }

    def of_lists(self, named: Iterable[SchemaId]) -> dict[str, tuple[Traits, ...]]:
        """The traits by the place of the list, for each list above a schema."""
        lists: dict[Pointer, None] = {}
        for schema_id in named:
            lists.update(dict.fromkeys(lists_above(schema_id.pointer)))
        return {
            self.spec.place(members): tuple(self._entries(members)) for members in lists
        }

    def _entries(self, members: Pointer) -> Iterator[Traits]:
        index = 0
        while True:
            pointer = child(members, index)
            schema_id = SchemaId(self.spec.document, pointer)
            if pointer in self._parameters:
                yield self._parameters[pointer]
            elif schema_id in self.shapes:
                yield tuple(dict.fromkeys(self._traits(schema_id)))
            else:
                return
            index += 1

    def _traits(self, schema_id: SchemaId) -> Iterator[str]:
        shape = self.shapes[schema_id]
        if shape.notes.title is not None:
            yield f"title {reveal(shape.notes.title)}"
        end_id, end, _ = end_of(schema_id, self.shapes)
        if isinstance(shape, Reference) and end_id.pointer.startswith("/components/"):
            yield f"ref {self.spec.place(end_id.pointer)}"
            return
        yield from _of_shape(end)
        if isinstance(end, Array) and end.items is not None:
            items = end_of(end.items, self.shapes).shape
            yield from (f"item {trait}" for trait in _of_shape(items))


def _of_shape(shape: Schema) -> Iterator[str]:
    match shape:
        case Object():
            yield "object"
            yield from (
                f"property {reveal(property_.wire_name)}"
                for property_ in shape.properties
            )
        case Enumeration():
            yield "enum"
            yield from (f"value {_written(value)}" for value in shape.values)
        case Primitive():
            yield shape.kind
        case Array():
            yield "array"
        case Union():
            yield "union"
        case _:
            yield "any"


def _written(value: object) -> str:
    return reveal(value) if isinstance(value, Text) else repr(value)


def lists_above(pointer: Pointer) -> Iterator[Pointer]:
    """The lists that a pointer leads through, outermost first."""
    tokens = pointer.split("/")
    for position, token in enumerate(tokens[:-1]):
        if token in LISTS and tokens[position + 1].isdigit():
            yield Pointer("/".join(tokens[: position + 1]))


@dataclass(slots=True)
class MovedPlaces:
    """Where what an earlier run knew stands now.

    `before` and `now` have the traits of the entries of each list, by its place.
    """

    before: Mapping[str, Sequence[Traits]]
    now: Mapping[str, Sequence[Traits]]
    _moves: dict[str, Mapping[int, int]] = field(default_factory=dict)

    def now_at(self, place: str) -> str | None:
        """The place of today; None where the entry of a list is gone."""
        head, mark, pointer = place.rpartition("#")
        tokens = pointer.split("/")
        for position, token in enumerate(tokens[:-1]):
            index = tokens[position + 1]
            if token not in LISTS or not index.isdigit():
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
            if common:
                kept, same = common / len(traits), common / len(traits | sets[now])
                likeness.append((-kept, -same, abs(before - now), before, now))
    moves: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, _, before, now in sorted(likeness):
        if before not in moves and now not in taken:
            moves[before] = now
            taken.add(now)
    return moves
