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
    from apiloom.core.name_override import NameOverride as NameOverride
    from apiloom.core.reference_policy import ReferencePolicy as ReferencePolicy
    from apiloom.core.rename_rule import RenameRule as RenameRule
    from apiloom.core.selection import OperationFilter as OperationFilter
    from apiloom.core.selection import Selection as Selection
    from apiloom.core.selection import SelectionPattern as SelectionPattern
    from apiloom.core.type_choice import TypeChoice as TypeChoice
    from apiloom.diff.contract.contract_change import (
        ContractChange as ContractChange,
    )
    from apiloom.diff.contract.contract_change import ContractLevel as ContractLevel
    from apiloom.diff.contract.contract_change import ContractSide as ContractSide
    from apiloom.diff.preview import Preview as Preview
    from apiloom.diff.surface.surface_change import SurfaceAction as SurfaceAction
    from apiloom.diff.surface.surface_change import SurfaceBreak as SurfaceBreak
    from apiloom.diff.surface.surface_change import SurfaceChange as SurfaceChange
    from apiloom.diff.surface.surface_change import SurfaceKind as SurfaceKind
    from apiloom.package.comparison import Comparison as Comparison
    from apiloom.package.comparison import FileDifference as FileDifference
    from apiloom.package.comparison import FileState as FileState
    from apiloom.pipeline.commands import check as check
    from apiloom.pipeline.commands import generate as generate
    from apiloom.pipeline.commands import list_methods as list_methods
    from apiloom.pipeline.commands import preview as preview
    from apiloom.pipeline.commands import validate as validate
    from apiloom.pipeline.job import Job as Job
    from apiloom.pipeline.job import Outcome as Outcome

__all__ = [
    "Accepted",
    "Comparison",
    "Configuration",
    "ContractChange",
    "ContractLevel",
    "ContractSide",
    "Diagnostic",
    "FileDifference",
    "FileState",
    "Job",
    "Location",
    "NameOverride",
    "OperationFilter",
    "Outcome",
    "Pointer",
    "Preview",
    "ReferencePolicy",
    "RenameRule",
    "Selection",
    "SelectionPattern",
    "Severity",
    "SurfaceAction",
    "SurfaceBreak",
    "SurfaceChange",
    "SurfaceKind",
    "TypeChoice",
    "__version__",
    "check",
    "configured",
    "generate",
    "list_methods",
    "preview",
    "validate",
]

_MODULES = {
    "Accepted": "core.acceptance",
    "Comparison": "package.comparison",
    "Configuration": "cli.config",
    "ContractChange": "diff.contract.contract_change",
    "ContractLevel": "diff.contract.contract_change",
    "ContractSide": "diff.contract.contract_change",
    "Diagnostic": "core.diagnostics",
    "FileDifference": "package.comparison",
    "FileState": "package.comparison",
    "Job": "pipeline.job",
    "Location": "core.location",
    "NameOverride": "core.name_override",
    "RenameRule": "core.rename_rule",
    "TypeChoice": "core.type_choice",
    "OperationFilter": "core.selection",
    "Outcome": "pipeline.job",
    "Pointer": "core.location",
    "Preview": "diff.preview",
    "ReferencePolicy": "core.reference_policy",
    "Selection": "core.selection",
    "SelectionPattern": "core.selection",
    "Severity": "core.diagnostics",
    "SurfaceAction": "diff.surface.surface_change",
    "SurfaceBreak": "diff.surface.surface_change",
    "SurfaceChange": "diff.surface.surface_change",
    "SurfaceKind": "diff.surface.surface_change",
    "check": "pipeline.commands",
    "configured": "cli.config",
    "preview": "pipeline.commands",
    "generate": "pipeline.commands",
    "list_methods": "pipeline.commands",
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
