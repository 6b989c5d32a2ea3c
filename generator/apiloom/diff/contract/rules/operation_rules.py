"""Operations, paths, and what they are called."""

from __future__ import annotations

from typing import Final

from apiloom.diff.contract.rules.rule import (
    BREAKING,
    COMPATIBLE,
    DOCUMENTATION,
    RISKY,
    Half,
    Rule,
    mirrored,
    own_mirror,
)
from apiloom.diff.contract.structure.difference import Kind

RULES: Final[tuple[Rule, ...]] = (
    *mirrored(
        "operation",
        Kind.ADDED,
        Half("operation-added", COMPATIBLE, "{subject} is new", RISKY),
        Half("operation-removed", BREAKING, "{subject} is gone", COMPATIBLE),
    ),
    *mirrored(
        "deprecated-operation",
        Kind.ADDED,
        Half(
            "deprecated-operation-added",
            COMPATIBLE,
            "{subject} is new, and deprecated already",
            RISKY,
        ),
        Half(
            "deprecated-operation-removed",
            RISKY,
            "{subject}, which was deprecated, is gone",
            COMPATIBLE,
        ),
    ),
    own_mirror(
        "operation-moved",
        Half(
            "operation-moved",
            BREAKING,
            "{subject} was {before} before",
            BREAKING,
        ),
    ),
    own_mirror(
        "path-parameter-name",
        Half(
            "path-parameter-renamed",
            DOCUMENTATION,
            "the path parameter {before} of {subject} is called {after} now, which is "
            "not sent",
        ),
    ),
    *mirrored(
        "operation-id",
        Kind.ADDED,
        Half(
            "operation-id-added",
            DOCUMENTATION,
            "{subject} has the operationId {name} now",
        ),
        Half(
            "operation-id-removed",
            DOCUMENTATION,
            "{subject} no longer has the operationId {name}",
        ),
    ),
    own_mirror(
        "operation-id",
        Half(
            "operation-id-changed",
            DOCUMENTATION,
            "the operationId of {subject} changed from {before} to {after}",
        ),
    ),
    *mirrored(
        "operation-tag",
        Kind.ADDED,
        Half("operation-tag-added", DOCUMENTATION, "{subject} has the tag {name} now"),
        Half(
            "operation-tag-removed",
            DOCUMENTATION,
            "{subject} no longer has the tag {name}",
        ),
    ),
    own_mirror(
        "operation-server",
        Half(
            "operation-server-changed",
            RISKY,
            "the server of {subject} changed from {before} to {after}",
        ),
    ),
    *mirrored(
        "webhook",
        Kind.ADDED,
        Half("webhook-added", COMPATIBLE, "{subject} is new"),
        Half("webhook-removed", BREAKING, "{subject} is gone", COMPATIBLE),
    ),
    *mirrored(
        "callback",
        Kind.ADDED,
        Half("callback-added", COMPATIBLE, "{subject} is new"),
        Half("callback-removed", BREAKING, "{subject} is gone", COMPATIBLE),
    ),
)
