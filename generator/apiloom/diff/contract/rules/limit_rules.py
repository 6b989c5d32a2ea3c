"""Limits of numbers, texts, arrays and objects: each keyword in the same five ways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from apiloom.diff.contract.rules.rule import (
    EITHER,
    NARROWING,
    WIDENING,
    Half,
    Rule,
    mirrored,
    own_mirror,
)
from apiloom.diff.contract.structure.difference import Kind

_LOWER: Final = {
    "minimum": "the minimum of {subject}",
    "min-length": "the minimum length of {subject}",
    "min-items": "the minimum number of items of {subject}",
    "min-properties": "the minimum number of properties of {subject}",
    "min-contains": "the minimum number of matching items of {subject}",
}
_UPPER: Final = {
    "maximum": "the maximum of {subject}",
    "max-length": "the maximum length of {subject}",
    "max-items": "the maximum number of items of {subject}",
    "max-properties": "the maximum number of properties of {subject}",
    "max-contains": "the maximum number of matching items of {subject}",
}


def _set(aspect: str, what: str) -> tuple[Rule, Rule]:
    return mirrored(
        aspect,
        Kind.ADDED,
        Half(f"{aspect}-added", NARROWING, f"{what} is {{name}} now; there was none"),
        Half(f"{aspect}-removed", WIDENING, f"{what}, which was {{name}}, is gone"),
    )


def _moved(aspect: str, what: str, *, up: bool) -> tuple[Rule, Rule]:
    """Rules for a limit that has moved; `up` says that a higher one allows more."""
    stricter, looser = ("decreased", "increased") if up else ("increased", "decreased")
    sentence = f"{what} changed from {{before}} to {{after}}"
    return mirrored(
        aspect,
        Kind.NARROWED,
        Half(f"{aspect}-{stricter}", NARROWING, sentence),
        Half(f"{aspect}-{looser}", WIDENING, sentence),
    )


def _limits() -> Iterator[Rule]:
    for aspect, what in _LOWER.items():
        yield from _set(aspect, what)
        yield from _moved(aspect, what, up=False)
    for aspect, what in _UPPER.items():
        yield from _set(aspect, what)
        yield from _moved(aspect, what, up=True)


_STEP: Final = "the step that {subject} is a multiple of"
_PATTERN: Final = "the pattern of {subject}"

RULES: Final[tuple[Rule, ...]] = (
    *_limits(),
    *_set("multiple-of", _STEP),
    *mirrored(
        "multiple-of",
        Kind.NARROWED,
        Half(
            "multiple-of-narrowed",
            NARROWING,
            f"{_STEP} changed from {{before}} to {{after}}",
        ),
        Half(
            "multiple-of-widened",
            WIDENING,
            f"{_STEP} changed from {{before}} to {{after}}",
        ),
    ),
    own_mirror(
        "multiple-of",
        Half(
            "multiple-of-changed",
            EITHER,
            f"{_STEP} changed from {{before}} to {{after}}",
        ),
    ),
    *_set("pattern", _PATTERN),
    own_mirror(
        "pattern",
        Half(
            "pattern-changed",
            EITHER,
            f"{_PATTERN} changed from {{before}} to {{after}}",
        ),
    ),
    *mirrored(
        "unique-items",
        Kind.ADDED,
        Half("unique-items-added", NARROWING, "no two of {subject} may be equal now"),
        Half("unique-items-removed", WIDENING, "two of {subject} may be equal now"),
    ),
)
