"""The preview of one change, as every format shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias, get_args

from apiloom.core.diagnostics import Diagnostic
from apiloom.core.exit_codes import FINE
from apiloom.core.location import Location
from apiloom.diff.contract.contract_change import ContractChange, ContractLevel
from apiloom.diff.surface.surface_change import SurfaceBreak, SurfaceChange
from apiloom.package.comparison import FileDifference

View: TypeAlias = Literal["contract", "surface", "files"]
VIEWS: Final[tuple[View, ...]] = get_args(View)


@dataclass(frozen=True, slots=True)
class Preview:
    """What one change of a document does.

    `old` and `new` are what is compared, as the user calls it; `package` is the import
    name. `diagnostics` are the errors of both documents, and what else is said of the
    new one but not of the old. A view that was not asked for, or that there is nothing
    to compare for, is None. `exit_code` is 0, or 2 where a document is unusable, or 70
    where apiloom is at fault: then there is no view. `excerpts` has the lines of the
    documents at places of the contract, where they can be read; `sources` what was read
    of each document in which a diagnostic has a line.
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

    @property
    def levels(self) -> Mapping[ContractLevel, int]:
        """How many changes of the contract there are of each level, worst first."""
        counts = Counter(change.level for change in self.contract or ())
        return {level: counts[level] for level in ContractLevel}

    @property
    def breaks(self) -> Mapping[SurfaceBreak, int]:
        """How many changes of the Python surface break what, worst first."""
        counts = Counter(change.breaks for change in self.surface or ())
        return {kind: counts[kind] for kind in SurfaceBreak}

    def worst(self) -> ContractLevel | None:
        """The worst level there is; None where the contract is the same."""
        return next((level for level, count in self.levels.items() if count), None)

    def reaches(self, level: ContractLevel) -> bool:
        """Whether there is a change of the contract of this level, or a worse one."""
        order = tuple(ContractLevel)
        worst = self.worst()
        return worst is not None and order.index(worst) <= order.index(level)
