"""apiloom weaves typed Python from an OpenAPI document.

`apiloom --version` must answer at once, so the names below are loaded when first used.
The third call of the library API is `apiloom.pipeline.validate`: its name is taken here
by the stage of that name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apiloom.version import __version__

if TYPE_CHECKING:
    from apiloom.diagnostics import Diagnostic as Diagnostic
    from apiloom.diagnostics import Severity as Severity
    from apiloom.job import Job as Job
    from apiloom.job import Outcome as Outcome
    from apiloom.pipeline import check as check
    from apiloom.pipeline import generate as generate

__all__ = [
    "Diagnostic",
    "Job",
    "Outcome",
    "Severity",
    "__version__",
    "check",
    "generate",
]

_MODULES = {
    "Diagnostic": "diagnostics",
    "Job": "job",
    "Outcome": "job",
    "Severity": "diagnostics",
    "check": "pipeline",
    "generate": "pipeline",
}


def __getattr__(name: str) -> object:
    """Load one public name (PEP 562)."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - start-up time

    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
