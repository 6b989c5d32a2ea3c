"""Responses and their header fields."""

from __future__ import annotations

from typing import Final

from apiloom.diff.contract.contract_change import ContractLevel
from apiloom.diff.contract.rules.rule import (
    BREAKING,
    COMPATIBLE,
    DOCUMENTATION,
    NARROWING,
    OPENING,
    RISKY,
    Half,
    Levels,
    Rule,
    mirrored,
    own_mirror,
)
from apiloom.diff.contract.structure.difference import Kind

_GONE: Final = Levels(ContractLevel.BREAKING, ContractLevel.RISKY)

RULES: Final[tuple[Rule, ...]] = (
    *mirrored(
        "success-response",
        Kind.ADDED,
        Half("success-response-added", RISKY, "{subject} is new", COMPATIBLE),
        Half("success-response-removed", BREAKING, "{subject} is gone", BREAKING),
    ),
    *mirrored(
        "error-response",
        Kind.ADDED,
        Half("error-response-added", COMPATIBLE, "{subject} is new", COMPATIBLE),
        Half("error-response-removed", COMPATIBLE, "{subject} is gone", RISKY),
    ),
    *mirrored(
        "default-response",
        Kind.ADDED,
        Half("default-response-added", COMPATIBLE, "{subject} is new", COMPATIBLE),
        Half("default-response-removed", RISKY, "{subject} is gone", RISKY),
    ),
    *mirrored(
        "required-header",
        Kind.ADDED,
        Half("required-header-added", NARROWING, "{subject} is new and always there"),
        Half(
            "required-header-removed",
            BREAKING,
            "{subject}, which was always there, is gone",
            COMPATIBLE,
        ),
    ),
    *mirrored(
        "optional-header",
        Kind.ADDED,
        Half("optional-header-added", COMPATIBLE, "{subject} is new"),
        Half("optional-header-removed", RISKY, "{subject} is gone", COMPATIBLE),
    ),
    *mirrored(
        "header-required",
        Kind.NARROWED,
        Half("header-became-required", NARROWING, "{subject} is always there now"),
        Half("header-became-optional", OPENING, "{subject} is not always there now"),
    ),
    own_mirror(
        "header-style",
        Half(
            "header-style-changed",
            BREAKING,
            "how {subject} is written changed: {before} before, {after} now",
        ),
    ),
    *mirrored(
        "link",
        Kind.ADDED,
        Half("link-added", DOCUMENTATION, "{subject} has the link {name} now"),
        Half("link-removed", DOCUMENTATION, "{subject} no longer has the link {name}"),
    ),
    own_mirror(
        "link",
        Half("link-changed", DOCUMENTATION, "the link {name} of {subject} changed"),
    ),
)
