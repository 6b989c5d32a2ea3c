"""Keywords that no type expresses: each counts as a whole."""

from __future__ import annotations

from typing import Any, Final, cast

from apiloom.api.schema.shapes import JsonValue
from apiloom.core.location import Pointer, child
from apiloom.diff.contract.structure.contract_walk import Places, Words
from apiloom.diff.contract.structure.difference import Kind, presence
from apiloom.diff.contract.structure.schema_pair import SchemaPair
from apiloom.diff.contract.structure.schema_parts import definitions_of
from apiloom.diff.contract.structure.wording import quoted_value

_WHOLE: Final = {
    "not": "not",
    "if": "condition",
    "then": "condition",
    "else": "condition",
    "contains": "contains",
    "propertyNames": "property-names",
    "dependentSchemas": "dependent-schemas",
    "unevaluatedProperties": "unevaluated-properties",
    "unevaluatedItems": "unevaluated-items",
    "items": "further-items",
    "enum": "listed-values",
    "const": "listed-values",
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
_BY_NAME: Final = {
    "dependentRequired": "dependent-required",
    "patternProperties": "pattern-property",
}


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
    for keyword, aspect in _BY_NAME.items():
        _compare_by_name(pair, keyword, aspect)


def _compare_by_name(pair: SchemaPair, keyword: str, aspect: str) -> None:
    """Compare the members of a keyword that is a map."""
    old, old_at = _map_of(pair.old.fragments.get(keyword))
    new, new_at = _map_of(pair.new.fragments.get(keyword))
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
        elif not _is_same(pair, old[name], new[name]) and not _is_walked(pair, name):
            pair.record(aspect, Kind.CHANGED, places, words)


def _is_walked(pair: SchemaPair, pattern: str) -> bool:
    """Whether the schemas of a pattern are compared as schemas anyway."""
    return pattern in pair.old.patterns and pattern in pair.new.patterns


def _map_of(
    fragment: tuple[JsonValue, Pointer] | None,
) -> tuple[dict[str, Any], Pointer]:
    if fragment is None or not isinstance(fragment[0].value, dict):
        return {}, Pointer("")
    return cast("dict[str, Any]", fragment[0].value), fragment[1]


def _is_same(pair: SchemaPair, old: object, new: object) -> bool:
    """Whether two fragments say the same, and so does what they refer to."""
    if pair.walk.table.json(old) != pair.walk.table.json(new):
        return False
    references = definitions_of((JsonValue(old),))
    return pair.walk.sameness.changed.isdisjoint(references)
