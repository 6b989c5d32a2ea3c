"""From differences to changes: which rule, how bad, for whom, in which words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from operator import attrgetter
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

_SIDES: Final = {side: place for place, side in enumerate(ContractSide)}
_WAY: Final = {
    ContractSide.REQUEST: "in requests, ",
    ContractSide.RESPONSE: "in responses, ",
}
_CALLED: Final = ("operation", "webhook", "callback")
_EACH: Final = "each of them"
"""What stands for the name of an operation where several are told of at once."""


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
    subject = difference.subject
    return ContractChange(
        rule=rule.id,
        level=level,
        side=difference.side,
        sentence=_sentence(rule, difference, subject, level, servers),
        old=_location(old, difference.old),
        new=_location(new, difference.new),
        operation=attributed.operations[0] if attributed.operations else "",
        tags=tuple(reveal(tag) for tag in attributed.tags),
        operations=attributed.operations,
        servers=servers,
        cause=_sentence(rule, difference, _of_each(attributed), level, servers),
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
        return level, min(servers, level, key=attrgetter("rank"))
    return level, servers


def _is_unused(difference: Difference, attributed: AttributedDifference) -> bool:
    place = difference.new or difference.old or Pointer("")
    return not attributed.operations and stands_in_component(place)


def _location(api: ApiSpec, pointer: Pointer | None) -> Location | None:
    return None if pointer is None else Location(api.document, pointer)


def _of_each(attributed: AttributedDifference) -> str:
    """The subject without the name of the operation, where it has that."""
    subject = attributed.difference.subject
    for label in attributed.operations[:1]:
        for called in _CALLED:
            subject = subject.replace(f"the {called} {label}", _EACH)
    return subject


def _sentence(
    rule: Rule,
    difference: Difference,
    subject: str,
    level: ContractLevel,
    servers: ContractLevel,
) -> str:
    """One sentence about a change, and what it means for servers if that is worse."""
    text = rule.sentence.format(
        subject=subject,
        name=difference.name,
        before=difference.before,
        after=difference.after,
    )
    place = difference.new or difference.old or Pointer("")
    if stands_in_component(place):
        text = _WAY.get(difference.side, "") + text
    if servers.rank < level.rank:
        if servers is ContractLevel.BREAKING:
            text += "; servers have to follow"
        elif servers is ContractLevel.RISKY:
            text += "; servers may have to follow"
    return text[:1].upper() + text[1:]


def in_order(changes: Iterable[ContractChange]) -> tuple[ContractChange, ...]:
    """Worst first, then what hits most operations; what has one cause stands together.

    What belongs to the document as a whole hits them all.
    """
    causes: dict[tuple[str, ...], list[ContractChange]] = {}
    for change in sorted(changes, key=_place):
        causes.setdefault(change.kin, []).append(change)
    by_weight = sorted(causes.values(), key=_weight)
    return tuple(chain.from_iterable(by_weight))


def _weight(members: list[ContractChange]) -> tuple[int, bool, int]:
    operations = {name for change in members for name in change.operations}
    is_everywhere = any(_is_of_the_document(change) for change in members)
    return members[0].level.rank, not is_everywhere, -len(operations)


def _is_of_the_document(change: ContractChange) -> bool:
    where = change.new or change.old
    inside = where is not None and where.pointer.startswith("/components/")
    return not change.operations and not inside


def _place(change: ContractChange) -> tuple[object, ...]:
    """Where a change stands, so that the order never varies."""
    places = (change.new, change.old)
    where = next((place for place in places if place is not None), None)
    return (
        change.level.rank,
        change.operation,
        "" if where is None else where.pointer,
        change.rule,
        _SIDES[change.side],
        "" if change.old is None else change.old.pointer,
        change.sentence,
    )
