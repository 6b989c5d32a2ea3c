"""Members that the IR has no field for: extensions, examples, further reading."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, TypeAlias

from apiloom.api.schema.flat_schema import PlacedValue
from apiloom.core.location import ROOT, Pointer, child
from apiloom.diff.contract.contract_change import ContractSide
from apiloom.diff.contract.structure.contract_walk import ContractSource, ContractWalk
from apiloom.diff.contract.structure.difference import Kind, presence
from apiloom.diff.contract.structure.places import Places, Words, in_one_alone, paired
from apiloom.diff.contract.structure.wording import (
    quoted_value,
    quoted_values,
    words_for,
)

Members: TypeAlias = Mapping[str, PlacedValue[object]]
"""Members of an object by name, each with its place."""
KnownObject: TypeAlias = PlacedValue[str]
"""An object that is known by one of its members, which is the value."""

_TRAVELLING: Final = frozenset({"content-encoding", "content-media-type", "xml"})
"""What decides how a value is written: it goes one way."""
_TEXTS: Final = frozenset({"title", "summary", "description"})
_STABILITY: Final = ("draft", "alpha", "beta", "stable")


def members_at(source: ContractSource, pointer: Pointer) -> Members:
    """The members of the object at a place."""
    members = source.api.document_members.at(pointer)
    return {
        name: PlacedValue(member.value, child(pointer, name))
        for name, member in members.items()
    }


def objects_at(source: ContractSource, name: str, key: str) -> dict[str, KnownObject]:
    """The objects of an array of the document, by one of their members."""
    array = members_at(source, ROOT).get(name)
    objects: dict[str, KnownObject] = {}
    entries = array.value if array is not None else []
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        member = entry.get(key) if isinstance(entry, dict) else None
        if isinstance(member, str):
            place = child(ROOT, name, index)
            objects.setdefault(member, PlacedValue(member, place))
    return objects


def compare_members(
    walk: ContractWalk,
    unit: int,
    side: ContractSide,
    old: Members,
    new: Members,
    aspects: Mapping[str, str],
) -> None:
    """Compare the members that `aspects` names, and all extensions."""
    for name, before, after in paired(_named(old, aspects), _named(new, aspects)):
        if before and after and walk.same_values(before.value, after.value):
            continue
        kind = presence(before, after)
        aspect = aspects.get(name, "extension")
        words = Words(quoted_value(name), words_for(before), words_for(after))
        if name == "x-sunset":
            aspect = "sunset"
            if before and after:
                kind = _sunset_change(before.value, after.value)
        elif name == "x-stability-level":
            levels = _stability_level(before), _stability_level(after)
            if None not in levels and levels[0] != levels[1]:
                aspect, kind = "stability", _stability_change(*levels)
                words = Words("", *map(quoted_value, levels))
        elif name == "x-extensible-enum" and before and after:
            _compare_extensible(walk, unit, side, before, after)
            continue
        member_side = side if aspect in _TRAVELLING else ContractSide.BOTH
        places = Places.of(before, after)
        walk.record(unit, aspect, kind, member_side, places, words)


def _named(members: Members, aspects: Mapping[str, str]) -> Members:
    """The members that are compared: those that say something."""
    return {
        name: member
        for name, member in members.items()
        if name.startswith("x-")
        or (name in aspects and _says_something(aspects[name], member.value))
    }


def _says_something(aspect: str, value: object) -> bool:
    """Whether a text is one, and a flag is set; of others any value counts."""
    if aspect == "deprecated":
        return value is True
    return aspect not in _TEXTS or isinstance(value, str)


def _compare_extensible(
    walk: ContractWalk,
    unit: int,
    side: ContractSide,
    old: PlacedValue[object],
    new: PlacedValue[object],
) -> None:
    """Values that are known so far: what was sent before is expected to stay."""
    values = _listed(old.value), _listed(new.value)
    for kind, some in in_one_alone(*values, walk.fingerprints.of_json).items():
        words = Words(quoted_values(some))
        walk.record(unit, "extensible-value", kind, side, Places.of(old, new), words)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _sunset_change(old: object, new: object) -> Kind:
    """Whether a date of the form of RFC 3339 has moved to a later day."""
    before, after = _day(old), _day(new)
    if before is None or after is None or before == after:
        return Kind.CHANGED
    return Kind.WIDENED if after > before else Kind.NARROWED


def _day(value: object) -> date | None:
    """The day that a value begins with (RFC 3339, `full-date`), if it does."""
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def _stability_change(old: str | None, new: str | None) -> Kind:
    """Whether a level of stability has risen."""
    risen = _STABILITY.index(new or "") > _STABILITY.index(old or "")
    return Kind.WIDENED if risen else Kind.NARROWED


def _stability_level(member: PlacedValue[object] | None) -> str | None:
    """The level of what says so, None for one that nobody knows.

    What says nothing is stable.
    """
    if member is None:
        return "stable"
    value = member.value
    return value if isinstance(value, str) and value in _STABILITY else None
