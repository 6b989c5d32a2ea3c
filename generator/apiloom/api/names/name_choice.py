"""Choosing names among siblings: nobody has what two would like to have.

Each of several things has candidates, the name that it likes best first. The first one
that nobody else lays claim to wins; where two meet, both take their next one, so that
the order in the document never decides. What the document calls just so stays.
"""

from __future__ import annotations

from collections.abc import (
    Callable,
    Collection,
    Hashable,
    Iterable,
    Mapping,
    Sequence,
)
from typing import TypeVar, overload

from apiloom.core.identifiers import Identifier, fold

_Thing = TypeVar("_Thing", bound=Hashable)


class Claims(Sequence[Identifier]):
    """Candidates of which all but the first are thought of when they are asked for.

    Nearly everything has the name that it likes best.
    """

    __slots__ = ("_all", "_first", "_others")

    def __init__(
        self, first: Identifier, others: Callable[[], Iterable[Identifier]]
    ) -> None:
        self._first = first
        self._others = others
        self._all: tuple[Identifier, ...] | None = None

    @overload
    def __getitem__(self, position: int) -> Identifier: ...

    @overload
    def __getitem__(self, position: slice) -> Sequence[Identifier]: ...

    def __getitem__(self, position: int | slice) -> Identifier | Sequence[Identifier]:
        return self._first if position == 0 else self._thought_of()[position]

    def __len__(self) -> int:
        return len(self._thought_of())

    def _thought_of(self) -> tuple[Identifier, ...]:
        if self._all is None:
            self._all = tuple(dict.fromkeys((self._first, *self._others())))
        return self._all


def choose(
    candidates: Mapping[_Thing, Sequence[Identifier]],
    taken: Collection[str] = (),
    *,
    key: Callable[[Identifier], str] = fold,
    written: Mapping[_Thing, str] | None = None,
) -> dict[_Thing, Identifier]:
    """One of its `candidates` for each thing; the last of them if all others meet.

    Two names are the same if `key` says so of them; `taken` are keys that somebody has
    already. The last candidate should be one that nobody else has, such as one with a
    digest; where somebody has, numbers follow. What is `written` just like a name has
    it before what is not.
    """
    written = written or {}
    rank = dict.fromkeys(candidates, 0)
    unsettled = True
    while unsettled:
        claims: dict[str, list[_Thing]] = {}
        for thing, position in rank.items():
            claims.setdefault(key(candidates[thing][position]), []).append(thing)
        unsettled = False
        for name, claimants in claims.items():
            if name in taken:
                losers = claimants
            else:
                losers = _losers(claimants, candidates, rank, written)
            for thing in losers:
                if rank[thing] + 1 < len(candidates[thing]):
                    rank[thing] += 1
                    unsettled = True
    last = {thing: candidates[thing][position] for thing, position in rank.items()}
    return _apart(last, taken, key)


def _apart(
    chosen: dict[_Thing, Identifier],
    taken: Collection[str],
    key: Callable[[Identifier], str],
) -> dict[_Thing, Identifier]:
    """The same names, numbered where even the last candidates met: a document can have
    a name that looks as if it ended in a digest."""
    used = set(taken)
    for thing, name in chosen.items():
        count = 2
        while key(chosen[thing]) in used:
            chosen[thing] = Identifier(f"{name}_{count}")
            count += 1
        used.add(key(chosen[thing]))
    return chosen


def _losers(
    claimants: list[_Thing],
    candidates: Mapping[_Thing, Sequence[Identifier]],
    rank: Mapping[_Thing, int],
    written: Mapping[_Thing, str],
) -> list[_Thing]:
    """Who of those that claim one name has to take the next: all, or all but one.

    Who has nothing left but the last resort stays for as long as another can go.
    """
    if len(claimants) < 2:
        return []
    exact = [
        thing
        for thing in claimants
        if written.get(thing) == candidates[thing][rank[thing]]
    ]
    if len(exact) == 1:
        return [thing for thing in claimants if thing is not exact[0]]
    able = [thing for thing in claimants if rank[thing] + 2 < len(candidates[thing])]
    return able or claimants
