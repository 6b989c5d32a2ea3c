"""Items of arrays."""

from __future__ import annotations

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

RULES: Final[tuple[Rule, ...]] = (
    *mirrored(
        "items",
        Kind.ADDED,
        Half("items-typed", NARROWING, "{subject} have to follow a schema now"),
        Half("items-untyped", WIDENING, "{subject} can be anything now"),
    ),
    *mirrored(
        "tuple-item",
        Kind.ADDED,
        Half("tuple-item-added", NARROWING, "{subject} has a schema of its own now"),
        Half(
            "tuple-item-removed",
            WIDENING,
            "{subject} no longer has a schema of its own",
        ),
    ),
    *mirrored(
        "further-items",
        Kind.ADDED,
        Half(
            "further-items-forbidden",
            NARROWING,
            "{subject} cannot have items after the described ones now",
        ),
        Half(
            "further-items-allowed",
            WIDENING,
            "{subject} can have items after the described ones now",
        ),
    ),
    *mirrored(
        "contains",
        Kind.ADDED,
        Half("contains-added", NARROWING, "{subject} has to contain certain items now"),
        Half(
            "contains-removed",
            WIDENING,
            "{subject} need not contain certain items now",
        ),
    ),
    own_mirror(
        "contains",
        Half("contains-changed", EITHER, "what {subject} has to contain changed"),
    ),
)
