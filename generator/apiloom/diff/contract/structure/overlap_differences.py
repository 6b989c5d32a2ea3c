"""The members of a `oneOf`: which values come to satisfy several, and are refused then.

Whether they do depends on what differs within them, so this is judged last.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from itertools import product
from typing import Final, NamedTuple

from apiloom.api.schema.flat_schema import (
    Conjunction,
    FlatSchema,
    FlatUnion,
)
from apiloom.api.schema.limit_keywords import LIMITS
from apiloom.api.schema.schema_overlap import may_overlap
from apiloom.diff.contract.structure.contract_walk import ContractSource, ContractWalk
from apiloom.diff.contract.structure.difference import (
    Difference,
    Kind,
    aspect_of,
    direction,
)
from apiloom.diff.contract.structure.places import Places
from apiloom.diff.contract.structure.schema_pair import SchemaPair

_DEMANDS: Final = frozenset(
    {
        *map(aspect_of, LIMITS),
        *("type", "nullable", "enum", "union", "union-type", "exclusive"),
        *("required-property", "optional-property", "required", "property-schema"),
        *("additional-properties", "additional-schema", "pattern-property"),
        *("unevaluated-properties", "unevaluated-items", "property-names"),
        *("items", "tuple-item", "further-items", "contains"),
        *("dependent-required", "dependent-schemas"),
        *("not", "condition", "alternatives", "demands"),
    }
)
"""Aspects of which one more lets fewer values through."""
_OFFERS: Final = frozenset(
    {
        *("enum-value", "union-member"),
        *("closed-property", "closed-pattern", "closed-item"),
    }
)
"""Aspects of which one more lets more values through."""
_FEW: Final = 20
"""Members of members that are looked at one by one."""
_MANY: Final = 10_000
"""Pairs of members that are looked at; of more it is taken that some overlap."""


class MatchedMembers(NamedTuple):
    """Two unions, and the units in which the members of each are compared.

    No unit is there for members that are the same, and -1 for what has no counterpart.
    """

    old: FlatUnion
    new: FlatUnion
    old_units: Sequence[int | None]
    new_units: Sequence[int | None]


def compare_overlaps(pair: SchemaPair, members: MatchedMembers) -> None:
    """Have compared which members a value may satisfy at once, where that matters."""
    if members.old.exclusive or members.new.exclusive:
        pair.walk.afterwards(partial(_compare, pair=pair, members=members))


def _compare(walk: ContractWalk, *, pair: SchemaPair, members: MatchedMembers) -> None:
    old, new = members.old, members.new
    sides = (walk.old, old), (walk.new, new)
    meets = [_overlap(*side, range(len(side[1].members))) for side in sides]
    aspect = "overlap"
    if old.exclusive != new.exclusive and all(meets):
        aspect, grows, shrinks = "exclusive", new.exclusive, old.exclusive
    elif meets[0] != meets[1]:
        shrinks, grows = meets
    else:
        wider = _touched(members.new_units, walk.leading_to(_widens))
        narrower = _touched(members.old_units, walk.leading_to(_narrows))
        grows = _overlap(walk.new, new, wider)
        shrinks = _overlap(walk.old, old, narrower)
    if grows or shrinks:
        kind = direction(narrower=grows, wider=shrinks)
        pair.record(aspect, kind, Places(old.where, new.where))


def _touched(units: Sequence[int | None], differing: Collection[int]) -> list[int]:
    """The members that differ in such a way, or have no counterpart."""
    return [
        position
        for position, unit in enumerate(units)
        if unit == -1 or unit in differing
    ]


def _overlap(
    source: ContractSource, union: FlatUnion, positions: Collection[int]
) -> bool:
    """Whether one of these members may overlap any of the union."""
    if len(positions) * len(union.members) > _MANY:
        return True
    flats = [_flats(source, member) for member in union.members]
    return any(
        position != other and may_overlap(source.schemas, one, two)
        for position, other in product(positions, range(len(flats)))
        for one, two in product(flats[position], flats[other])
    )


def _flats(source: ContractSource, member: Conjunction) -> list[FlatSchema]:
    """What a member comes to: of a union its own members, as long as they are few."""
    flats = list[FlatSchema]()
    work = [member]
    while work:
        flat = source.schemas.flat(work.pop())
        if flat.is_union and len(work) + len(flats) < _FEW:
            work.extend(flat.unions[0].members)
        else:
            flats.append(flat)
    return flats


def _widens(difference: Difference) -> bool:
    return _lets_through(difference, Kind.WIDENED, Kind.REMOVED, Kind.ADDED)


def _narrows(difference: Difference) -> bool:
    return _lets_through(difference, Kind.NARROWED, Kind.ADDED, Kind.REMOVED)


def _lets_through(
    difference: Difference, way: Kind, demanding: Kind, offering: Kind
) -> bool:
    if difference.aspect in _DEMANDS:
        return difference.kind in {way, demanding, Kind.CHANGED}
    return difference.aspect in _OFFERS and difference.kind in {
        way,
        offering,
        Kind.CHANGED,
    }
