"""Who uses a type, and which way: that decides what a change of it breaks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from apiloom.diff.surface.annotation_types import Relation
from apiloom.diff.surface.surface_change import SurfaceBreak

_READING: Final = {
    Relation.SAME: SurfaceBreak.NOTHING,
    Relation.NARROWER: SurfaceBreak.NOTHING,
    Relation.WIDER: SurfaceBreak.TYPES,
    Relation.FRACTIONAL: SurfaceBreak.CODE,
    Relation.OTHER: SurfaceBreak.CODE,
}
_GIVING: Final = {
    Relation.SAME: SurfaceBreak.NOTHING,
    Relation.WIDER: SurfaceBreak.NOTHING,
    Relation.FRACTIONAL: SurfaceBreak.NOTHING,
    Relation.NARROWER: SurfaceBreak.CODE,
    Relation.OTHER: SurfaceBreak.CODE,
}


_OF: Final = {SurfaceBreak.CODE: "", SurfaceBreak.TYPES: "the type check of "}


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change breaks for those who read a value, and for those who give it."""

    reading: SurfaceBreak = SurfaceBreak.NOTHING
    giving: SurfaceBreak = SurfaceBreak.NOTHING

    @classmethod
    def of(cls, relation: Relation) -> Effect:
        """A change of type: what is wider surprises readers, what is narrower givers.

        What a narrower type no longer has is refused when it is given.
        """
        return cls(_READING[relation], _GIVING[relation])

    def __or__(self, other: Effect) -> Effect:
        """The worse of two, for each."""
        return Effect(
            worst((self.reading, other.reading)), worst((self.giving, other.giving))
        )


@dataclass(frozen=True, slots=True)
class Use:
    """Who reads a value, and who gives it: callers of the client, handlers of the
    server."""

    read_by: tuple[str, ...] = ()
    given_by: tuple[str, ...] = ()

    def breaks(self, effect: Effect) -> SurfaceBreak:
        """The worst that a change does to any of them."""
        reading = effect.reading if self.read_by else SurfaceBreak.NOTHING
        return worst(
            (reading, effect.giving if self.given_by else SurfaceBreak.NOTHING)
        )

    def hit(self, effect: Effect) -> str:
        """Whom it hits, as `callers that read it`; empty where it hits nobody."""
        parts = (
            (effect.reading, self.read_by, "that read it"),
            (effect.giving, self.given_by, "that give it"),
        )
        return ", and ".join(
            f"{_OF[breaks]}{' and '.join(people)} {doing}"
            for breaks, people, doing in parts
            if people and breaks is not SurfaceBreak.NOTHING
        )


def worst(breaks: Iterable[SurfaceBreak]) -> SurfaceBreak:
    """The worst of several."""
    order = tuple(SurfaceBreak)
    return min(breaks, key=order.index, default=SurfaceBreak.NOTHING)


CALLERS: Final = "callers"
HANDLERS: Final = "handlers"
READ_BY_CALLERS: Final = Use(read_by=(CALLERS,))
READ_BY_HANDLERS: Final = Use(read_by=(HANDLERS,))
GIVEN_BY_HANDLERS: Final = Use(given_by=(HANDLERS,))
