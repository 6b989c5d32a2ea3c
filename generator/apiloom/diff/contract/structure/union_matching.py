"""Which member of one union is which of another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from apiloom.api.schema.flat_schema import Conjunction, FlatSchema
from apiloom.core.text import Text

_ENOUGH: Final = 0.5
"""How alike two members without a name have to be to be one that has changed."""
_MANY: Final = 10_000
"""Pairs that are looked at one by one."""


class Members(NamedTuple):
    """The members of a union, with the signs by which they are known again."""

    conjunctions: tuple[Conjunction, ...]
    names: tuple[str | None, ...]
    tags: tuple[Text | None, ...]
    flats: tuple[FlatSchema, ...]


def match(
    old: Members, new: Members, same: Callable[[Conjunction, Conjunction], bool]
) -> list[tuple[int, int]]:
    """Pairs of positions: by name, by tag, by content, and then by likeness.

    The answer for documents that have changed places is the same, turned round.
    """
    taken = _Taken(
        set(range(len(old.conjunctions))), set(range(len(new.conjunctions))), []
    )
    taken.by_sign(old.names, new.names)
    taken.by_sign(old.tags, new.tags)
    if len(taken.old) * len(taken.new) > _MANY:
        return taken.pairs
    for i, j in list(taken.left()):
        if same(old.conjunctions[i], new.conjunctions[j]):
            taken.take(i, j)
    alike = [
        (-_likeness(old.flats[i], new.flats[j]), abs(i - j), i + j, i, j)
        for i, j in taken.left()
        if old.names[i] is None or new.names[j] is None or old.names[i] == new.names[j]
    ]
    for score, _, _, i, j in sorted(alike):
        if -score >= _ENOUGH:
            taken.take(i, j)
    return taken.pairs


class _Taken(NamedTuple):
    """What is left on both sides, and the pairs so far."""

    old: set[int]
    new: set[int]
    pairs: list[tuple[int, int]]

    def left(self) -> Iterator[tuple[int, int]]:
        for i in sorted(self.old):
            yield from ((i, j) for j in sorted(self.new))

    def take(self, i: int, j: int) -> None:
        """Make a pair of what is still free."""
        if i in self.old and j in self.new:
            self.old.discard(i)
            self.new.discard(j)
            self.pairs.append((i, j))

    def by_sign(
        self, old: tuple[object | None, ...], new: tuple[object | None, ...]
    ) -> None:
        places = {old[i]: i for i in sorted(self.old, reverse=True)}
        for j in sorted(self.new):
            if new[j] is not None and new[j] in places:
                self.take(places[new[j]], j)


def _likeness(old: FlatSchema, new: FlatSchema) -> float:
    """How much two schemas have in common, from 0 to 1."""
    if old.types_beside_null != new.types_beside_null:
        return 0.0
    names = old.properties.keys() | new.properties.keys()
    if names:
        return len(old.properties.keys() & new.properties.keys()) / len(names)
    return 1.0
