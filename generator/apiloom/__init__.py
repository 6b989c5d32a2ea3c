"""apiloom weaves typed Python from an OpenAPI document.

The names below are all of the library API. `apiloom --version` must answer at once, so
they are loaded when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apiloom.version import __version__

if TYPE_CHECKING:
    from apiloom.accept import Accepted as Accepted
    from apiloom.compare.contract.change import Change as Change
    from apiloom.compare.contract.change import Level as Level
    from apiloom.compare.contract.change import Side as Side
    from apiloom.compare.files import Comparison as Comparison
    from apiloom.compare.files import FileDifference as FileDifference
    from apiloom.compare.files import State as State
    from apiloom.compare.surface.change import Action as Action
    from apiloom.compare.surface.change import Break as Break
    from apiloom.compare.surface.change import Kind as Kind
    from apiloom.compare.surface.change import SurfaceChange as SurfaceChange
    from apiloom.config import Configuration as Configuration
    from apiloom.config import configured as configured
    from apiloom.diagnostics import Diagnostic as Diagnostic
    from apiloom.diagnostics import Severity as Severity
    from apiloom.job import Job as Job
    from apiloom.job import Outcome as Outcome
    from apiloom.location import Location as Location
    from apiloom.location import Pointer as Pointer
    from apiloom.pipeline import check as check
    from apiloom.pipeline import diff as diff
    from apiloom.pipeline import generate as generate
    from apiloom.pipeline import validate as validate
    from apiloom.preview.preview import Preview as Preview
    from apiloom.reach import Reach as Reach
    from apiloom.wishes import Choice as Choice
    from apiloom.wishes import GivenName as GivenName
    from apiloom.wishes import Pattern as Pattern
    from apiloom.wishes import Selection as Selection

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
    "Accepted": "accept",
    "Action": "compare.surface.change",
    "Break": "compare.surface.change",
    "Change": "compare.contract.change",
    "Choice": "wishes",
    "Comparison": "compare.files",
    "Configuration": "config",
    "Diagnostic": "diagnostics",
    "FileDifference": "compare.files",
    "GivenName": "wishes",
    "Job": "job",
    "Kind": "compare.surface.change",
    "Level": "compare.contract.change",
    "Location": "location",
    "Outcome": "job",
    "Pattern": "wishes",
    "Pointer": "location",
    "Preview": "preview.preview",
    "Reach": "reach",
    "Selection": "wishes",
    "Severity": "diagnostics",
    "Side": "compare.contract.change",
    "State": "compare.files",
    "SurfaceChange": "compare.surface.change",
    "check": "pipeline",
    "configured": "config",
    "diff": "pipeline",
    "generate": "pipeline",
    "validate": "pipeline",
}


def __getattr__(name: str) -> object:
    """Load one public name (PEP 562)."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - start-up time

    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
