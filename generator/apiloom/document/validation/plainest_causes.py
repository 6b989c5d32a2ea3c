"""What the official schema says of one mistake, once and in the plainest words.

A mistake in one member makes a JSON Schema fail in several of its parts: what those say
besides is left out, for it goes when the mistake goes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from apiloom.core.diagnostics import FaultKind
from apiloom.core.location import Pointer, parent
from apiloom.document.validation.schema_causes import Cause, Sort

_DECIDING: Final = frozenset({"in", "type"})
"""Members on which the published schemas make depend what else an object has."""
_ALWAYS_NEEDED: Final = frozenset({*_DECIDING, "name"})
"""Members that are needed whatever those say."""


def plainest_causes(causes: Sequence[Cause]) -> tuple[Cause, ...]:
    """The causes without those that only follow from others, in their order."""
    unique = tuple(dict.fromkeys(causes))
    by_place = _CausesByPlace(unique)
    return tuple(cause for cause in unique if not by_place.follows(cause))


@dataclass(slots=True, init=False)
class _CausesByPlace:
    """Causes by where they stand."""

    _at: dict[Pointer, list[Cause]]
    _undecided: set[Pointer]
    """Objects whose deciding member is missing, or is wrong, or that lack another."""
    _untagged: set[Pointer]
    """Objects whose deciding member is missing."""

    def __init__(self, causes: Sequence[Cause]) -> None:
        self._at, self._undecided, self._untagged = {}, set(), set()
        for cause in causes:
            self._at.setdefault(cause.pointer, []).append(cause)
            if cause.sort is Sort.MISSING:
                self._undecided.add(cause.pointer)
                if not _DECIDING.isdisjoint(cause.members):
                    self._untagged.add(cause.pointer)
            elif cause.sort is Sort.UNEVALUATED:
                continue
            elif cause.pointer.rpartition("/")[2] in _DECIDING:
                self._undecided.add(parent(cause.pointer))

    def follows(self, cause: Cause) -> bool:
        """Whether another cause at the same place, or above it, brings this one."""
        beside = {other.sort for other in self._at[cause.pointer] if other != cause}
        if cause.sort is Sort.UNEVALUATED:
            # What a condition allows is unexpected while the condition is not met.
            owner = parent(cause.pointer)
            return bool(beside) or (cause.known and owner in self._undecided)
        if cause.sort is Sort.MISSING:
            if Sort.EMPTY in beside:
                return True
            conditional = _ALWAYS_NEEDED.isdisjoint(cause.members)
            return conditional and cause.pointer in self._untagged
        if cause.sort is Sort.TYPE:
            return Sort.LISTED in beside
        combined = {FaultKind.COMBINATION, FaultKind.ALTERNATIVES}
        plainer = not beside.isdisjoint({Sort.EMPTY, Sort.TYPE})
        return cause.fault in combined and plainer
