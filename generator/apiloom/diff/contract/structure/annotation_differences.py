"""What is said of two schemas without judging a value."""

from __future__ import annotations

from typing import Any, Final

from apiloom.api.schema.flat_schema import FlatSchema, PlacedValue
from apiloom.core.location import child
from apiloom.diff.contract.contract_change import ContractSide
from apiloom.diff.contract.structure.contract_walk import (
    SAID_BESIDE,
    ContractSource,
)
from apiloom.diff.contract.structure.difference import Kind, aspect_of, presence
from apiloom.diff.contract.structure.member_differences import Members, compare_members
from apiloom.diff.contract.structure.places import Places, Words
from apiloom.diff.contract.structure.schema_pair import SchemaPair
from apiloom.diff.contract.structure.wording import words_for

_NOTES: Final = {
    "title": "title",
    "description": "description",
    "deprecated": "deprecated",
    "readOnly": "read_only",
    "writeOnly": "write_only",
}
"""Keywords of annotations, and the fields that have them."""
_TRAVELLING: Final = frozenset({"readOnly", "writeOnly"})
_ASPECTS: Final = {keyword: aspect_of(keyword) for keyword in SAID_BESIDE}


def compare_annotations(pair: SchemaPair) -> None:
    """Compare titles, descriptions, defaults, flags, examples and extensions."""
    for keyword, field in _NOTES.items():
        old, new = _note(pair.old, field, keyword), _note(pair.new, field, keyword)
        if (old and old.value) != (new and new.value):
            kind, places = presence(old, new), Places.of(old, new)
            side = pair.side if keyword in _TRAVELLING else ContractSide.BOTH
            pair.walk.record(pair.unit, aspect_of(keyword), kind, side, places)
    _compare_defaults(pair)
    _compare_other_members(pair)


def _note(flat: FlatSchema, name: str, keyword: str) -> PlacedValue[Any] | None:
    """An annotation of the outermost schema that has it; a flag has to be set."""
    for schema_id, notes in flat.annotations:
        value = getattr(notes, name)
        if value is not None and value is not False:
            return PlacedValue(value, child(schema_id.pointer, keyword))
    return None


def _compare_defaults(pair: SchemaPair) -> None:
    old, new = (_note(flat, "default", "default") for flat in (pair.old, pair.new))
    before, after = words_for(old), words_for(new)
    if old is None or new is None:
        pair.record_one_sided("default", old, new, Words(before or after))
    elif not pair.walk.same_values(old.value.value, new.value.value):
        words = Words("", before, after)
        pair.record("default", Kind.CHANGED, Places.of(old, new), words)


def _compare_other_members(pair: SchemaPair) -> None:
    old = _other_members(pair.walk.old, pair.old)
    new = _other_members(pair.walk.new, pair.new)
    compare_members(pair.walk, pair.unit, pair.side, old, new, _ASPECTS)


def _other_members(source: ContractSource, flat: FlatSchema) -> Members:
    """What no field of the IR holds, from the outermost schema that says it."""
    members: dict[str, PlacedValue[object]] = {}
    for schema_id in flat.ids:
        for name, member in source.said_beside(schema_id.pointer).items():
            where = child(schema_id.pointer, name)
            members.setdefault(name, PlacedValue(member.value, where))
    return members
