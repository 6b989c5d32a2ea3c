"""Keywords that no type expresses: each counts as a whole."""

from __future__ import annotations

from typing import Final

from apiloom.api.schema.flat_schema import FlatSchema, PlacedValue
from apiloom.api.schema.schema_references import definitions_of
from apiloom.core.location import child
from apiloom.diff.contract.structure.difference import Kind, direction, presence
from apiloom.diff.contract.structure.places import Places, Words, paired
from apiloom.diff.contract.structure.schema_pair import SchemaPair
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
        if old is new or (old and new and _is_same(pair, old, new)):
            continue
        if aspect not in recorded:
            recorded.add(aspect)
            words = Words(f"`{keyword.rstrip('?')}`")
            pair.record(aspect, presence(old, new), Places.of(old, new), words)
    _compare_applied(pair)
    _compare_needs(pair)


def _compare_applied(pair: SchemaPair) -> None:
    """Compare keywords that apply a schema: there or not, then the schemas."""
    for key, old, new in paired(pair.old.applied, pair.new.applied):
        if old is None or new is None:
            schemas = () if old is None else (old,), () if new is None else (new,)
            if key == ("contains",) or not pair.is_free(*schemas):
                pair.record_keyword(_APPLIED[key[0]], old, new)
        elif key == ("contains",) and _counts_most(pair):
            # More items that match are too many for one limit, enough for the other.
            if not pair.walk.same((old,), (new,)):
                places = Places.of(old, new)
                words = pair.keyword_words(places)
                pair.record("contains", Kind.CHANGED, places, words)
        else:
            pair.visit((old,), (new,))


def _counts_most(pair: SchemaPair) -> bool:
    return any("maxContains" in flat.limits for flat in (pair.old, pair.new))


def _compare_needs(pair: SchemaPair) -> None:
    """Compare which properties need which others."""
    for name, old, new in paired(_needs(pair.old), _needs(pair.new)):
        words = Words(quoted_value(name))
        if old is None or new is None:
            pair.record_one_sided("dependent-required", old, new, words)
        elif old.value != new.value:
            kind = direction(
                narrower=not new.value <= old.value, wider=not old.value <= new.value
            )
            pair.record("dependent-required", kind, Places.of(old, new), words)


def _needs(flat: FlatSchema) -> dict[str, PlacedValue[frozenset[str]]]:
    """The properties that need others, and which."""
    fragment = flat.fragments.get("dependentRequired")
    if fragment is None or not isinstance(fragment.value, dict):
        return {}
    return {
        name: PlacedValue(frozenset(names), child(fragment.where, name))
        for name, names in fragment.value.items()
        if names
    }


def _is_same(
    pair: SchemaPair, old: PlacedValue[object], new: PlacedValue[object]
) -> bool:
    """Whether two fragments say the same, and so does what they refer to."""
    if not pair.walk.same_values(old.value, new.value):
        return False
    references = definitions_of(old.value)
    return pair.walk.sameness.changed.isdisjoint(references)
