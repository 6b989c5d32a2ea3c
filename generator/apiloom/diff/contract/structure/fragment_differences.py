"""Keywords that no type expresses: each counts as a whole."""

from __future__ import annotations

from typing import Any, Final, cast

from apiloom.api.schema.shapes import JsonValue
from apiloom.core.location import Pointer, child
from apiloom.diff.contract.structure.difference import Kind, direction, presence
from apiloom.diff.contract.structure.places import Places, Words
from apiloom.diff.contract.structure.schema_pair import SchemaPair
from apiloom.diff.contract.structure.schema_parts import definitions_of
from apiloom.diff.contract.structure.wording import quoted_value

_WHOLE: Final = {
    "not": "not",
    "if": "condition",
    "then": "condition",
    "else": "condition",
    "oneOf": "alternatives",
    "anyOf": "alternatives",
    "required?": "demands",
    "properties?": "demands",
    "additionalProperties?": "demands",
    "items?": "demands",
    "prefixItems?": "demands",
}
"""Keywords, and what differs where they do.

With a question mark those that concern one type, where a schema names no type.
"""
_APPLIED: Final = {
    "contains": "contains",
    "propertyNames": "property-names",
    "dependentSchemas": "dependent-schemas",
}
"""Keywords that apply a schema, and what differs where they are there or not."""


def compare_fragments(pair: SchemaPair) -> None:
    """Compare each keyword: there or not, the same or not."""
    recorded: set[str] = set()
    for keyword, aspect in _WHOLE.items():
        old, new = pair.old.fragments.get(keyword), pair.new.fragments.get(keyword)
        if old is None or new is None:
            if old is new:
                continue
        elif _is_same(pair, old[0].value, new[0].value):
            continue
        if aspect not in recorded:
            recorded.add(aspect)
            places = Places(old[1] if old else None, new[1] if new else None)
            words = Words(f"`{keyword.rstrip('?')}`")
            pair.record(aspect, presence(old, new), places, words)
    _compare_applied(pair)
    _compare_needs(pair)


def _compare_applied(pair: SchemaPair) -> None:
    """Compare keywords that apply a schema: there or not, then the schemas."""
    for key in dict.fromkeys((*pair.old.applied, *pair.new.applied)):
        old, new = pair.old.applied.get(key), pair.new.applied.get(key)
        places = Places(old and old.pointer, new and new.pointer)
        if old is None or new is None:
            schemas = () if old is None else (old,), () if new is None else (new,)
            if key == ("contains",) or not pair.is_free(*schemas):
                pair.record_keyword(_APPLIED[key[0]], places)
        elif key == ("contains",) and _counts_most(pair):
            # More items that match are too many for one limit, enough for the other.
            if not pair.walk.same((old,), (new,)):
                words = pair.keyword_words(places)
                pair.record("contains", Kind.CHANGED, places, words)
        else:
            pair.visit((old,), (new,))


def _counts_most(pair: SchemaPair) -> bool:
    return any("maxContains" in flat.limits for flat in (pair.old, pair.new))


def _compare_needs(pair: SchemaPair) -> None:
    """Compare which properties need which others."""
    aspect = "dependent-required"
    old, old_at = _map_of(pair.old.fragments.get("dependentRequired"))
    new, new_at = _map_of(pair.new.fragments.get("dependentRequired"))
    for name in sorted(old.keys() | new.keys()):
        places = Places(
            child(old_at, name) if name in old else None,
            child(new_at, name) if name in new else None,
        )
        words = Words(quoted_value(name))
        if name not in old:
            pair.record(aspect, Kind.ADDED, places, words)
        elif name not in new:
            pair.record(aspect, Kind.REMOVED, places, words)
        elif set(old[name]) != set(new[name]):
            kind = direction(
                narrower=not set(new[name]) <= set(old[name]),
                wider=not set(old[name]) <= set(new[name]),
            )
            pair.record(aspect, kind, places, words)


def _map_of(
    fragment: tuple[JsonValue, Pointer] | None,
) -> tuple[dict[str, Any], Pointer]:
    """The members of a map, without those that demand nothing, and its place."""
    if fragment is None or not isinstance(fragment[0].value, dict):
        return {}, Pointer("")
    members = cast("dict[str, Any]", fragment[0].value)
    return {name: value for name, value in members.items() if value}, fragment[1]


def _is_same(pair: SchemaPair, old: object, new: object) -> bool:
    """Whether two fragments say the same, and so does what they refer to."""
    if pair.walk.table.json(old) != pair.walk.table.json(new):
        return False
    references = definitions_of((JsonValue(old),))
    return pair.walk.sameness.changed.isdisjoint(references)
