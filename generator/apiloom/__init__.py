"""apiloom weaves typed Python from an OpenAPI document.

The names below are all of the library API. `apiloom --version` must answer at once, so
they are loaded when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apiloom.core.version import __version__

if TYPE_CHECKING:
    from apiloom.cli.config import Configuration as Configuration
    from apiloom.cli.config import configured as configured
    from apiloom.core.acceptance import Accepted as Accepted
    from apiloom.core.diagnostics import Diagnostic as Diagnostic
    from apiloom.core.diagnostics import Severity as Severity
    from apiloom.core.location import Location as Location
    from apiloom.core.location import Pointer as Pointer
    from apiloom.core.reference_policy import Reach as Reach
    from apiloom.core.selection import Choice as Choice
    from apiloom.core.selection import GivenName as GivenName
    from apiloom.core.selection import Pattern as Pattern
    from apiloom.core.selection import Selection as Selection
    from apiloom.diff.contract.contract_change import Change as Change
    from apiloom.diff.contract.contract_change import Level as Level
    from apiloom.diff.contract.contract_change import Side as Side
    from apiloom.diff.preview import Preview as Preview
    from apiloom.diff.surface.surface_change import Action as Action
    from apiloom.diff.surface.surface_change import Break as Break
    from apiloom.diff.surface.surface_change import Kind as Kind
    from apiloom.diff.surface.surface_change import SurfaceChange as SurfaceChange
    from apiloom.package.comparison import Comparison as Comparison
    from apiloom.package.comparison import FileDifference as FileDifference
    from apiloom.package.comparison import State as State
    from apiloom.pipeline.commands import check as check
    from apiloom.pipeline.commands import diff as diff
    from apiloom.pipeline.commands import generate as generate
    from apiloom.pipeline.commands import validate as validate
    from apiloom.pipeline.job import Job as Job
    from apiloom.pipeline.job import Outcome as Outcome

__all__ = [
    "Accepted",
    "Action",
    "Break",
    "Change",
    "Choice",
    "Comparison",
    "Configuration",
    "Diagnostic",
    "FileDifference",
    "GivenName",
    "Job",
    "Kind",
    "Level",
    "Location",
    "Outcome",
    "Pattern",
    "Pointer",
    "Preview",
    "Reach",
    "Selection",
    "Severity",
    "Side",
    "State",
    "SurfaceChange",
    "__version__",
    "check",
    "configured",
    "diff",
    "generate",
    "validate",
]

_MODULES = {
    "Accepted": "core.acceptance",
    "Action": "diff.surface.surface_change",
    "Break": "diff.surface.surface_change",
    "Change": "diff.contract.contract_change",
    "Choice": "core.selection",
    "Comparison": "package.comparison",
    "Configuration": "cli.config",
    "Diagnostic": "core.diagnostics",
    "FileDifference": "package.comparison",
    "GivenName": "core.selection",
    "Job": "pipeline.job",
    "Kind": "diff.surface.surface_change",
    "Level": "diff.contract.contract_change",
    "Location": "core.location",
    "Outcome": "pipeline.job",
    "Pattern": "core.selection",
    "Pointer": "core.location",
    "Preview": "diff.preview",
    "Reach": "core.reference_policy",
    "Selection": "core.selection",
    "Severity": "core.diagnostics",
    "Side": "diff.contract.contract_change",
    "State": "package.comparison",
    "SurfaceChange": "diff.surface.surface_change",
    "check": "pipeline.commands",
    "configured": "cli.config",
    "diff": "pipeline.commands",
    "generate": "pipeline.commands",
    "validate": "pipeline.commands",
}


def __getattr__(name: str) -> object:
    """Load one public name (PEP 562)."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - start-up time

    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
