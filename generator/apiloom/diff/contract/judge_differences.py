"""From differences to changes: which rule, how bad, for whom, in which words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from apiloom.api.ir import ApiSpec
from apiloom.core.location import Location, Pointer
from apiloom.core.text import reveal
from apiloom.diff.contract.contract_change import (
    ContractChange,
    ContractLevel,
    ContractSide,
)
from apiloom.diff.contract.rules import Rule, rule_for
from apiloom.diff.contract.structure.contract_walk import AttributedDifference
from apiloom.diff.contract.structure.difference import Difference
from apiloom.diff.contract.structure.subjects import stands_in_component

_ORDER: Final = {level: place for place, level in enumerate(ContractLevel)}
_SIDES: Final = {side: place for place, side in enumerate(ContractSide)}
_WAY: Final = {
    ContractSide.REQUEST: "in requests, ",
    ContractSide.RESPONSE: "in responses, ",
}


def judge(
    attributed: AttributedDifference,
    old: ApiSpec,
    new: ApiSpec,
    chosen: Mapping[str, ContractLevel] = MappingProxyType({}),
) -> ContractChange:
    """The change that a difference is; rules in `chosen` have another level."""
    difference = attributed.difference
    rule = rule_for(difference.aspect, difference.kind)
    level, servers = _levels(rule, attributed, old, new, chosen.get(rule.id))
    return ContractChange(
        rule=rule.id,
        level=level,
        side=difference.side,
        sentence=_sentence(rule, attributed, level, servers),
        old=_location(old, difference.old),
        new=_location(new, difference.new),
        operation=attributed.operations[0] if attributed.operations else "",
        tags=tuple(reveal(tag) for tag in attributed.tags),
        operations=attributed.operations,
        servers=servers,
    )


def _levels(
    rule: Rule,
    attributed: AttributedDifference,
    old: ApiSpec,
    new: ApiSpec,
    chosen: ContractLevel | None,
) -> tuple[ContractLevel, ContractLevel]:
    """What it means for callers and for servers.

    What no operation leads to never travels, unless the documents have none at all:
    then somebody else has a use for the schemas.
    """
    difference = attributed.difference
    level = chosen or rule.levels.on(difference.side)
    servers = rule.servers.on(difference.side)
    if _is_unused(difference, attributed) and (old.operations or new.operations):
        return ContractLevel.DOCUMENTATION, ContractLevel.DOCUMENTATION
    if level is ContractLevel.DOCUMENTATION:
        return level, min(servers, level, key=_ORDER.__getitem__)
    return level, servers


def _is_unused(difference: Difference, attributed: AttributedDifference) -> bool:
    place = difference.new or difference.old or Pointer("")
    return not attributed.operations and stands_in_component(place)


def _location(api: ApiSpec, pointer: Pointer | None) -> Location | None:
    return None if pointer is None else Location(api.document, pointer)


def _sentence(
    rule: Rule,
    attributed: AttributedDifference,
    level: ContractLevel,
    servers: ContractLevel,
) -> str:
    """One sentence about a change, and what it means for servers if that is worse."""
    difference = attributed.difference
    text = rule.sentence.format(
        subject=difference.subject,
        name=difference.name,
        before=difference.before,
        after=difference.after,
    )
    place = difference.new or difference.old or Pointer("")
    if stands_in_component(place):
        text = _WAY.get(difference.side, "") + text
    if _ORDER[servers] < _ORDER[level]:
        if servers is ContractLevel.BREAKING:
            text += "; servers have to follow"
        elif servers is ContractLevel.RISKY:
            text += "; servers may have to follow"
    return text[:1].upper() + text[1:]


def order(change: ContractChange) -> tuple[object, ...]:
    """Worst first; then by where it stands, so that the order never varies."""
    places = (change.new, change.old)
    where = next((place for place in places if place is not None), None)
    return (
        _ORDER[change.level],
        change.operation,
        "" if where is None else where.pointer,
        change.rule,
        _SIDES[change.side],
        "" if change.old is None else change.old.pointer,
        change.sentence,
    )
