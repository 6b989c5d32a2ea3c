"""The preview of one change, as every format shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias, TypeVar, get_args

from apiloom.core.diagnostics import Diagnostic
from apiloom.core.exit_codes import FINE
from apiloom.core.location import Location
from apiloom.core.star_patterns import path_pattern
from apiloom.diff.contract.contract_change import ContractChange, ContractLevel
from apiloom.diff.surface.surface_change import SurfaceBreak, SurfaceChange
from apiloom.package.comparison import FileDifference

Rank = TypeVar("Rank", ContractLevel, SurfaceBreak)
View: TypeAlias = Literal["contract", "surface", "files"]
VIEWS: Final[tuple[View, ...]] = get_args(View)
LEVEL_OF: Final = {
    SurfaceBreak.CODE: ContractLevel.BREAKING,
    SurfaceBreak.TYPES: ContractLevel.RISKY,
    SurfaceBreak.NOTHING: ContractLevel.COMPATIBLE,
}
"""As what level of the contract a change of the surface is listed."""


def as_bad_as(limit: Rank) -> tuple[Rank, ...]:
    """The members of its enumeration up to `limit`: those go worst first."""
    members = tuple(type(limit))
    return members[: members.index(limit) + 1]


@dataclass(frozen=True, slots=True)
class ChangeFilter:
    """Which changes formats list: what it leaves out is counted, and fails gates still.

    `least` is the level of those that matter least. `operations` are patterns of
    `METHOD path` (`*` for any characters but `/`, `**` for any), `tags` are names: of
    each, where there are any, one has to fit an operation that feels the change. What
    belongs to no operation is then left out.
    """

    least: ContractLevel = ContractLevel.DOCUMENTATION
    operations: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    def lists(
        self, level: ContractLevel, operations: Iterable[str], tags: Iterable[str]
    ) -> bool:
        """Whether a change of this level, felt by these, is listed."""
        if level.rank > self.least.rank:
            return False
        if self.tags and not {*self.tags}.intersection(tags):
            return False
        patterns = [*map(path_pattern, self.operations)]
        return not patterns or any(
            pattern.fullmatch(label) for pattern in patterns for label in operations
        )


EVERY_CHANGE: Final = ChangeFilter()


@dataclass(frozen=True, slots=True)
class Preview:
    """What one change of a document does.

    `old` and `new` are what is compared, as the user calls it; `package` is the import
    name. `diagnostics` are the errors of both documents, and what else is said of the
    new one but not of the old. A view that was not asked for, or that there is nothing
    to compare for, is None. `exit_code` is 0, or 2 where a document is unusable, or 70
    where apiloom is at fault: then there is no view. `excerpts` has the lines of the
    documents at places of the contract, where they can be read; `sources` what was read
    of each document in which a diagnostic has a line. Formats list the changes that
    `listed` names; all are counted.
    """

    old: str
    new: str
    package: str
    diagnostics: tuple[Diagnostic, ...] = ()
    contract: tuple[ContractChange, ...] | None = None
    surface: tuple[SurfaceChange, ...] | None = None
    files: tuple[FileDifference, ...] | None = None
    excerpts: Mapping[Location, str] = field(default_factory=dict, repr=False)
    sources: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    exit_code: int = FINE
    listed: ChangeFilter = EVERY_CHANGE

    @property
    def levels(self) -> Mapping[ContractLevel, int]:
        """How many changes of the contract count at each level, worst first."""
        counts = Counter(
            change.level for change in self.contract or () if not change.accepted
        )
        return {level: counts[level] for level in ContractLevel}

    @property
    def breaks(self) -> Mapping[SurfaceBreak, int]:
        """How many changes of the Python surface count, by what they break."""
        counts = Counter(
            change.breaks for change in self.surface or () if not change.accepted
        )
        return {kind: counts[kind] for kind in SurfaceBreak}

    def worst(self) -> ContractLevel | None:
        """The worst level that counts; None where the contract is the same."""
        return next((level for level, count in self.levels.items() if count), None)

    def reaches(self, threshold: ContractLevel | SurfaceBreak) -> bool:
        """Whether a change that counts is of this level, or of a worse one.

        A `SurfaceBreak` is about the Python surface, a level about the contract.
        """
        if isinstance(threshold, ContractLevel):
            levels = self.levels
            return any(levels[level] for level in as_bad_as(threshold))
        breaks = self.breaks
        return any(breaks[kind] for kind in as_bad_as(threshold))

    @property
    def listed_contract(self) -> tuple[ContractChange, ...]:
        """The changes of the contract that formats list."""
        return tuple(
            change
            for change in self.contract or ()
            if self.listed.lists(change.level, change.operations, change.tags)
        )

    @property
    def listed_surface(self) -> tuple[SurfaceChange, ...]:
        """The changes of the Python surface that formats list."""
        return tuple(
            change
            for change in self.surface or ()
            if self.listed.lists(
                LEVEL_OF[change.breaks], (change.operation,), change.tags
            )
        )

    @property
    def accepted_contract(self) -> int:
        """How many changes of the contract are known, and count for no gate."""
        return sum(bool(change.accepted) for change in self.contract or ())

    @property
    def accepted_surface(self) -> int:
        """How many changes of the Python surface are known, and count for no gate."""
        return sum(bool(change.accepted) for change in self.surface or ())
