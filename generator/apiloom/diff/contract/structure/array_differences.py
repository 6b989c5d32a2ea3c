"""The items of two arrays."""

from __future__ import annotations

from itertools import zip_longest

from apiloom.diff.contract.structure.contract_walk import Pair
from apiloom.diff.contract.structure.difference import Kind
from apiloom.diff.contract.structure.schema_pair import SchemaPair


def compare_arrays(here: SchemaPair) -> None:
    """Compare the schemas of items, those of the first ones by position."""
    old, new = here.old, here.new
    if old.items and new.items:
        here.visit(tuple(old.items), tuple(new.items))
    else:
        places = Pair(
            old.items[0].pointer if old.items else None,
            new.items[0].pointer if new.items else None,
        )
        here.appears("items", places)
    for before, after in zip_longest(old.prefix, new.prefix):
        if before is not None and after is not None:
            here.visit((before,), (after,))
        elif after is not None:
            here.tell(
                "tuple-item",
                Kind.ADDED,
                Pair(None, after.pointer),
            )
        else:
            here.tell(
                "tuple-item",
                Kind.REMOVED,
                Pair(before.pointer, None),
            )
