"""Keywords that no type expresses: each counts as a whole."""

from __future__ import annotations

from typing import Any, Final, cast

from apiloom.api.schema.shapes import JsonValue
from apiloom.core.location import Pointer, child
from apiloom.diff.contract.structure.contract_walk import Pair, Words
from apiloom.diff.contract.structure.difference import Kind
from apiloom.diff.contract.structure.schema_pair import SchemaPair
from apiloom.diff.contract.structure.schema_parts import definitions_of
from apiloom.diff.contract.structure.wording import said

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


def compare_fragments(here: SchemaPair) -> None:
    """Compare each keyword: there or not, the same or not."""
    told: set[str] = set()
    for keyword, aspect in _WHOLE.items():
        old, new = here.old.fragments.get(keyword), here.new.fragments.get(keyword)
        if old is None or new is None:
            kind = Kind.ADDED if old is None else Kind.REMOVED
            if old is new:
                continue
        elif _same(here, old[0].value, new[0].value):
            continue
        else:
            kind = Kind.CHANGED
        if aspect not in told:
            told.add(aspect)
            places = Pair(old[1] if old else None, new[1] if new else None)
            here.tell(aspect, kind, places, Words(f"`{keyword.rstrip('?')}`"))
    for keyword, aspect in _BY_NAME.items():
        _by_name(here, keyword, aspect)


def _by_name(here: SchemaPair, keyword: str, aspect: str) -> None:
    """Compare the members of a keyword that is a map."""
    old, old_at = _members(here.old.fragments.get(keyword))
    new, new_at = _members(here.new.fragments.get(keyword))
    for name in sorted(old.keys() | new.keys()):
        places = Pair(
            child(old_at, name) if name in old else None,
            child(new_at, name) if name in new else None,
        )
        words = Words(said(name))
        if name not in old:
            here.tell(aspect, Kind.ADDED, places, words)
        elif name not in new:
            here.tell(aspect, Kind.REMOVED, places, words)
        elif not _same(here, old[name], new[name]) and not _is_walked(here, name):
            here.tell(aspect, Kind.CHANGED, places, words)


def _is_walked(here: SchemaPair, pattern: str) -> bool:
    """Whether the schemas of a pattern are compared as schemas anyway."""
    return pattern in here.old.patterns and pattern in here.new.patterns


def _members(found: tuple[JsonValue, Pointer] | None) -> tuple[dict[str, Any], Pointer]:
    if found is None or not isinstance(found[0].value, dict):
        return {}, Pointer("")
    return cast("dict[str, Any]", found[0].value), found[1]


def _same(here: SchemaPair, old: object, new: object) -> bool:
    """Whether two fragments say the same, and so does what they refer to."""
    if here.walk.table.json(old) != here.walk.table.json(new):
        return False
    leads = definitions_of((JsonValue(old),))
    return here.walk.sameness.changed.isdisjoint(leads)
