"""Members that the IR has no field for: extensions, examples, further reading."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

from apiloom.api.schema.shapes import JsonValue
from apiloom.core.location import Pointer, child
from apiloom.diff.contract.contract_change import ContractSide
from apiloom.diff.contract.structure.contract_walk import (
    ContractSource,
    Pair,
    Walk,
    Words,
)
from apiloom.diff.contract.structure.difference import Kind
from apiloom.diff.contract.structure.wording import listed, quoted, said

Member: TypeAlias = tuple[JsonValue, Pointer]
Members: TypeAlias = Mapping[str, Member]
"""Members of an object by name, each with its place."""

_TRAVELLING: Final = frozenset({"content-encoding", "content-media-type", "xml"})
"""What decides how a value is written: it goes one way."""
_STABILITY: Final = ("draft", "alpha", "beta", "stable")


def members_at(half: ContractSource, pointer: Pointer) -> dict[str, Member]:
    """The members of the object at a place."""
    found = half.api.document_members.at(pointer)
    return {name: (value, child(pointer, name)) for name, value in found.items()}


def compare_members(
    walk: Walk,
    unit: int,
    side: ContractSide,
    old: Members,
    new: Members,
    aspects: Mapping[str, str],
) -> None:
    """Compare the members that `aspects` names, and all extensions."""
    for name in sorted(old.keys() | new.keys()):
        extension = name.startswith("x-")
        if not extension and name not in aspects:
            continue
        before, after = old.get(name), new.get(name)
        if before is not None and after is not None:
            if walk.table.json(before[0].value) == walk.table.json(after[0].value):
                continue
            kind = Kind.CHANGED
        else:
            kind = Kind.ADDED if before is None else Kind.REMOVED
        aspect = aspects.get(name, "extension")
        words = Words(said(name), _value(before), _value(after))
        if name == "x-sunset":
            aspect = "sunset"
            kind = _later(before, after) if kind is Kind.CHANGED else kind
        elif name == "x-stability-level" and _level(before) != _level(after):
            aspect, kind = "stability", _steadier(before, after)
            words = Words("", quoted(_level(before)), quoted(_level(after)))
        if name == "x-extensible-enum" and kind is Kind.CHANGED:
            _extensible(walk, unit, side, (old[name], new[name]))
            continue
        travels = side if aspect in _TRAVELLING else ContractSide.BOTH
        places = Pair(before[1] if before else None, after[1] if after else None)
        walk.tell(unit, aspect, kind, travels, places, words)


def _extensible(
    walk: Walk, unit: int, side: ContractSide, found: tuple[Member, Member]
) -> None:
    """Values that are known so far: what was sent before is expected to stay."""
    places = Pair(found[0][1], found[1][1])
    old, new = (_items(each[0].value) for each in found)
    number = walk.table.json
    before, after = set(map(number, old)), set(map(number, new))
    for kind, values in (
        (Kind.REMOVED, [each for each in old if number(each) not in after]),
        (Kind.ADDED, [each for each in new if number(each) not in before]),
    ):
        if values:
            words = Words(listed(values))
            walk.tell(unit, "extensible-value", kind, side, places, words)


def _items(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _value(found: Member | None) -> str:
    return said(found[0]) if found else ""


def _later(before: Member | None, after: Member | None) -> Kind:
    """Whether a date of the form of RFC 3339 has moved to a later day."""
    if before is None or after is None:
        return Kind.CHANGED
    old, new = before[0].value, after[0].value
    if not isinstance(old, str) or not isinstance(new, str) or old[:10] == new[:10]:
        return Kind.CHANGED
    return Kind.WIDENED if new[:10] > old[:10] else Kind.NARROWED


def _steadier(before: Member | None, after: Member | None) -> Kind:
    """Whether a level of stability has risen; what says nothing is stable."""
    old, new = (_STABILITY.index(_level(each)) for each in (before, after))
    return Kind.WIDENED if new > old else Kind.NARROWED


def _level(found: Member | None) -> str:
    value = "stable" if found is None else found[0].value
    return value if value in _STABILITY and isinstance(value, str) else "stable"
