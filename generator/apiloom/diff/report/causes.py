"""Changes by what has happened: one entry for each cause, whoever it hits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from apiloom.core.location import Location
from apiloom.core.text import and_more
from apiloom.diff.contract.contract_change import ContractChange
from apiloom.diff.surface.surface_change import (
    SurfaceAction,
    SurfaceBreak,
    SurfaceChange,
)

_NAMED: Final = 3
"""So many operations, or members of a package, are named; of more their number is."""
_WHOLE: Final = frozenset({SurfaceAction.ADDED, SurfaceAction.REMOVED})
"""Of what comes or goes it does not matter how it is declared."""
_RANKS: Final = {kind: rank for rank, kind in enumerate(SurfaceBreak)}


@dataclass(frozen=True, slots=True)
class Cause:
    """One or more changes of which the same is told: there is at least one."""

    changes: tuple[ContractChange, ...]

    @property
    def first(self) -> ContractChange:
        """The one that speaks for all of them: they differ in places alone."""
        return self.changes[0]

    @property
    def sentence(self) -> str:
        """What has happened, of one or of each of them."""
        told = {change.sentence for change in self.changes}
        return self.first.sentence if len(told) == 1 else self.first.cause

    @property
    def operations(self) -> tuple[str, ...]:
        """All that feel it."""
        felt = (label for change in self.changes for label in change.operations)
        return tuple(dict.fromkeys(felt)) or tuple(filter(None, [self.first.operation]))

    @property
    def tags(self) -> tuple[str, ...]:
        """Those of all that feel it."""
        return tuple(dict.fromkeys(tag for each in self.changes for tag in each.tags))

    @property
    def operations_felt(self) -> tuple[tuple[str, ...], str]:
        """The first few operations that feel it, and how many more do."""
        felt = self.operations
        return felt[:_NAMED], and_more(len(felt) - _NAMED)

    @property
    def felt_sentence(self) -> str:
        """The sentence with the operations that feel it: `GET /pets: it is gone`."""
        named, more = self.operations_felt
        if not named or (len(named) == 1 and named[0] in self.sentence):
            return self.sentence
        return f"{', '.join(named)}{more}: {self.sentence}"

    @property
    def places(self) -> str:
        """Where it stands, before and now; of more than one place the first."""
        return places_of(self.first) + and_more(len(self.changes) - 1)

    @property
    def hits(self) -> Iterator[str]:
        """A line for each place where it happened, if there is more than one."""
        for change in self.changes if len(self.changes) > 1 else ():
            named, more = Cause((change,)).operations_felt
            yield f"{', '.join(named)}{more} {places_of(change)}".strip()


@dataclass(frozen=True, slots=True)
class SurfaceCause:
    """One or more changes of the Python surface of which the same is told."""

    changes: tuple[SurfaceChange, ...]

    @property
    def first(self) -> SurfaceChange:
        """The one that speaks for all of them: they differ in names alone."""
        return self.changes[0]

    @property
    def names(self) -> tuple[str, ...]:
        """All that it happens to."""
        return tuple(dict.fromkeys(change.name for change in self.changes))

    @property
    def tags(self) -> tuple[str, ...]:
        """Those of all that it happens to."""
        return tuple(dict.fromkeys(tag for each in self.changes for tag in each.tags))

    @property
    def named(self) -> tuple[tuple[str, ...], str]:
        """The first few that it happens to, and how many there are beside them."""
        names = self.names
        return names[:_NAMED], and_more(len(names) - _NAMED)

    @property
    def sentence(self) -> str:
        """What has happened to what: `models.Pet, models.Dog: the class is gone`."""
        names, more = self.named
        return f"{', '.join(names)}{more}: {self.first.sentence}"

    @property
    def declarations(self) -> tuple[str, str]:
        """Before and after, where those are the same for all."""
        same = len({(change.old, change.new) for change in self.changes}) == 1
        return (self.first.old, self.first.new) if same else ("", "")


def by_surface_cause(changes: Iterable[SurfaceChange]) -> tuple[SurfaceCause, ...]:
    """The causes: worst first, then what happens to most; behind them what is known."""
    causes: dict[tuple[str, ...], list[SurfaceChange]] = {}
    for change in changes:
        parts = (change.kind, change.action, change.breaks, change.accepted)
        declared = () if change.action in _WHOLE else (change.old, change.new)
        causes.setdefault((*parts, change.sentence, *declared), []).append(change)
    found = (SurfaceCause(tuple(members)) for members in causes.values())
    return tuple(sorted(found, key=_weight))


def _weight(cause: SurfaceCause) -> tuple[bool, int, int]:
    first = cause.first
    return bool(first.accepted), _RANKS[first.breaks], -len(cause.changes)


def by_cause(changes: Iterable[ContractChange]) -> tuple[Cause, ...]:
    """The causes, each where the first of its changes stands."""
    causes: dict[tuple[str, ...], list[ContractChange]] = {}
    for change in changes:
        causes.setdefault(change.kin, []).append(change)
    return tuple(Cause(tuple(members)) for members in causes.values())


def place(where: Location | None) -> str:
    """`openapi.yaml:12:3`, or the document and a pointer where it has no line."""
    if where is None:
        return ""
    if where.line:
        return f"{where.document}:{where.line}:{where.column}"
    return f"{where.document}#{where.pointer}"


def places_of(change: ContractChange) -> str:
    """Where a change stands in the old and in the new document."""
    return " -> ".join(place(where) for where in (change.old, change.new) if where)
