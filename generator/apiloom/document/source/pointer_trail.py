"""A place in a tree as the way to it, for walks that seldom need to spell it."""

from __future__ import annotations

from dataclasses import dataclass

from apiloom.core.location import ROOT, Pointer, child


@dataclass(frozen=True, slots=True, eq=False)
class Trail:
    """A place, as the way to it. A pointer is spelled only where one is needed: in a
    document thousands deep, pointers to everything would take more than the document.
    """

    parent: Trail | None
    token: str | int

    def steps(self) -> list[Trail]:
        """The places on the way, the outermost first."""
        steps: list[Trail] = []
        step: Trail | None = self
        while step is not None:
            steps.append(step)
            step = step.parent
        return steps[::-1]

    @property
    def pointer(self) -> Pointer:
        """The JSON pointer of this place."""
        return child(ROOT, *(step.token for step in self.steps()))


def pointer_at(trail: Trail | None) -> Pointer:
    """The pointer of a place; the root has no trail."""
    return ROOT if trail is None else trail.pointer


def trail_to(tokens: tuple[str, ...]) -> Trail | None:
    """The trail that leads through `tokens`, from the root."""
    trail: Trail | None = None
    for token in tokens:
        trail = Trail(trail, token)
    return trail
