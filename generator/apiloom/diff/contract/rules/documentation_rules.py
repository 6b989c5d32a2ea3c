"""What is said to people, what is on its way out, and extensions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from apiloom.diff.contract.rules.rule import (
    COMPATIBLE,
    DOCUMENTATION,
    RISKY,
    Half,
    Rule,
    mirrored,
    own_mirror,
)
from apiloom.diff.contract.structure.difference import Kind

_SAID: Final = {
    "title": "the title of {subject}",
    "summary": "the summary of {subject}",
    "description": "the description of {subject}",
    "examples": "the list of examples of {subject}",
    "external-docs": "the link to documentation of {subject}",
    "extension": "the extension {name} of {subject}",
}


def _said() -> Iterator[Rule]:
    for aspect, what in _SAID.items():
        added = Half(f"{aspect}-added", DOCUMENTATION, f"{what} is new")
        removed = Half(f"{aspect}-removed", DOCUMENTATION, f"{what} is gone")
        yield from mirrored(aspect, Kind.ADDED, added, removed)
        changed = Half(f"{aspect}-changed", DOCUMENTATION, f"{what} changed")
        yield own_mirror(aspect, changed)


RULES: Final[tuple[Rule, ...]] = (
    *_said(),
    *mirrored(
        "xml",
        Kind.ADDED,
        Half("xml-added", RISKY, "how {subject} is written as XML is described now"),
        Half("xml-removed", RISKY, "how {subject} is written as XML is left open now"),
    ),
    own_mirror(
        "xml",
        Half("xml-changed", RISKY, "how {subject} is written as XML changed"),
    ),
    *mirrored(
        "deprecated",
        Kind.ADDED,
        Half("deprecated", DOCUMENTATION, "{subject} is deprecated now"),
        Half("reactivated", DOCUMENTATION, "{subject} is no longer deprecated"),
    ),
    *mirrored(
        "operation-deprecated",
        Kind.ADDED,
        Half("operation-deprecated", DOCUMENTATION, "{subject} is deprecated now"),
        Half(
            "operation-reactivated",
            DOCUMENTATION,
            "{subject} is no longer deprecated",
        ),
    ),
    *mirrored(
        "sunset",
        Kind.ADDED,
        Half("sunset-added", DOCUMENTATION, "{subject} goes away on {after}"),
        Half(
            "sunset-removed",
            DOCUMENTATION,
            "{subject} no longer has a date on which it goes away; it was {before}",
        ),
    ),
    *mirrored(
        "sunset",
        Kind.NARROWED,
        Half(
            "sunset-earlier",
            RISKY,
            "{subject} goes away earlier: on {after}, not " "on {before}",
            COMPATIBLE,
        ),
        Half(
            "sunset-later",
            DOCUMENTATION,
            "{subject} goes away later: on {after}, not " "on {before}",
        ),
    ),
    own_mirror(
        "sunset",
        Half(
            "sunset-changed",
            DOCUMENTATION,
            "the date on which {subject} goes away changed from {before} to {after}",
        ),
    ),
    *mirrored(
        "stability",
        Kind.NARROWED,
        Half(
            "stability-decreased",
            RISKY,
            "{subject} is less stable than it was: {after}, not {before}",
            DOCUMENTATION,
        ),
        Half(
            "stability-increased",
            DOCUMENTATION,
            "{subject} is more stable than it was: {after}, not {before}",
        ),
    ),
)
