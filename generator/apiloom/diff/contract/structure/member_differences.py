"""Members that the IR has no field for: extensions, examples, further reading."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

from apiloom.api.schema.shapes import JsonValue
from apiloom.core.location import Pointer, child
from apiloom.diff.contract.contract_change import ContractSide
from apiloom.diff.contract.structure.contract_walk import (
    ContractSource,
    ContractWalk,
    Places,
    Words,
)
from apiloom.diff.contract.structure.difference import Kind, presence
from apiloom.diff.contract.structure.wording import quoted, quoted_value, quoted_values

Member: TypeAlias = tuple[JsonValue, Pointer]
Members: TypeAlias = Mapping[str, Member]
"""Members of an object by name, each with its place."""

_TRAVELLING: Final = frozenset({"content-encoding", "content-media-type", "xml"})
"""What decides how a value is written: it goes one way."""
_STABILITY: Final = ("draft", "alpha", "beta", "stable")


def members_at(source: ContractSource, pointer: Pointer) -> dict[str, Member]:
    """The members of the object at a place."""
    members = source.api.document_members.at(pointer)
    return {name: (value, child(pointer, name)) for name, value in members.items()}


def members_of_both(
    walk: ContractWalk, old: Pointer, new: Pointer
) -> tuple[dict[str, Member], dict[str, Member]]:
    """The members of the objects at a place of the old and of the new document."""
    return members_at(walk.old, old), members_at(walk.new, new)


def compare_members(
    walk: ContractWalk,
    unit: int,
    side: ContractSide,
    old: Members,
    new: Members,
    aspects: Mapping[str, str],
) -> None:
    """Compare the members that `aspects` names, and all extensions."""
    for name in sorted(old.keys() | new.keys()):
        if not name.startswith("x-") and name not in aspects:
            continue
        before, after = old.get(name), new.get(name)
        number = walk.table.json
        if before and after and number(before[0].value) == number(after[0].value):
            continue
        kind = presence(before, after)
        aspect = aspects.get(name, "extension")
        words = Words(quoted_value(name), _member_words(before), _member_words(after))
        if name == "x-sunset":
            aspect = "sunset"
            kind = _sunset_change(before, after) if kind is Kind.CHANGED else kind
        elif name == "x-stability-level" and _stability_level(
            before
        ) != _stability_level(after):
            aspect, kind = "stability", _stability_change(before, after)
            words = Words(
                "", quoted(_stability_level(before)), quoted(_stability_level(after))
            )
        if name == "x-extensible-enum" and kind is Kind.CHANGED:
            _compare_extensible(walk, unit, side, (old[name], new[name]))
            continue
        member_side = side if aspect in _TRAVELLING else ContractSide.BOTH
        places = Places(before[1] if before else None, after[1] if after else None)
        walk.record(unit, aspect, kind, member_side, places, words)


def _compare_extensible(
    walk: ContractWalk, unit: int, side: ContractSide, members: tuple[Member, Member]
) -> None:
    """Values that are known so far: what was sent before is expected to stay."""
    places = Places(members[0][1], members[1][1])
    old, new = (_listed(member[0].value) for member in members)
    number = walk.table.json
    before, after = set(map(number, old)), set(map(number, new))
    for kind, values in (
        (Kind.REMOVED, [value for value in old if number(value) not in after]),
        (Kind.ADDED, [value for value in new if number(value) not in before]),
    ):
        if values:
            words = Words(quoted_values(values))
            walk.record(unit, "extensible-value", kind, side, places, words)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _member_words(member: Member | None) -> str:
    return quoted_value(member[0]) if member else ""


def _sunset_change(before: Member | None, after: Member | None) -> Kind:
    """Whether a date of the form of RFC 3339 has moved to a later day."""
    if before is None or after is None:
        return Kind.CHANGED
    old, new = before[0].value, after[0].value
    if not isinstance(old, str) or not isinstance(new, str) or old[:10] == new[:10]:
        return Kind.CHANGED
    return Kind.WIDENED if new[:10] > old[:10] else Kind.NARROWED


def _stability_change(before: Member | None, after: Member | None) -> Kind:
    """Whether a level of stability has risen; what says nothing is stable."""
    old, new = (
        _STABILITY.index(_stability_level(member)) for member in (before, after)
    )
    return Kind.WIDENED if new > old else Kind.NARROWED


def _stability_level(member: Member | None) -> str:
    value = "stable" if member is None else member[0].value
    return value if value in _STABILITY and isinstance(value, str) else "stable"
