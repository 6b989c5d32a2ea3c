"""The items of two arrays."""

from __future__ import annotations

from itertools import zip_longest

from apiloom.diff.contract.structure.contract_walk import Places
from apiloom.diff.contract.structure.difference import Kind
from apiloom.diff.contract.structure.schema_pair import SchemaPair


def compare_arrays(pair: SchemaPair) -> None:
    """Compare the schemas of items, those of the first ones by position."""
    old, new = pair.old, pair.new
    if old.items and new.items:
        pair.visit(tuple(old.items), tuple(new.items))
    else:
        places = Places(
            old.items[0].pointer if old.items else None,
            new.items[0].pointer if new.items else None,
        )
        pair.record_one_sided("items", places)
    for before, after in zip_longest(old.prefix, new.prefix):
        if before is not None and after is not None:
            pair.visit((before,), (after,))
        elif after is not None:
            pair.record(
                "tuple-item",
                Kind.ADDED,
                Places(None, after.pointer),
            )
        else:
            pair.record(
                "tuple-item",
                Kind.REMOVED,
                Places(before.pointer, None),
            )
