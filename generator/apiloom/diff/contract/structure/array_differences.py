"""The items of two arrays: the first ones by position, then all further ones."""

from __future__ import annotations

from apiloom.core.location import Pointer
from apiloom.diff.contract.structure.difference import Kind
from apiloom.diff.contract.structure.flat_schema import Conjunction, FlatSchema
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
    old, new = pair.old.item_schemas(position), pair.new.item_schemas(position)
    places = Places(
        _place(pair.old, position, old),
        _place(pair.new, position, new),
    )
    most = pair.old.most_items, pair.new.most_items
    if min(_last(pair.old), _last(pair.new)) > position:
        if old and new:
            by_position = [
                position < flat.described_items for flat in (pair.old, pair.new)
            ]
            pair.visit(old, new, Terms(at=None if all(by_position) else places))
        elif not pair.is_free(old, new):
            pair.record_one_sided("tuple-item", Places(_first(old), _first(new)))
    elif most[0] <= position < _last(pair.new):
        pair.record("closed-item", Kind.ADDED, Places(None, places.new))
    elif most[1] <= position < _last(pair.old):
        pair.record("closed-item", Kind.REMOVED, Places(places.old, None))


def _place(flat: FlatSchema, position: int, schemas: Conjunction) -> Pointer | None:
    """Where an item is described; None where it is described as further ones are."""
    if position < flat.described_items:
        return schemas[0].pointer if schemas else None
    return None


def _compare_ends(pair: SchemaPair, described: int) -> None:
    """Compare where items may follow in one document alone.

    Where a number of items is what forbids them, its change says so.
    """
    old, new = pair.old, pair.new
    closed = new if _last(new) <= described else old
    if closed.most_items > described:
        return
    kind = Kind.ADDED if closed is new else Kind.REMOVED
    left = closed.left_items.closed
    place = closed.closed_items or left
    if place is not None:
        aspect = "further-items" if closed.closed_items else "unevaluated-items"
        pair.record_keyword(aspect, Places.of_one(kind, place))


def _compare_further(pair: SchemaPair, described: int) -> None:
    old, new = pair.old.item_schemas(described), pair.new.item_schemas(described)
    if old and new:
        pair.visit(old, new)
    elif not pair.is_free(old, new):
        left = pair.old.left_items.schema, pair.new.left_items.schema
        places = Places(_first(old), _first(new))
        if (old or new)[0] in left:
            pair.record_keyword("unevaluated-items", places)
        else:
            pair.record_one_sided("items", places)


def _first(schemas: Conjunction) -> Pointer | None:
    return schemas[0].pointer if schemas else None
