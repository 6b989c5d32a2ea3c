"""Choosing names among siblings: nobody has what two would like to have.

Each of several things has candidates, the name that it likes best first. The first one
that nobody else lays claim to wins; where two meet, both take their next one, so that
the order in the document never decides.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from typing import TypeVar

from apiloom.core.identifiers import Identifier, fold

_Thing = TypeVar("_Thing", bound=Hashable)


def choose(
    candidates: Mapping[_Thing, Sequence[Identifier]],
    taken: Collection[str] = (),
    *,
    key: Callable[[Identifier], str] = fold,
) -> dict[_Thing, Identifier]:
    """One of its `candidates` for each thing; the last of them if all others meet.

    Two names are the same if `key` says so of them; `taken` are keys that somebody has
    already. The last candidate should be one that nobody else can have, such as one
    with a digest.
    """
    rank = dict.fromkeys(candidates, 0)
    unsettled = True
    while unsettled:
        claims: dict[str, list[_Thing]] = {}
        for thing, position in rank.items():
            claims.setdefault(key(candidates[thing][position]), []).append(thing)
        unsettled = False
        for name, claimants in claims.items():
            if len(claimants) < 2 and name not in taken:
                continue
            for thing in claimants:
                if rank[thing] + 1 < len(candidates[thing]):
                    rank[thing] += 1
                    unsettled = True
    return {thing: candidates[thing][position] for thing, position in rank.items()}
