"""A preview as JSON: what `preview.schema.json` describes."""

from __future__ import annotations

from typing import Any, Final

from apiloom.core.location import Location
from apiloom.diff.contract.contract_change import ContractChange
from apiloom.diff.preview import Preview
from apiloom.diff.report.shared_wording import shown_files
from apiloom.diff.surface.surface_change import SurfaceChange

LAYOUT: Final = 1
"""Goes up where what was valid before no longer is."""


def as_data(preview: Preview) -> dict[str, Any]:
    """All of a preview but what was found wrong, which the caller knows how to say."""
    return {
        "old": preview.old,
        "new": preview.new,
        "package": preview.package,
        "exit_code": preview.exit_code,
        "contract": _contract(preview),
        "surface": _surface(preview),
        "files": _files(preview),
    }


def _contract(preview: Preview) -> dict[str, Any] | None:
    if preview.contract is None:
        return None
    counts = {str(level): count for level, count in preview.levels.items()}
    counts["accepted"] = preview.accepted_contract
    changes = [_contract_change(change) for change in preview.listed_contract]
    counts["not_shown"] = len(preview.contract) - len(changes)
    return {
        "counts": counts,
        "changes": changes,
    }


def _contract_change(change: ContractChange) -> dict[str, Any]:
    return {
        "rule": change.rule,
        "level": str(change.level),
        "side": str(change.side),
        "sentence": change.sentence,
        "cause": change.cause or change.sentence,
        "operation": change.operation,
        "operations": list(change.operations),
        "tags": list(change.tags),
        "old": _location(change.old),
        "new": _location(change.new),
        "accepted": change.accepted or None,
    }


def _location(where: Location | None) -> dict[str, Any] | None:
    if where is None:
        return None
    return {
        "file": where.document,
        "line": where.line,
        "column": where.column,
        "pointer": where.pointer,
    }


def _surface(preview: Preview) -> dict[str, Any] | None:
    if preview.surface is None:
        return None
    counts = {str(kind): count for kind, count in preview.breaks.items()}
    counts["accepted"] = preview.accepted_surface
    changes = [_surface_change(change) for change in preview.listed_surface]
    counts["not_shown"] = len(preview.surface) - len(changes)
    return {
        "counts": counts,
        "changes": changes,
    }


def _surface_change(change: SurfaceChange) -> dict[str, Any]:
    return {
        "kind": str(change.kind),
        "action": str(change.action),
        "breaks": str(change.breaks),
        "name": change.name,
        "sentence": change.sentence,
        "old": change.old,
        "new": change.new,
        "file": change.file,
        "operation": change.operation,
        "tags": list(change.tags),
        "accepted": change.accepted or None,
    }


def _files(preview: Preview) -> dict[str, Any] | None:
    if preview.files is None:
        return None
    shown = shown_files(preview)
    return {
        "added": sum(file.added for file in shown),
        "removed": sum(file.removed for file in shown),
        "files": [
            {
                "path": file.path,
                "state": file.state,
                "added": file.added,
                "removed": file.removed,
                "diff": file.diff,
            }
            for file in shown
        ],
    }
