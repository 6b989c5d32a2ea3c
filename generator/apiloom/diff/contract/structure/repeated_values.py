"""Parameters that are sent once for each item: one value looks like a list of it."""

from __future__ import annotations

from apiloom.api.ir import Parameter
from apiloom.api.schema.flat_schema import Conjunction, FlatSchema
from apiloom.api.schema.shapes import SchemaId
from apiloom.diff.contract.structure.difference import Kind
from apiloom.diff.contract.structure.object_pair import ObjectPair
from apiloom.diff.contract.structure.places import Places, Words
from apiloom.diff.contract.structure.schema_differences import type_places, visit
from apiloom.diff.contract.structure.schema_pair import Terms
from apiloom.diff.contract.structure.text_values import is_scalar, only_item
from apiloom.diff.contract.structure.wording import type_names


def compare_repeated(
    pair: ObjectPair[Parameter],
    old: SchemaId | None,
    new: SchemaId | None,
    terms: Terms,
) -> None:
    """Compare the schemas of a parameter of the style `form` that is exploded.

    Where a value became a list, it is the one item of a list now.
    """
    if old is None or new is None:
        pair.visit(old, new, terms)
        return
    flats = pair.walk.old.schemas.flat((old,)), pair.walk.new.schemas.flat((new,))
    before, after = _items(flats[0], old), _items(flats[1], new)
    if _is_widened(*flats):
        kind = Kind.WIDENED
    elif _is_widened(*reversed(flats)):
        kind = Kind.NARROWED
    else:
        pair.visit(old, new, terms)
        return
    words = Words("", *(type_names(flat.types_beside_null) for flat in flats))
    pair.record("type", kind, words, type_places(*flats))
    if before and after:
        at = Places.of(old, new)
        visit(pair.walk, pair.unit, pair.side, before, after, terms._replace(at=at))


def _items(flat: FlatSchema, schema: SchemaId) -> Conjunction:
    """Of what is sent once: the schema of an item, or the schema as it is."""
    item = only_item(flat)
    return (schema,) if item is None else item


def _is_widened(before: FlatSchema, after: FlatSchema) -> bool:
    """Whether a value became a list that may have one item."""
    return is_scalar(before) and only_item(after) is not None
