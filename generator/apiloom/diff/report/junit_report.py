"""Previews as JUnit XML, which servers of continuous integration list as tests.

One suite for each view of each preview but the files, one case for each cause: a
failure where it breaks callers or code, skipped where it is accepted; any other passes,
with its rule, operations and places as output. A document that cannot be used is an
error. There is no standard: these are the elements that Jenkins' JUnit plug-in, GitLab
and Azure DevOps all read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from apiloom.core.diagnostics import Diagnostic, Severity
from apiloom.core.text import visible
from apiloom.diff.contract.contract_change import ContractLevel
from apiloom.diff.preview import Preview
from apiloom.diff.report.causes import Cause, SurfaceCause, by_cause, by_surface_cause
from apiloom.diff.report.shared_wording import BREAKS, contract_counts, surface_counts
from apiloom.diff.surface.surface_change import SurfaceBreak

_BREAK: Final = "\n"


@dataclass(frozen=True, slots=True)
class _Case:
    """One test case: what it is about, and what is said of it.

    `outcome` is the element that says that it did not pass: `failure`, `error`,
    `skipped`, or none where it did.
    """

    group: str
    name: str
    kind: str
    text: str
    outcome: str = ""

    def element(self) -> ET.Element:
        """The case, with what came of it."""
        case = ET.Element("testcase", classname=_seen(self.group), time="0")
        case.set("name", _seen(self.name))
        if self.outcome == "skipped":
            ET.SubElement(case, self.outcome, message=_seen(self.text))
        elif self.outcome:
            told = ET.SubElement(case, self.outcome, type=_seen(self.kind))
            told.set("message", _seen(self.name))
            told.text = _seen(self.text)
        elif self.text:
            ET.SubElement(case, "system-out").text = _seen(self.text)
        return case


def as_junit(previews: Sequence[Preview], extra: Iterable[Diagnostic]) -> str:
    """One document for all previews, and for diagnostics that belong to none."""
    root = ET.Element("testsuites", name="apiloom diff")
    suites = [*_suites(previews, tuple(extra))]
    for name, cases in suites:
        suite = ET.SubElement(root, "testsuite", name=_seen(name), time="0")
        _count(suite, cases)
        suite.extend(case.element() for case in cases)
    _count(root, [case for _, cases in suites for case in cases])
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _count(element: ET.Element, cases: Sequence[_Case]) -> None:
    outcomes = [case.outcome for case in cases]
    element.set("tests", str(len(cases)))
    element.set("failures", str(outcomes.count("failure")))
    element.set("errors", str(outcomes.count("error")))
    element.set("skipped", str(outcomes.count("skipped")))


def _suites(
    previews: Sequence[Preview], extra: tuple[Diagnostic, ...]
) -> Iterator[tuple[str, list[_Case]]]:
    if extra:
        yield "configuration", [*map(_diagnostic, extra)]
    for preview in previews:
        name = f"{preview.old} -> {preview.new}"
        if preview.diagnostics:
            yield f"{name}: documents", [*map(_diagnostic, preview.diagnostics)]
        if preview.contract is not None:
            cases = [*map(_cause, by_cause(preview.listed_contract))]
            yield f"{name}: contract", cases or [
                _same("contract", contract_counts(preview))
            ]
        if preview.surface is not None:
            cases = [*map(_surface, by_surface_cause(preview.listed_surface))]
            yield f"{name}: Python", cases or [_same("Python", surface_counts(preview))]


def _same(view: str, counts: str) -> _Case:
    # A suite without a case is an error to some readers.
    return _Case(view, counts, "", "")


def _diagnostic(item: Diagnostic) -> _Case:
    failed = item.severity is Severity.ERROR and not item.accepted
    text = _BREAK.join((item.headline, *item.advice))
    outcome = "error" if failed else ""
    return _Case(item.where.document, item.message, item.code, text, outcome)


def _cause(cause: Cause) -> _Case:
    change = cause.first
    hits = [*cause.hits] or [*cause.operations, cause.places]
    lines = [f"{change.level} [{change.rule}]", *hits]
    outcome = "failure" if change.level is ContractLevel.BREAKING else ""
    return _Case(
        change.operation or "schemas",
        cause.felt_sentence,
        change.rule,
        change.accepted or _BREAK.join(filter(None, lines)),
        "skipped" if change.accepted else outcome,
    )


def _surface(cause: SurfaceCause) -> _Case:
    change = cause.first
    old, new = cause.declarations
    outcome = "failure" if change.breaks is SurfaceBreak.CODE else ""
    lines = [
        BREAKS[change.breaks],
        f"- {old}" if old else "",
        f"+ {new}" if new else "",
        *(cause.names if len(cause.names) > 1 else ()),
    ]
    return _Case(
        change.name,
        cause.sentence,
        f"{change.kind} {change.action}",
        change.accepted or _BREAK.join(filter(None, lines)),
        "skipped" if change.accepted else outcome,
    )


def _seen(text: str) -> str:
    """Text of which every character may stand in XML 1.0 (section 2.2)."""
    return visible(text, keep=_BREAK)
