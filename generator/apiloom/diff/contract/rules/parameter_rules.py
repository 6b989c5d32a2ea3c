"""Parameters: there or not, demanded or not, and how they are written."""

from __future__ import annotations

from typing import Final

from apiloom.diff.contract.rules.rule import (
    BREAKING,
    COMPATIBLE,
    RISKY,
    Half,
    Rule,
    mirrored,
    own_mirror,
)
from apiloom.diff.contract.structure.difference import Kind

RULES: Final[tuple[Rule, ...]] = (
    *mirrored(
        "required-parameter",
        Kind.ADDED,
        Half(
            "required-parameter-added",
            BREAKING,
            "{subject} is new and required",
            COMPATIBLE,
        ),
        Half(
            "required-parameter-removed",
            RISKY,
            "{subject}, which was required, is gone",
            BREAKING,
        ),
    ),
    *mirrored(
        "optional-parameter",
        Kind.ADDED,
        Half("optional-parameter-added", COMPATIBLE, "{subject} is new", COMPATIBLE),
        Half("optional-parameter-removed", RISKY, "{subject} is gone", COMPATIBLE),
    ),
    *mirrored(
        "deprecated-parameter",
        Kind.ADDED,
        Half(
            "deprecated-parameter-added",
            COMPATIBLE,
            "{subject} is new, and deprecated already",
            COMPATIBLE,
        ),
        Half(
            "deprecated-parameter-removed",
            COMPATIBLE,
            "{subject}, which was deprecated, is gone",
            COMPATIBLE,
        ),
    ),
    *mirrored(
        "parameter-segments",
        Kind.NARROWED,
        Half(
            "parameter-segments-narrowed",
            BREAKING,
            "{subject} can no longer hold a slash",
            COMPATIBLE,
        ),
        Half(
            "parameter-segments-widened",
            COMPATIBLE,
            "{subject} can hold slashes now",
            RISKY,
        ),
    ),
    *mirrored(
        "path-parameter",
        Kind.ADDED,
        Half("path-parameter-added", BREAKING, "{subject} is new", BREAKING),
        Half("path-parameter-removed", BREAKING, "{subject} is gone", BREAKING),
    ),
    *mirrored(
        "parameter-required",
        Kind.NARROWED,
        Half(
            "parameter-became-required",
            BREAKING,
            "{subject} is required now",
            COMPATIBLE,
        ),
        Half(
            "parameter-became-optional",
            COMPATIBLE,
            "{subject} is no longer required",
            BREAKING,
        ),
    ),
    own_mirror(
        "parameter-location",
        Half(
            "parameter-moved",
            BREAKING,
            "{subject} belongs to the {after} now, no longer to the {before}",
            BREAKING,
        ),
    ),
    own_mirror(
        "parameter-style",
        Half(
            "parameter-style-changed",
            BREAKING,
            "how {subject} is written changed: {before} before, {after} now",
            BREAKING,
        ),
    ),
    own_mirror(
        "parameter-content",
        Half(
            "parameter-content-changed",
            BREAKING,
            "{subject} is written as {after} now, not as {before}",
            BREAKING,
        ),
    ),
    *mirrored(
        "allow-reserved",
        Kind.ADDED,
        Half(
            "parameter-reserved-allowed",
            RISKY,
            "reserved characters of {subject} are sent as they are now",
            RISKY,
        ),
        Half(
            "parameter-reserved-encoded",
            RISKY,
            "reserved characters of {subject} are percent-encoded now",
            RISKY,
        ),
    ),
    *mirrored(
        "allow-empty-value",
        Kind.ADDED,
        Half(
            "parameter-empty-value-added",
            COMPATIBLE,
            "{subject} says now whether it may be empty: {after}",
            COMPATIBLE,
        ),
        Half(
            "parameter-empty-value-removed",
            RISKY,
            "{subject} no longer says whether it may be empty; it was {before}",
            COMPATIBLE,
        ),
    ),
    own_mirror(
        "allow-empty-value",
        Half(
            "parameter-empty-value-changed",
            RISKY,
            "whether {subject} may be empty changed from {before} to {after}",
            RISKY,
        ),
    ),
)
