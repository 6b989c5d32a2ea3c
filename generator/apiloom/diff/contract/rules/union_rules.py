"""Unions, discriminators, and conditions that no type expresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from apiloom.diff.contract.rules.rule import (
    BREAKING,
    EITHER,
    NARROWING,
    OPENING,
    RISKY,
    WIDENING,
    Half,
    Rule,
    mirrored,
    own_mirror,
)
from apiloom.diff.contract.structure.difference import Kind

_WHOLE: Final = {
    "not": "what {subject} must not be",
    "condition": "a condition on {subject} ({name})",
    "property-names": "a rule for the names of properties of {subject}",
    "dependent-schemas": "a rule for properties of {subject} that depend on others",
    "unevaluated-properties": "a rule for the other properties of {subject}",
    "unevaluated-items": "a rule for the other items of {subject}",
    "alternatives": "a choice of demands on {subject} ({name})",
    "demands": "a demand on {subject} ({name})",
}
"""Keywords that are compared as a whole."""


def _whole() -> Iterator[Rule]:
    for aspect, what in _WHOLE.items():
        added = Half(f"{aspect}-added", NARROWING, f"{what} is new")
        removed = Half(f"{aspect}-removed", WIDENING, f"{what} is gone")
        yield from mirrored(aspect, Kind.ADDED, added, removed)
        yield own_mirror(aspect, Half(f"{aspect}-changed", EITHER, f"{what} changed"))


RULES: Final[tuple[Rule, ...]] = (
    *mirrored(
        "union-member",
        Kind.ADDED,
        Half(
            "union-member-added", WIDENING, "the alternative {name} of {subject} is new"
        ),
        Half(
            "union-member-removed",
            NARROWING,
            "the alternative {name} of {subject} is gone",
        ),
    ),
    *mirrored(
        "union-type",
        Kind.NARROWED,
        Half("union-narrowed", NARROWING, "{subject} is one of several schemas now"),
        Half("union-widened", OPENING, "{subject} is no longer one of several schemas"),
    ),
    own_mirror(
        "union-type",
        Half(
            "union-changed",
            BREAKING,
            "{subject} was {before} and is {after} now",
        ),
    ),
    *mirrored(
        "union",
        Kind.ADDED,
        Half("union-added", NARROWING, "{subject} must also be one of several schemas"),
        Half(
            "union-removed",
            WIDENING,
            "{subject} need no longer be one of several schemas",
        ),
    ),
    *mirrored(
        "exclusive",
        Kind.NARROWED,
        Half(
            "union-became-exclusive",
            NARROWING,
            "{subject} must be exactly one of its alternatives now",
        ),
        Half(
            "union-became-inclusive",
            WIDENING,
            "{subject} may be several of its alternatives at once now",
        ),
    ),
    *mirrored(
        "discriminator",
        Kind.ADDED,
        Half(
            "discriminator-added",
            NARROWING,
            "{name} tells the alternatives of {subject} apart now",
        ),
        Half(
            "discriminator-removed",
            OPENING,
            "{name} no longer tells the alternatives of {subject} apart",
        ),
    ),
    own_mirror(
        "discriminator",
        Half(
            "discriminator-changed",
            BREAKING,
            "{after}, not {before}, tells the alternatives of {subject} apart now",
        ),
    ),
    *mirrored(
        "discriminator-tag",
        Kind.ADDED,
        Half("discriminator-tag-added", WIDENING, "{subject} knows the tag {name} now"),
        Half(
            "discriminator-tag-removed",
            NARROWING,
            "{subject} no longer knows the tag {name}",
        ),
    ),
    own_mirror(
        "discriminator-tag",
        Half(
            "discriminator-tag-changed",
            BREAKING,
            "the tag {name} of {subject} stands for {after} now, not for {before}",
        ),
    ),
    *_whole(),
    *mirrored(
        "default",
        Kind.ADDED,
        Half("default-added", RISKY, "{subject} is {name} now where it is left out"),
        Half(
            "default-removed",
            RISKY,
            "{subject} is no longer {name} where it is left out",
        ),
    ),
    own_mirror(
        "default",
        Half(
            "default-changed",
            RISKY,
            "{subject} is {after} now where it is left out, not {before}",
        ),
    ),
)
