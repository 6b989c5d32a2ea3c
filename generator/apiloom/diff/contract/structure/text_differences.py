"""Texts for people: titles, summaries, descriptions."""

from __future__ import annotations

from collections.abc import Iterable

from apiloom.core.location import Location, child
from apiloom.core.text import Text
from apiloom.diff.contract.contract_change import ContractSide
from apiloom.diff.contract.structure.contract_walk import ContractWalk, Places
from apiloom.diff.contract.structure.difference import presence


def compare_texts(
    walk: ContractWalk,
    unit: int,
    old: Location,
    new: Location,
    texts: Iterable[tuple[str, Text | None, Text | None]],
) -> None:
    """Compare texts by the name of their member; the objects stand at `old`, `new`."""
    for name, before, after in texts:
        if before == after:
            continue
        places = Places(
            None if before is None else child(old.pointer, name),
            None if after is None else child(new.pointer, name),
        )
        kind = presence(before, after)
        walk.record(unit, name, kind, ContractSide.BOTH, places)
