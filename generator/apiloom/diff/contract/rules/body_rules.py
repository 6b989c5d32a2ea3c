"""Request bodies, media types, and how the fields of forms are written."""

from __future__ import annotations

from typing import Final

from apiloom.diff.contract.contract_change import ContractLevel
from apiloom.diff.contract.rules.rule import (
    BREAKING,
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

RULES: Final[tuple[Rule, ...]] = (
    *mirrored(
        "required-body",
        Kind.ADDED,
        Half("required-body-added", NARROWING, "{subject} is new and required"),
        Half("required-body-removed", RISKY, "{subject}, which was required, is gone"),
    ),
    *mirrored(
        "optional-body",
        Kind.ADDED,
        Half("optional-body-added", WIDENING, "{subject} is new"),
        Half("optional-body-removed", RISKY, "{subject} is gone"),
    ),
    *mirrored(
        "body-required",
        Kind.NARROWED,
        Half("body-became-required", NARROWING, "{subject} is required now"),
        Half("body-became-optional", OPENING, "{subject} is no longer required"),
    ),
    *mirrored(
        "media-type",
        Kind.ADDED,
        Half("media-type-added", WIDENING, "{subject} may be {name} now"),
        Half(
            "media-type-removed",
            BREAKING,
            "{subject} can no longer be {name}",
            Levels(ContractLevel.COMPATIBLE, ContractLevel.BREAKING),
        ),
    ),
    own_mirror(
        "media-type",
        Half(
            "media-type-parameters-changed",
            RISKY,
            "{subject} is {after} now, not {before}",
        ),
    ),
    *mirrored(
        "schema",
        Kind.ADDED,
        Half("schema-added", NARROWING, "{subject} is described by a schema now"),
        Half("schema-removed", WIDENING, "{subject} is no longer described"),
    ),
    own_mirror(
        "encoding",
        Half(
            "encoding-changed",
            BREAKING,
            "the field {name} of {subject} is written another way",
            BREAKING,
        ),
    ),
)
