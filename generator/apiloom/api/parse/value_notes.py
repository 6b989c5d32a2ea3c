"""Names and descriptions of listed values, which documents give in several ways.

    {enum: [1, 2], x-enum-varnames: [LOW, HIGH], x-enum-descriptions: [slow, fast]}
    {oneOf: [{const: 1, title: Low, description: slow}, {const: 2, title: High}]}

The former are extensions (OpenAPI 3.2, section 4.30) of openapi-generator, NSwag,
Redocly and AutoRest, which agree on neither names nor shapes; the latter is what JSON
Schema itself has for it (validation, sections 6.1.3 and 9.1).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final, cast

from apiloom.api.parse.fragments import Fragments
from apiloom.api.parse.judged_keywords import is_listing_scalars, listed_values
from apiloom.api.parse.object_reader import Reader
from apiloom.api.schema.scalar_validation import identity_of
from apiloom.api.schema.shapes import Enumeration, SchemaId, ValueNote
from apiloom.core.text import Text, shown
from apiloom.runtime.json_values import canonical

_CODE: Final = "enum-names-unusable"
_NAMES: Final = ("x-enum-varnames", "x-enumNames", "x-enum-names")
_DESCRIPTIONS: Final = ("x-enum-descriptions", "x-enumDescriptions")
_MICROSOFT: Final = "x-ms-enum"
_OF_CONSTANTS: Final = frozenset(
    {"const", "enum", "type", "title", "description", "deprecated", "examples"}
)
_KEYWORDS: Final = frozenset({*_NAMES, *_DESCRIPTIONS, _MICROSOFT})


def noted(listed: Enumeration, values: Sequence[Any], reader: Reader) -> Enumeration:
    """The enumeration with what extensions at `reader` say of its `values`.

    These are the values as they were written: lists are aligned with them. What cannot
    be aligned, and what is no name, is reported and left out.
    """
    if _KEYWORDS.isdisjoint(cast("dict[str, Any]", reader.value)):
        return listed
    names = _entries(reader, _NAMES, values)
    descriptions = _entries(reader, _DESCRIPTIONS, values)
    microsoft = reader.object_member(_MICROSOFT)
    if microsoft is not None:
        by_value = dict(_microsoft_values(microsoft, values))
        names = {key: name for key, (name, _) in by_value.items() if name} | names
        descriptions = {
            key: text for key, (_, text) in by_value.items() if text
        } | descriptions
    notes = tuple(
        ValueNote(value, names.get(key), descriptions.get(key))
        for value in listed.values
        if (key := identity_of(value)) in names or key in descriptions
    )
    return replace(
        listed,
        value_notes=notes,
        type_name=None if microsoft is None else microsoft.text("name"),
        extensible=microsoft is not None and microsoft.flag("modelAsString"),
    )


def listed_constants(
    part_id: SchemaId, members: Sequence[Reader], fragments: Fragments
) -> Enumeration | None:
    """A `oneOf` or `anyOf` of constants, some of them with a title or a description.

    None for any other list, and for one that has a value twice.
    """
    if not all(map(_is_constant, members)) or not any(map(_is_described, members)):
        return None
    notes: dict[Hashable, ValueNote] = {}
    nullable = False
    for member in members:
        keywords = cast("dict[str, Any]", member.value)
        if keywords == {"type": "null"}:
            nullable = True
            continue
        value = keywords["const"] if "const" in keywords else keywords["enum"][0]
        listed = listed_values([value], member, fragments)
        if not listed or canonical(value) in notes:
            return None
        note = ValueNote(listed[0], member.text("title"), member.text("description"))
        notes[canonical(value)] = note
    nullable = nullable or canonical(None) in notes
    kept = tuple(note for note in notes.values() if note.value is not None)
    if not kept:
        return None
    values = tuple(note.value for note in kept)
    told = tuple(note for note in kept if note.name or note.description)
    return Enumeration(part_id, values, nullable=nullable, value_notes=told)


def _is_constant(member: Reader) -> bool:
    """Whether a schema is one scalar, or null, and what is said about it."""
    keywords = member.value
    if not isinstance(keywords, dict):
        return False
    if keywords == {"type": "null"}:
        return True
    if not all(key in _OF_CONSTANTS or key.startswith("x-") for key in keywords):
        return False
    values = [keywords["const"]] if "const" in keywords else keywords.get("enum")
    return isinstance(values, list) and len(values) == 1 and is_listing_scalars(values)


def _is_described(member: Reader) -> bool:
    return not {"title", "description"}.isdisjoint(cast("dict[str, Any]", member.value))


def _entries(
    reader: Reader, keywords: Sequence[str], values: Sequence[Any]
) -> dict[Hashable, Text]:
    """What the first of `keywords` that is there says of each value."""
    member = next(filter(None, map(reader.member, keywords)), None)
    if member is None:
        return {}
    if isinstance(member.value, dict):
        return dict(_by_spelling(member, values))
    if not isinstance(member.value, list):
        member.complain("wrong-type", "must be an array")
        return {}
    if len(member.value) != len(values):
        member.complain(
            _CODE,
            f"there are {len(member.value)} entries for {len(values)} values",
            "none of them is used: which is whose cannot be known",
        )
        return {}
    texts: dict[Hashable, Text] = {}
    for index, value in enumerate(values):
        text = _text(member.at(index))
        if text is not None and is_listing_scalars([value]):
            texts.setdefault(canonical(value), text)
    return texts


def _by_spelling(
    member: Reader, values: Sequence[Any]
) -> Iterator[tuple[Hashable, Text]]:
    """An object has each value, as text, for a key."""
    spelled = {_spelling(value): value for value in values}
    for key in cast("dict[str, Any]", member.value):
        text = _text(member.at(key))
        if key not in spelled:
            member.complain(_CODE, f"{shown(key)} is none of the values")
        elif text is not None:
            yield canonical(spelled[key]), text


def _microsoft_values(
    microsoft: Reader, values: Sequence[Any]
) -> Iterator[tuple[Hashable, tuple[Text | None, Text | None]]]:
    """`x-ms-enum` of AutoRest: objects with `value`, `name` and `description`."""
    known = {canonical(value) for value in values if is_listing_scalars([value])}
    by_spelling = {_spelling(value): canonical(value) for value in values}
    for entry in microsoft.items("values"):
        value = entry.member("value")
        if value is None or not is_listing_scalars([value.value]):
            entry.complain(_CODE, "names no value")
            continue
        key = canonical(value.value)
        if key not in known:
            # AutoRest writes the values of integers as texts.
            key = by_spelling.get(_spelling(value.value), key)
        if key not in known:
            text = shown(_spelling(value.value))
            entry.complain(_CODE, f"{text} is none of the values")
            continue
        yield key, (entry.text("name"), entry.text("description"))


def _text(entry: Reader) -> Text | None:
    """A text that is not empty; what is none is reported."""
    if isinstance(entry.value, str):
        return Text(entry.value) if entry.value.strip() else None
    if entry.value is not None:
        entry.complain(_CODE, "must be a string", "the value has no name, or no text")
    return None


def _spelling(value: Any) -> str:
    """How a value is written where only text can stand."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else str(value)
