"""What is told of one thing in the old document and of a range in the new one.

A range of statuses (`2XX`; OpenAPI 3.1, section 4.8.16.2) or of media types
(`application/*`; RFC 9110, section 12.5.1) stands for all in it that is not named.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from apiloom.diff.contract.structure.difference import Kind
from apiloom.diff.contract.structure.object_pair import ObjectKind, ObjectPair
from apiloom.diff.contract.structure.places import Placed, Words

Q = TypeVar("Q", bound=Placed)


@dataclass(slots=True)
class Ranged(Generic[Q]):
    """Pairs of which one is a range that covers the other, and what is left.

    `kind` is None where the range is in both documents.
    """

    pairs: list[tuple[str, str, Kind | None]] = field(
        default_factory=list[tuple[str, str, Kind | None]]
    )
    taken: set[str] = field(default_factory=set[str])

    def rest(self, things: Mapping[str, Q]) -> dict[str, Q]:
        """What is in no pair, or is itself in both documents."""
        return {name: thing for name, thing in things.items() if name not in self.taken}


def ranged(
    old: Mapping[str, Q], new: Mapping[str, Q], covers: Callable[[str, str], bool]
) -> Ranged[Q]:
    """Match by ranges what one document alone names: `covers(range, name)`."""
    found: Ranged[Q] = Ranged()
    for some, others, kind in (old, new, Kind.WIDENED), (new, old, Kind.NARROWED):
        for name in some:
            if name in others or name in found.taken:
                continue
            range_ = next((each for each in others if covers(each, name)), None)
            if range_ is None:
                continue
            names = (name, range_) if some is old else (range_, name)
            found.pairs.append((*names, None if range_ in some else kind))
            found.taken |= {name} if range_ in some else {name, range_}
    return found


@dataclass(frozen=True, slots=True)
class RangeKind(Generic[Q]):
    """Ranges of one kind: `covers(range, name)`, and what differs, in `words`."""

    aspect: str
    covers: Callable[[str, str], bool]
    words: Callable[[Q], str]


def compare_ranged(
    pair: ObjectPair[Any],
    kind: ObjectKind[Q],
    ranges: RangeKind[Q],
    old: Mapping[str, Q],
    new: Mapping[str, Q],
) -> tuple[dict[str, Q], dict[str, Q]]:
    """Compare what a range covers with the range; the answer is what is left."""
    found = ranged(old, new, ranges.covers)
    for before, after, way in found.pairs:
        things = old[before], new[after]
        pair.compare_one(kind, *things)
        if way is not None:
            said = Words("", *map(ranges.words, things))
            pair.of(*things).record(ranges.aspect, way, said)
    return found.rest(old), found.rest(new)
