"""The items of two arrays: the first ones by position, then all further ones."""

from __future__ import annotations

from apiloom.api.schema.flat_schema import FlatSchema, first_of
from apiloom.diff.contract.structure.difference import Kind
from apiloom.diff.contract.structure.places import Places
from apiloom.diff.contract.structure.schema_pair import SchemaPair, Terms


def compare_arrays(pair: SchemaPair) -> None:
    """Compare the schemas of items, those of the first ones by position."""
    described = max(pair.old.described_items, pair.new.described_items)
    for position in range(described):
        _compare_position(pair, position)
    ends = _last(pair.old) <= described, _last(pair.new) <= described
    if ends[0] != ends[1]:
        _compare_ends(pair, described)
    elif not ends[0]:
        _compare_further(pair, described)


def _last(flat: FlatSchema) -> float:
    """How many items there may be, whatever says so."""
    limit = flat.limits.get("maxItems")
    most = flat.most_items
    return min(most, limit.value) if limit and isinstance(limit.value, int) else most


def _compare_position(pair: SchemaPair, position: int) -> None:
    """Compare the item at a position that one of both describes.

    What is said of further items is said of it where no more is.
    """
    flats = pair.old, pair.new
    old, new = (flat.item_schemas(position) for flat in flats)
    by_position = [position < flat.described_items for flat in flats]
    places = Places.of(
        first_of(old) if by_position[0] else None,
        first_of(new) if by_position[1] else None,
    )
    if min(map(_last, flats)) > position:
        if old and new:
            pair.visit(old, new, Terms(at=None if all(by_position) else places))
        elif not pair.is_free(old, new):
            pair.record_one_sided("tuple-item", first_of(old), first_of(new))
    elif pair.old.most_items <= position < _last(pair.new):
        pair.record("closed-item", Kind.ADDED, Places(None, places.new))
    elif pair.new.most_items <= position < _last(pair.old):
        pair.record("closed-item", Kind.REMOVED, Places(places.old, None))


def _compare_ends(pair: SchemaPair, described: int) -> None:
    """Compare where items may follow in one document alone.

    Where a number of items is what forbids them, its change says so.
    """
    old, new = pair.old, pair.new
    closed = new if _last(new) <= described else old
    if closed.most_items > described:
        return
    aspect, place = "further-items", closed.closed_items
    if place is None:
        aspect, place = "unevaluated-items", closed.left_items.closed
    if place is not None:
        kind = Kind.ADDED if closed is new else Kind.REMOVED
        places = Places.of_one(kind, place)
        pair.record(aspect, kind, places, pair.keyword_words(places))


def _compare_further(pair: SchemaPair, described: int) -> None:
    old, new = pair.old.item_schemas(described), pair.new.item_schemas(described)
    if old and new:
        pair.visit(old, new)
    elif not pair.is_free(old, new):
        first = first_of(old), first_of(new)
        if (old or new)[0] in (pair.old.left_items.schema, pair.new.left_items.schema):
            pair.record_keyword("unevaluated-items", *first)
        else:
            pair.record_one_sided("items", *first)
