"""What a value may be: types, null, listed values, formats."""

from __future__ import annotations

from typing import Final

from apiloom.diff.contract.contract_change import ContractLevel
from apiloom.diff.contract.rules.rule import (
    BREAKING,
    COMPATIBLE,
    EITHER,
    NARROWING,
    OPENING,
    RISKY,
    WIDENING,
    Half,
    Levels,
    Rule,
    mirrored,
    own_mirror,
)
from apiloom.diff.contract.structure.difference import Kind

_LESS_KNOWN: Final = Levels(ContractLevel.RISKY, ContractLevel.COMPATIBLE)
"""Less is allowed, if whoever judges goes by it: few do by formats."""

RULES: Final[tuple[Rule, ...]] = (
    *mirrored(
        "type",
        Kind.NARROWED,
        Half(
            "type-narrowed",
            NARROWING,
            "the type of {subject} narrowed from {before} to {after}",
        ),
        Half(
            "type-widened",
            OPENING,
            "the type of {subject} widened from {before} to {after}",
        ),
    ),
    own_mirror(
        "type",
        Half(
            "type-changed",
            BREAKING,
            "the type of {subject} changed from {before} to {after}",
        ),
    ),
    *mirrored(
        "nullable",
        Kind.NARROWED,
        Half("became-not-nullable", NARROWING, "{subject} can no longer be null"),
        Half("became-nullable", OPENING, "{subject} can be null now"),
    ),
    *mirrored(
        "enum",
        Kind.ADDED,
        Half("enum-added", NARROWING, "{subject} must be one of {name} now"),
        Half("enum-removed", WIDENING, "{subject} may be other than {name} now"),
    ),
    *mirrored(
        "enum-value",
        Kind.ADDED,
        Half("enum-value-added", WIDENING, "{subject} may be {name} now"),
        Half("enum-value-removed", NARROWING, "{subject} can no longer be {name}"),
    ),
    *mirrored(
        "extensible-value",
        Kind.ADDED,
        Half(
            "extensible-value-added",
            COMPATIBLE,
            "{name} is a known value of {subject} now",
            COMPATIBLE,
        ),
        Half(
            "extensible-value-removed",
            NARROWING,
            "{name} is no longer a known value of {subject}",
            COMPATIBLE,
        ),
    ),
    *mirrored(
        "listed-values",
        Kind.ADDED,
        Half(
            "listed-values-added", NARROWING, "the values of {subject} are listed now"
        ),
        Half(
            "listed-values-removed",
            WIDENING,
            "the values of {subject} are no longer listed",
        ),
    ),
    own_mirror(
        "listed-values",
        Half("listed-values-changed", EITHER, "the listed values of {subject} changed"),
    ),
    *mirrored(
        "format",
        Kind.ADDED,
        Half("format-added", _LESS_KNOWN, "{subject} has the format {name} now"),
        Half("format-removed", WIDENING, "{subject} no longer has the format {name}"),
    ),
    *mirrored(
        "format",
        Kind.NARROWED,
        Half(
            "format-narrowed",
            NARROWING,
            "the format of {subject} narrowed from {before} to {after}",
        ),
        Half(
            "format-widened",
            WIDENING,
            "the format of {subject} widened from {before} to {after}",
        ),
    ),
    own_mirror(
        "format",
        Half(
            "format-changed",
            BREAKING,
            "the format of {subject} changed from {before} to {after}",
        ),
    ),
    *mirrored(
        "content-encoding",
        Kind.ADDED,
        Half("content-encoding-added", RISKY, "{subject} is encoded as {after} now"),
        Half(
            "content-encoding-removed",
            RISKY,
            "{subject} is no longer encoded as {before}",
        ),
    ),
    own_mirror(
        "content-encoding",
        Half(
            "content-encoding-changed",
            BREAKING,
            "{subject} is encoded as {after} now, not as {before}",
        ),
    ),
    *mirrored(
        "content-media-type",
        Kind.ADDED,
        Half("content-media-type-added", RISKY, "the text of {subject} is {after} now"),
        Half(
            "content-media-type-removed",
            RISKY,
            "the text of {subject} is no longer {before}",
        ),
    ),
    own_mirror(
        "content-media-type",
        Half(
            "content-media-type-changed",
            RISKY,
            "the text of {subject} is {after} now, not {before}",
        ),
    ),
)
