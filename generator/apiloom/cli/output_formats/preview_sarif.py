"""Previews for code scanning: SARIF 2.1.0 (OASIS standard, 27 March 2020).

Each change of the contract is a result, also where several have one cause: a finding
is closed where it stands. It stands at its line of the new document, and at that of the
old one as a related location (section 3.27.22). A change of the Python surface has no
line: it stands in the new document by the name that users know. What is accepted is
suppressed (section 3.27.23).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Final

from apiloom.cli.output_formats.sarif_format import (
    Places,
    diagnostic_results,
    ended,
    log,
    place_of,
    rule_of,
)
from apiloom.core.diagnostics import Diagnostic
from apiloom.core.location import Location
from apiloom.diff.contract.contract_change import ContractChange, ContractLevel
from apiloom.diff.contract.rules.pages import page, rule_called, summary
from apiloom.diff.preview import Preview
from apiloom.diff.report.causes import Cause
from apiloom.diff.report.shared_wording import BREAKS
from apiloom.diff.surface.surface_change import SurfaceBreak, SurfaceChange

_LEVELS: Final = {
    ContractLevel.BREAKING: "error",
    ContractLevel.RISKY: "warning",
    ContractLevel.COMPATIBLE: "note",
    ContractLevel.DOCUMENTATION: "note",
}
_BREAKS: Final = {
    SurfaceBreak.CODE: "error",
    SurfaceBreak.TYPES: "warning",
    SurfaceBreak.NOTHING: "note",
}


def printed(previews: Sequence[Preview], extra: Iterable[Diagnostic], code: int) -> str:
    """One log with one run for all previews, and for what belongs to none of them."""
    items = [*extra, *chain.from_iterable(each.diagnostics for each in previews)]
    changes = [*chain.from_iterable(each.listed_contract for each in previews)]
    seen = [*chain.from_iterable(each.listed_surface for each in previews)]
    rules = [
        *map(rule_of, sorted({item.code for item in items})),
        *map(_contract_rule, sorted({change.rule for change in changes})),
        *_surface_rules(seen),
    ]
    places = Places()
    results = chain(
        diagnostic_results(items, places),
        chain.from_iterable(_results(preview, places) for preview in previews),
    )
    return log(rules, ended(code), results)


def _results(preview: Preview, places: Places) -> Iterator[dict[str, Any]]:
    for change in preview.listed_contract:
        yield _contract_result(change, preview, places) | _suppressed(change)
    for seen in preview.listed_surface:
        yield _surface_result(seen, preview, places) | _suppressed(seen)


def _suppressed(change: ContractChange | SurfaceChange) -> dict[str, Any]:
    """That it is accepted, and why (section 3.35)."""
    if not change.accepted:
        return {}
    suppression = {
        "kind": "external",
        "status": "accepted",
        "justification": change.accepted,
    }
    return {"suppressions": [suppression]}


def _contract_rule(name: str) -> dict[str, Any]:
    rule = rule_called(name)
    if rule is None:
        return {"id": name}
    text = page(rule)
    return {
        "id": name,
        "shortDescription": {"text": summary(rule)},
        "help": {"text": text, "markdown": text},
    }


def _contract_result(
    change: ContractChange, preview: Preview, places: Places
) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": change.rule,
        "level": _LEVELS[change.level],
        "message": {"text": Cause((change,)).felt_sentence},
        "locations": [place_of(change.new or Location(preview.new))],
        "partialFingerprints": places.fingerprints(
            change.rule, change.new or change.old or Location(preview.new)
        ),
        "properties": {
            "operations": [*change.operations],
            "tags": [*change.tags],
            "side": str(change.side),
        },
    }
    if change.old is not None:
        before = place_of(change.old) | {"id": 0, "message": {"text": "before"}}
        result["relatedLocations"] = [before]
    return result


def _surface_rules(changes: Iterable[SurfaceChange]) -> Iterator[dict[str, Any]]:
    for name, change in sorted({_rule(each): each for each in changes}.items()):
        text = f"In Python: {change.kind} {change.action}"
        yield {"id": name, "shortDescription": {"text": text}}


def _surface_result(
    change: SurfaceChange, preview: Preview, places: Places
) -> dict[str, Any]:
    place = place_of(Location(preview.new))
    place["logicalLocations"] = [
        {"fullyQualifiedName": change.name, "kind": "member"},
    ]
    text = f"{change.name}: {change.sentence} ({BREAKS[change.breaks]})"
    return {
        "ruleId": _rule(change),
        "level": _BREAKS[change.breaks],
        "message": {"text": text},
        "locations": [place],
        "partialFingerprints": places.fingerprints(
            f"{_rule(change)}\0{change.name}", Location(preview.new)
        ),
        "properties": {"tags": [*change.tags], "file": change.file},
    }


def _rule(change: SurfaceChange) -> str:
    return f"python-{change.kind}-{change.action}"
