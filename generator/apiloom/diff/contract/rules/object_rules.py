"""Properties of objects, and what may stand beside them."""

from __future__ import annotations

from typing import Final

from apiloom.diff.contract.contract_change import ContractLevel
from apiloom.diff.contract.rules.rule import (
    EITHER,
    NARROWING,
    OPENING,
    WIDENING,
    Half,
    Levels,
    Rule,
    mirrored,
    own_mirror,
)
from apiloom.diff.contract.structure.difference import Kind

_NOT_HEARD: Final = Levels(ContractLevel.RISKY, ContractLevel.RISKY)
_REFUSED: Final = Levels(ContractLevel.BREAKING, ContractLevel.RISKY)
_HEARD: Final = Levels(ContractLevel.COMPATIBLE, ContractLevel.COMPATIBLE)
_UNSENT: Final = Levels(ContractLevel.RISKY, ContractLevel.DOCUMENTATION)
_SENT: Final = Levels(ContractLevel.COMPATIBLE, ContractLevel.DOCUMENTATION)
_UNREAD: Final = Levels(ContractLevel.DOCUMENTATION, ContractLevel.BREAKING)
_READ: Final = Levels(ContractLevel.DOCUMENTATION, ContractLevel.COMPATIBLE)
_SAID: Final = Levels(ContractLevel.DOCUMENTATION, ContractLevel.DOCUMENTATION)
_MISSED: Final = Levels(ContractLevel.RISKY, ContractLevel.BREAKING)

RULES: Final[tuple[Rule, ...]] = (
    *mirrored(
        "required-property",
        Kind.ADDED,
        Half("required-property-added", NARROWING, "{subject} is new and required"),
        Half(
            "required-property-removed",
            _MISSED,
            "{subject}, which was required, is gone",
        ),
    ),
    *mirrored(
        "optional-property",
        Kind.ADDED,
        Half("optional-property-added", _HEARD, "{subject} is new"),
        Half("optional-property-removed", _NOT_HEARD, "{subject} is gone", _HEARD),
    ),
    *mirrored(
        "closed-property",
        Kind.ADDED,
        Half(
            "property-allowed",
            WIDENING,
            "{subject} is new, where no property without a description was allowed",
        ),
        Half(
            "property-forbidden",
            _REFUSED,
            "{subject} is gone, where no property without a description is allowed",
        ),
    ),
    *mirrored(
        "required",
        Kind.NARROWED,
        Half("property-became-required", NARROWING, "{subject} is required now"),
        Half("property-became-optional", OPENING, "{subject} is no longer required"),
    ),
    *mirrored(
        "property-schema",
        Kind.ADDED,
        Half("property-described", NARROWING, "{subject} has to follow a schema now"),
        Half("property-undescribed", WIDENING, "{subject} can be anything now"),
    ),
    *mirrored(
        "additional-properties",
        Kind.NARROWED,
        Half(
            "additional-properties-forbidden",
            NARROWING,
            "{subject} can no longer have properties without a description",
        ),
        Half(
            "additional-properties-allowed",
            WIDENING,
            "{subject} can have properties without a description now",
        ),
    ),
    *mirrored(
        "additional-schema",
        Kind.ADDED,
        Half(
            "additional-properties-typed",
            NARROWING,
            "further properties of {subject} have to follow a schema now",
        ),
        Half(
            "additional-properties-untyped",
            WIDENING,
            "further properties of {subject} can be anything now",
        ),
    ),
    *mirrored(
        "pattern-property",
        Kind.ADDED,
        Half(
            "pattern-property-added",
            NARROWING,
            "properties whose name matches {name} have to follow a schema now",
        ),
        Half(
            "pattern-property-removed",
            EITHER,
            "properties whose name matches {name} no longer have a schema",
        ),
    ),
    own_mirror(
        "pattern-property",
        Half(
            "pattern-property-changed",
            EITHER,
            "the schema of properties whose name matches {name} changed",
        ),
    ),
    *mirrored(
        "dependent-required",
        Kind.ADDED,
        Half(
            "dependent-required-added",
            NARROWING,
            "{subject} has to have other properties now where it has {name}",
        ),
        Half(
            "dependent-required-removed",
            WIDENING,
            "{subject} need not have other properties now where it has {name}",
        ),
    ),
    own_mirror(
        "dependent-required",
        Half(
            "dependent-required-changed",
            EITHER,
            "what {subject} has to have where it has {name} changed",
        ),
    ),
    *mirrored(
        "read-only",
        Kind.ADDED,
        Half(
            "became-read-only", _UNSENT, "{subject} is only read now, not sent", _SAID
        ),
        Half("became-not-read-only", _SENT, "{subject} is no longer read only", _SAID),
    ),
    *mirrored(
        "write-only",
        Kind.ADDED,
        Half(
            "became-write-only", _UNREAD, "{subject} is only sent now, not read", _SAID
        ),
        Half("became-not-write-only", _READ, "{subject} is no longer only sent", _SAID),
    ),
)
