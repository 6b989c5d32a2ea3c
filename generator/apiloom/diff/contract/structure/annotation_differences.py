"""What is said of two schemas without judging a value."""

from __future__ import annotations

from typing import Final

from apiloom.api.schema.shapes import JsonValue
from apiloom.core.location import Pointer, child
from apiloom.core.text import Text
from apiloom.diff.contract.contract_change import ContractSide
from apiloom.diff.contract.structure.contract_walk import ContractSource, Pair, Words
from apiloom.diff.contract.structure.difference import Kind
from apiloom.diff.contract.structure.fingerprints import REMARKED
from apiloom.diff.contract.structure.flat_schema import Flat
from apiloom.diff.contract.structure.member_differences import compare_members
from apiloom.diff.contract.structure.schema_pair import SchemaPair
from apiloom.diff.contract.structure.wording import said

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


def compare_notes(here: SchemaPair) -> None:
    """Compare titles, descriptions, defaults, flags, examples and extensions."""
    for name in ("title", "description"):
        old, new = _text(here.old, name), _text(here.new, name)
        before, after = (None if each is None else each[0] for each in (old, new))
        if before != after:
            places = Pair(old[1] if old else None, new[1] if new else None)
            kind = Kind.CHANGED
            if before is None or after is None:
                kind = Kind.ADDED if before is None else Kind.REMOVED
            here.walk.tell(here.unit, name, kind, ContractSide.BOTH, places)
    _default(here)
    for name, keyword, aspect in _FLAGS:
        _flag(here, name, keyword, aspect)
    _extras(here)


def _text(flat: Flat, name: str) -> tuple[Text, Pointer] | None:
    for schema_id, notes in flat.notes:
        found: Text | None = notes.title if name == "title" else notes.description
        if found is not None:
            return found, child(schema_id.pointer, name)
    return None


def _default(here: SchemaPair) -> None:
    old, new = _default_of(here.old), _default_of(here.new)
    number = here.walk.table.json
    if old is None or new is None:
        places = Pair(old[1] if old else None, new[1] if new else None)
        value = old or new
        here.appears("default", places, "" if value is None else said(value[0]))
    elif number(old[0].value) != number(new[0].value):
        words = Words("", said(old[0]), said(new[0]))
        here.tell("default", Kind.CHANGED, Pair(old[1], new[1]), words)


def _default_of(flat: Flat) -> tuple[JsonValue, Pointer] | None:
    for schema_id, notes in flat.notes:
        if notes.default is not None:
            return notes.default, child(schema_id.pointer, "default")
    return None


def _flag(here: SchemaPair, name: str, keyword: str, aspect: str) -> None:
    old, new = _flag_at(here.old, name, keyword), _flag_at(here.new, name, keyword)
    side = ContractSide.BOTH if aspect == "deprecated" else here.side
    if (old is None) != (new is None):
        kind = Kind.ADDED if old is None else Kind.REMOVED
        here.walk.tell(here.unit, aspect, kind, side, Pair(old, new))


def _flag_at(flat: Flat, name: str, keyword: str) -> Pointer | None:
    for schema_id, notes in flat.notes:
        if getattr(notes, name):
            return child(schema_id.pointer, keyword)
    return None


def _extras(here: SchemaPair) -> None:
    old = _remarks(here.walk.old, here.old)
    new = _remarks(here.walk.new, here.new)
    compare_members(here.walk, here.unit, here.side, old, new, _ENCODED)


def _remarks(half: ContractSource, flat: Flat) -> dict[str, tuple[JsonValue, Pointer]]:
    """What no field of the IR holds, from the outermost schema that says it."""
    found: dict[str, tuple[JsonValue, Pointer]] = {}
    for schema_id in flat.ids:
        remarks = half.api.document_members.at(schema_id.pointer, REMARKED)
        for name, value in remarks.items():
            found.setdefault(name, (value, child(schema_id.pointer, name)))
    return found
