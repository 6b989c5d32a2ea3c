"""Which entry of a list each entry of an earlier run has become, by their traits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

Traits: TypeAlias = tuple[str, ...]
"""What is known of one entry; things that are added to it add traits."""

CONSTANT: Final = "constant"
"""What a trait says, behind the way there, of something that has only one value."""
_TITLE: Final = "title "
_DESCRIPTION: Final = "description "
_CONSTANT_BELOW: Final = f": {CONSTANT} "
_WORTH_COMPARING: Final = 10_000
"""So many pairs of entries are compared whatever they have in common."""
_FEW: Final = 16


def aligned(old: Sequence[Traits], new: Sequence[Traits]) -> dict[int, int]:
    """Which entry of `new` each entry of `old` has become.

    Equal ones first, in order; of the others those that share most. What shares
    nothing with any has gone, and so has what is only alike as all entries are.
    """
    moves: dict[int, int] = {}
    free: dict[Traits, list[int]] = {}
    for index in range(len(new) - 1, -1, -1):
        free.setdefault(tuple(sorted(new[index])), []).append(index)
    for index, traits in enumerate(old):
        equal = free.get(tuple(sorted(traits)))
        if equal:
            moves[index] = equal.pop()
    used = frozenset(moves.values())
    rest = _Rest(
        _but(moves, old),
        _but(used, new),
        Counter(trait for traits in old for trait in set(traits)),
        len(old) == len(new),
    )
    return moves | rest.moves()


@dataclass(frozen=True, slots=True)
class _Rest:
    """The entries that no other is equal to; `counts` tells how many old ones have
    each trait, `as_many` whether the whole lists are of one length."""

    old: Mapping[int, frozenset[str]]
    new: Mapping[int, frozenset[str]]
    counts: Mapping[str, int]
    as_many: bool

    def moves(self) -> dict[int, int]:
        """Those that are most alike have become each other."""
        likeness: list[tuple[float, float, int, int, int]] = []
        for before, now in self._pairs():
            traits, others = self.old[before], self.new[now]
            if self._is_same(before, now):
                common = len(traits & others)
                kept, same = common / len(traits), common / len(traits | others)
                likeness.append((-kept, -same, abs(before - now), before, now))
        moves: dict[int, int] = {}
        taken: set[int] = set()
        for _, _, _, before, now in sorted(likeness):
            if before not in moves and now not in taken:
                moves[before] = now
                taken.add(now)
        return moves

    def _pairs(self) -> Iterable[tuple[int, int]]:
        """What could be the same: all pairs, or those with a trait that few have."""
        if len(self.old) * len(self.new) <= _WORTH_COMPARING:
            return ((before, now) for before in self.old for now in self.new)
        return dict.fromkeys(self._telling_pairs())

    def _telling_pairs(self) -> Iterator[tuple[int, int]]:
        owners: dict[str, list[int]] = {}
        for now, traits in self.new.items():
            for trait in traits:
                owners.setdefault(trait, []).append(now)
        for before, traits in self.old.items():
            for trait in traits:
                if len(owners.get(trait, ())) <= _FEW:
                    yield from ((before, now) for now in owners.get(trait, ()))
            if before in self.new:
                yield before, before

    def _is_same(self, before: int, now: int) -> bool:
        """Whether an entry can be taken for what another has become.

        Something with another constant is something else, and so is what has nothing
        left of that which the first alone had. With another title it must stand where
        the first stood and be much like it.
        """
        traits, others = self.old[before], self.new[now]
        common = traits & others
        if not common or _differ(_constants(traits), _constants(others)):
            return False
        telling = self._telling(traits)
        if telling and telling.isdisjoint(common):
            return False
        is_edited = before == now and self.as_many
        retitled = _differ(_titles(traits), _titles(others))
        if len(common) > len(traits) / 2:
            return is_edited or not retitled
        return is_edited and bool(telling) and not retitled

    def _telling(self, traits: Iterable[str]) -> set[str]:
        """What no other entry had, but for a description: that is only text."""
        return {
            trait
            for trait in traits
            if self.counts[trait] == 1 and not trait.startswith(_DESCRIPTION)
        }


def _but(
    settled: Container[int], entries: Sequence[Traits]
) -> dict[int, frozenset[str]]:
    """The entries by their index, without those that are settled."""
    return {
        index: frozenset(traits)
        for index, traits in enumerate(entries)
        if index not in settled
    }


def _constants(traits: Iterable[str]) -> set[str]:
    return {
        trait
        for trait in traits
        if _CONSTANT_BELOW in trait or trait.startswith(f"{CONSTANT} ")
    }


def _titles(traits: Iterable[str]) -> set[str]:
    return {trait for trait in traits if trait.startswith(_TITLE)}


def _differ(some: set[str], others: set[str]) -> bool:
    """Whether both say something, and none of it is the same."""
    return bool(some and others) and some.isdisjoint(others)
