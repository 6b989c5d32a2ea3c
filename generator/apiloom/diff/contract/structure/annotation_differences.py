"""What is said of two schemas without judging a value."""

from __future__ import annotations

from typing import Final

from apiloom.api.schema.shapes import JsonValue
from apiloom.core.location import Pointer, child
from apiloom.core.text import Text
from apiloom.diff.contract.contract_change import ContractSide
from apiloom.diff.contract.structure.contract_walk import ContractSource
from apiloom.diff.contract.structure.difference import Kind, presence
from apiloom.diff.contract.structure.fingerprints import COMPARED_MEMBERS
from apiloom.diff.contract.structure.flat_schema import FlatSchema, PlacedValue
from apiloom.diff.contract.structure.member_differences import Members, compare_members
from apiloom.diff.contract.structure.places import Places, Words
from apiloom.diff.contract.structure.schema_pair import SchemaPair
from apiloom.diff.contract.structure.wording import quoted_value

_FLAGS: Final = (
    ("deprecated", "deprecated", "deprecated"),
    ("read_only", "readOnly", "read-only"),
    ("write_only", "writeOnly", "write-only"),
)
_ENCODED: Final = {
    "contentEncoding": "content-encoding",
    "contentMediaType": "content-media-type",
    "xml": "xml",
    "examples": "examples",
    "externalDocs": "external-docs",
}


def compare_annotations(pair: SchemaPair) -> None:
    """Compare titles, descriptions, defaults, flags, examples and extensions."""
    for name in ("title", "description"):
        old, new = _annotation_text(pair.old, name), _annotation_text(pair.new, name)
        before, after = (None if text is None else text[0] for text in (old, new))
        if before != after:
            places = Places(old[1] if old else None, new[1] if new else None)
            kind = presence(before, after)
            pair.walk.record(pair.unit, name, kind, ContractSide.BOTH, places)
    _compare_defaults(pair)
    for name, keyword, aspect in _FLAGS:
        _compare_flag(pair, name, keyword, aspect)
    _compare_other_members(pair)


def _annotation_text(flat: FlatSchema, name: str) -> tuple[Text, Pointer] | None:
    for schema_id, notes in flat.annotations:
        text: Text | None = notes.title if name == "title" else notes.description
        if text is not None:
            return text, child(schema_id.pointer, name)
    return None


def _compare_defaults(pair: SchemaPair) -> None:
    old, new = _default_of(pair.old), _default_of(pair.new)
    number = pair.walk.table.json
    if old is None or new is None:
        places = Places(old[1] if old else None, new[1] if new else None)
        value = old or new
        pair.record_one_sided(
            "default", places, "" if value is None else quoted_value(value[0])
        )
    elif number(old[0].value) != number(new[0].value):
        words = Words("", quoted_value(old[0]), quoted_value(new[0]))
        pair.record("default", Kind.CHANGED, Places(old[1], new[1]), words)


def _default_of(flat: FlatSchema) -> tuple[JsonValue, Pointer] | None:
    for schema_id, notes in flat.annotations:
        if notes.default is not None:
            return notes.default, child(schema_id.pointer, "default")
    return None


def _compare_flag(pair: SchemaPair, name: str, keyword: str, aspect: str) -> None:
    old = _flag_place(pair.old, name, keyword)
    new = _flag_place(pair.new, name, keyword)
    side = ContractSide.BOTH if aspect == "deprecated" else pair.side
    if (old is None) != (new is None):
        kind = presence(old, new)
        pair.walk.record(pair.unit, aspect, kind, side, Places(old, new))


def _flag_place(flat: FlatSchema, name: str, keyword: str) -> Pointer | None:
    for schema_id, notes in flat.annotations:
        if getattr(notes, name):
            return child(schema_id.pointer, keyword)
    return None


def _compare_other_members(pair: SchemaPair) -> None:
    old = _other_members(pair.walk.old, pair.old)
    new = _other_members(pair.walk.new, pair.new)
    compare_members(pair.walk, pair.unit, pair.side, old, new, _ENCODED)


def _other_members(source: ContractSource, flat: FlatSchema) -> Members:
    """What no field of the IR holds, from the outermost schema that says it."""
    members: dict[str, PlacedValue[object]] = {}
    for schema_id in flat.ids:
        own_members = source.api.document_members.at(
            schema_id.pointer, COMPARED_MEMBERS
        )
        for name, member in own_members.items():
            where = child(schema_id.pointer, name)
            members.setdefault(name, PlacedValue(member.value, where))
    return members
