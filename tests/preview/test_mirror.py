"""What one way is added is removed the other way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from apiloom.diff.surface.surface_change import SurfaceChange
from tests.preview.documents import PETS, edited, surface
from tests.preview.test_surface import (
    add_error,
    add_field,
    add_operation,
    drop_parameter,
)


def test_both_documents_give_each_change_its_mirror(tmp_path: Path) -> None:
    """What is added one way is removed the other way, and nothing goes missing."""
    opposite = {"added": "removed", "removed": "added"}

    def names(found: tuple[SurfaceChange, ...]) -> Iterator[tuple[str, str]]:
        for each in found:
            if each.action in opposite:
                yield each.name, opposite[each.action]

    edits = (add_field, drop_parameter, add_operation, add_error)
    there = surface(tmp_path, *edits)
    back = surface(tmp_path, lambda new: new.update(PETS), base=edited(*edits))
    assert {(each.name, str(each.action)) for each in back} == set(names(there))
