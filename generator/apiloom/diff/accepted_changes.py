"""Marks the changes of a preview that are known, and says which entries do nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from apiloom.core.change_policy import AcceptedChange
from apiloom.core.diagnostics import Diagnostic, Severity
from apiloom.diff.contract.contract_change import ContractChange
from apiloom.diff.preview import Preview
from apiloom.diff.surface.surface_change import SurfaceChange

UNUSED: Final = "accepted-change-unused"
EXPIRED: Final = "accepted-change-expired"


@dataclass(frozen=True, slots=True)
class Today:
    """What an entry can expire by: the day, and the new document's version."""

    day: date
    version: str


def mark_accepted(
    preview: Preview, entries: tuple[AcceptedChange, ...], today: Today
) -> Preview:
    """The preview with accepted changes marked, and listed behind the others.

    A change is accepted by the first entry that means it and has not expired. Reports
    `accepted-change-expired` for an entry that means a change and no longer holds, and
    `accepted-change-unused` for one that means none in a view that there is.
    """
    if not entries or preview.exit_code:
        return preview
    used: set[int] = set()
    valid = {
        number: entry
        for number, entry in enumerate(entries)
        if not entry.is_expired(today.version, today.day)
    }

    def reason(change: ContractChange | SurfaceChange) -> str:
        meant = [n for n, entry in enumerate(entries) if _means(entry, change)]
        used.update(meant)
        return next((valid[n].reason for n in meant if n in valid), "")

    contract, surface = preview.contract, preview.surface
    if contract is not None:
        judged = (replace(change, accepted=reason(change)) for change in contract)
        contract = tuple(sorted(judged, key=lambda change: bool(change.accepted)))
    if surface is not None:
        seen = (replace(change, accepted=reason(change)) for change in surface)
        surface = tuple(sorted(seen, key=lambda change: bool(change.accepted)))
    diagnostics = tuple(_diagnostics(preview, entries, used, {*valid}))
    return replace(
        preview,
        contract=contract,
        surface=surface,
        diagnostics=preview.diagnostics + diagnostics,
    )


def _means(entry: AcceptedChange, change: ContractChange | SurfaceChange) -> bool:
    """Whether an entry is for a change, expired or not."""
    if isinstance(change, SurfaceChange):
        named = bool(entry.python) and entry.fits_name(change.name)
        return named and entry.fits_operations((change.operation,))
    if entry.rule != change.rule or not entry.fits_place((change.old, change.new)):
        return False
    return entry.fits_operations(change.operations or (change.operation,))


def _diagnostics(
    preview: Preview,
    entries: tuple[AcceptedChange, ...],
    used: set[int],
    valid: set[int],
) -> Iterator[Diagnostic]:
    for number, entry in enumerate(entries):
        if number not in used:
            view = preview.surface if entry.python else preview.contract
            if view is None or entry.shared:
                continue
            message = f"no change is accepted by {str(entry)!a}"
            hint = "remove it, or look for a typing error in it"
            yield Diagnostic(UNUSED, Severity.NOTE, message, entry.where, hint)
        elif number not in valid:
            limit = entry.until or f"version {entry.until_version}"
            message = f"{str(entry)!a} was accepted until {limit}, and counts again"
            hint = f"the reason was: {entry.reason}"
            yield Diagnostic(EXPIRED, Severity.WARNING, message, entry.where, hint)
