"""One mistake, one diagnostic: which of several sources has the say.

The official schema, openapi-spec-validator and apiloom's own walk judge the same
document. Where two of them name the same place as being at fault, in a way that can be
the same mistake, the one that helps most stays: our own, which has a hint and says what
is generated, before the official schema, before the validator.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from apiloom.core.diagnostics import Diagnostic, FaultKind, Severity
from apiloom.core.location import ROOT, Location, Pointer, parent

_OFFICIAL: Final = "official-schema"
_VALIDATOR: Final = "spec-validator"
_GAVE_UP: Final = "spec-validator-failed"
_WRONG_TYPE: Final = "wrong-type"
_VALUE_UNUSED: Final = frozenset({_WRONG_TYPE, "default-unusable", "enum-empty"})
"""Codes that say that a value is not used at all, whatever is inside of it."""
_FAULTS_NOTED: Final = frozenset(
    {"older-draft", "swagger-2-leftover", "version-not-quoted"}
)
"""Notes about what the document's version does not allow; others are about names."""


def without_repeated_diagnostics(items: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The same diagnostics, one for each mistake, in their order.

    Their places must be those of the documents as written. What the user accepts is
    marked afterwards, so that it does not come back under another code.
    """
    own = [item for item in items if item.code not in {_OFFICIAL, _VALIDATOR}]
    official = [item for item in items if item.code == _OFFICIAL]
    validator = [item for item in items if item.code == _VALIDATOR]
    reported = _ReportedFaults()
    reported.add(item for item in own if _is_about_a_fault(item))
    repeats = {item for item in own if reported.says_more_than(item)}
    repeats |= {item for item in official if reported.covers(item)}
    reported.add(item for item in official if item not in repeats)
    repeats |= {item for item in validator if reported.covers(item)}
    return tuple(item for item in items if item not in repeats)


def with_validator_failure_noted(items: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The same, that openapi-spec-validator gave up being noted beside what is worse.

    It does so on mistakes that have a diagnostic of their own. `items` are judged: what
    is accepted is no reason.
    """
    failed = [item for item in items if item.code == _GAVE_UP and not item.accepted]
    if not failed or not any(_is_reason(item) for item in items):
        return tuple(items)
    return tuple(
        replace(item, severity=Severity.NOTE) if item in failed else item
        for item in items
    )


def _is_reason(item: Diagnostic) -> bool:
    noted = item.accepted or item.severity is Severity.NOTE
    return not noted and item.code != _GAVE_UP


def _is_about_a_fault(item: Diagnostic) -> bool:
    return item.severity is not Severity.NOTE or item.code in _FAULTS_NOTED


@dataclass(slots=True)
class _ReportedFaults:
    """The diagnostics that stay, by the places at fault."""

    _diagnostics: dict[Location, list[Diagnostic]] = field(default_factory=dict)
    _owners: set[Location] = field(default_factory=set)
    """Every place that has a diagnostic itself, or in one of its members."""

    def add(self, items: Iterable[Diagnostic]) -> None:
        """Take these as the diagnostics that stay."""
        for item in items:
            for place in item.faulty:
                self._diagnostics.setdefault(place, []).append(item)
                owner = Location(place.document, parent(place.pointer))
                self._owners.update((place, owner))

    def covers(self, item: Diagnostic) -> bool:
        """Whether every fault of `item` has a diagnostic already."""
        if item.fault is FaultKind.ALTERNATIVES:
            return self._owners.issuperset(item.faulty)
        if item.fault is FaultKind.COMBINATION:
            diagnostics = self._diagnostics.get(item.where, ())
            return any(known.code == _WRONG_TYPE for known in diagnostics)
        return all(self._is_known(place, item.fault) for place in item.faulty)

    def _is_known(self, place: Location, fault: FaultKind) -> bool:
        """Whether a fault has a diagnostic, or what is around it."""
        unexpected = fault is FaultKind.UNEXPECTED
        for around in _upwards(place):
            for known in self._diagnostics.get(around, ()):
                if around != place and known.code not in _VALUE_UNUSED:
                    continue
                # That a value is of the wrong type tells nobody that it may not be.
                if not (unexpected and known.code == _WRONG_TYPE):
                    return True
        return False

    def says_more_than(self, item: Diagnostic) -> bool:
        """Whether another diagnostic says what comes of a value of the wrong type."""
        return item.code == _WRONG_TYPE and all(
            any(known.code != _WRONG_TYPE for known in self._diagnostics.get(place, ()))
            for place in item.faulty
        )


def _upwards(place: Location) -> Iterator[Location]:
    """A place, and those around it up to the document."""
    pointer: Pointer = place.pointer
    while pointer != ROOT:
        yield Location(place.document, pointer)
        pointer = parent(pointer)
    yield Location(place.document, ROOT)
