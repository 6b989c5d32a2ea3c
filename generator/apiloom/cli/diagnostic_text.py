"""Diagnostics as people read them and as programs do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

from apiloom.core.diagnostics import Diagnostic, Severity
from apiloom.core.location import Location

SHOWN_PER_CODE: Final = 5


@dataclass(frozen=True, slots=True)
class ShownDiagnostic:
    """One line for people, and the advice below it that has not been given yet."""

    item: Diagnostic
    advice: tuple[str, ...]
    where: Location
    """The place as the run calls it; that of `item` is what a person would say."""


def shown_diagnostics(
    items: Sequence[Diagnostic], *, verbose: bool
) -> Iterator[ShownDiagnostic]:
    """What is printed, by document, line and column: the first few of each code.

    What is accepted is left out. The same advice is given once.
    """
    count_by_code: Counter[str] = Counter()
    advised: set[tuple[str, str]] = set()
    for original in _not_accepted(items):
        item = relative(original)
        count_by_code[item.code] += 1
        if not verbose and count_by_code[item.code] > SHOWN_PER_CODE:
            continue
        fresh = tuple(line for line in item.advice if (item.code, line) not in advised)
        advised.update((item.code, line) for line in fresh)
        yield ShownDiagnostic(item, fresh, original.where)


def omitted_counts(items: Sequence[Diagnostic], *, verbose: bool) -> Iterator[str]:
    """A line for each code of which there is more than `shown_diagnostics` yields."""
    if verbose:
        return
    counts = Counter(item.code for item in _not_accepted(items))
    rest = {code: count - SHOWN_PER_CODE for code, count in counts.items()}
    hidden = [f"{count:,} more of {code}" for code, count in rest.items() if count > 0]
    yield from (f"... and {count_of_code}" for count_of_code in hidden)
    if hidden:
        yield "(--verbose shows all of them, --json as data, apiloom explain one code)"


def summary(items: Sequence[Diagnostic]) -> str:
    """`2 errors, 9 warnings, 4 accepted: pattern-unusable 9, ...`; empty for few.

    Codes stand by how often they were met.
    """
    not_accepted = _not_accepted(items)
    if len(not_accepted) <= SHOWN_PER_CODE and len(not_accepted) == len(items):
        return ""
    codes = Counter(item.code for item in not_accepted)
    ordered = sorted(codes.items(), key=lambda pair: (-pair[1], pair[0]))
    kinds = ", ".join(f"{code} {count:,}" for code, count in ordered)
    total = counts_text(items, notes=True)
    return f"{total}: {kinds}" if kinds else total


def counts_text(items: Sequence[Diagnostic], *, notes: bool = False) -> str:
    """`2 errors, 1 warning, 3 accepted`; empty where there is nothing but notes."""
    counts = _counts(items)
    named = {
        severity: counts[severity]
        for severity in Severity
        if notes or severity is not Severity.NOTE
    }
    parts = [counted(count, name) for name, count in named.items() if count]
    if counts["accepted"]:
        parts.append(f"{counts['accepted']:,} accepted")
    return ", ".join(parts)


def counted(number: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def counts_as_json(items: Sequence[Diagnostic]) -> dict[str, Any]:
    """How many there are: of each severity, accepted, and of each code."""
    codes = Counter(item.code for item in items)
    return {**_counts(items), "codes": {code: codes[code] for code in sorted(codes)}}


def as_json(item: Diagnostic) -> dict[str, Any]:
    """One diagnostic for programs; a line of 0 means that it has none."""
    where = relative(item).where
    return {
        "code": item.code,
        "severity": str(item.severity),
        "message": item.message,
        "file": where.document,
        "line": where.line,
        "column": where.column,
        "pointer": where.pointer,
        "hint": item.hint,
        "fallback": item.fallback,
        "accepted": item.accepted,
    }


def relative(item: Diagnostic) -> Diagnostic:
    """The same, its document named as a person would."""
    where = item.where
    document = shown_path(where.document)
    placed = Location(document, where.pointer, where.line, where.column)
    return replace(item, where=placed)


def shown_path(path: str) -> str:
    """A path as a person would name it: from the current folder where it is below."""
    if path.startswith("file://"):
        path = unquote(path.removeprefix("file://"))
    place = Path(path)
    current = Path.cwd()
    for folder in (current, current.resolve()):
        if place.is_absolute() and place.is_relative_to(folder):
            return place.relative_to(folder).as_posix()
    return path


def _not_accepted(items: Sequence[Diagnostic]) -> list[Diagnostic]:
    return [item for item in items if not item.accepted]


def _counts(items: Sequence[Diagnostic]) -> dict[str, int]:
    counts: dict[str, int] = {str(severity): 0 for severity in Severity}
    for item in _not_accepted(items):
        counts[item.severity] += 1
    return counts | {"accepted": sum(item.accepted for item in items)}
