"""What stood where, when the parts of a document move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from apiloom.core.location import ROOT, Pointer, parent
from apiloom.document.source.references import Unresolved, pointer_of, reference_to


def followed(moves: Mapping[Pointer, Pointer], pointer: Pointer) -> Pointer:
    """Where `pointer` leads after `moves`: what lies below a part moved along."""
    ancestor = pointer if moves else ROOT
    while ancestor and ancestor not in moves:
        ancestor = parent(ancestor)
    if ancestor not in moves:
        return pointer
    return Pointer(moves[ancestor] + pointer[len(ancestor) :])


@dataclass(slots=True)
class Moves:
    """The tops of all parts that moved: where each went, and where it came from.

    A part that was copied went to the first of its places.
    """

    places: dict[Pointer, Pointer] = field(default_factory=dict)
    origins: dict[Pointer, Pointer] = field(default_factory=dict)

    def record(self, old: Pointer, new: Pointer) -> None:
        """Say that what stood at `old` now stands at `new`."""
        self.places.setdefault(old, new)
        self.origins[new] = old

    def record_origin(self, old: Pointer, new: Pointer) -> None:
        """Say that `new` was made of what stood at `old`, which went elsewhere."""
        self.origins[new] = old

    def reference(self, reference: str) -> str:
        """The reference to what `reference` named before the moves.

        One that leaves the document, or cannot be read, stays as it is.
        """
        target = pointer_of(reference)
        if isinstance(target, Unresolved):
            return reference
        now = followed(self.places, target)
        return reference if now == target else reference_to(now)
