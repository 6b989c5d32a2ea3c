"""Security schemes, and what operations require."""

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
        "authentication",
        Kind.NARROWED,
        Half(
            "authentication-required",
            BREAKING,
            "{subject} can no longer be called without credentials",
            COMPATIBLE,
        ),
        Half(
            "authentication-optional",
            COMPATIBLE,
            "{subject} can be called without credentials now",
            RISKY,
        ),
    ),
    *mirrored(
        "requirement",
        Kind.ADDED,
        Half(
            "security-alternative-added",
            COMPATIBLE,
            "{subject} can be called with {name} now",
            RISKY,
        ),
        Half(
            "security-alternative-removed",
            BREAKING,
            "{subject} can no longer be called with {name}",
            COMPATIBLE,
        ),
    ),
    *mirrored(
        "offered-requirement",
        Kind.ADDED,
        Half(
            "security-added",
            COMPATIBLE,
            "{subject} takes the credentials {name} now",
            RISKY,
        ),
        Half(
            "security-removed",
            RISKY,
            "{subject} no longer takes the credentials {name}",
            COMPATIBLE,
        ),
    ),
    *mirrored(
        "scope",
        Kind.ADDED,
        Half(
            "security-scope-added",
            BREAKING,
            "{subject} needs the scope {name} now",
            COMPATIBLE,
        ),
        Half(
            "security-scope-removed",
            COMPATIBLE,
            "{subject} no longer needs the scope {name}",
            COMPATIBLE,
        ),
    ),
    *mirrored(
        "security-scheme",
        Kind.ADDED,
        Half("security-scheme-added", COMPATIBLE, "{subject} is new", COMPATIBLE),
        Half("security-scheme-removed", COMPATIBLE, "{subject} is gone", COMPATIBLE),
    ),
    own_mirror(
        "security-scheme",
        Half(
            "security-scheme-renamed",
            DOCUMENTATION,
            "the security scheme {before} is called {after} now",
        ),
    ),
    own_mirror(
        "security-type",
        Half(
            "security-scheme-type-changed",
            BREAKING,
            "`{name}` of {subject} changed from {before} to {after}",
            BREAKING,
        ),
    ),
    own_mirror(
        "security-place",
        Half(
            "security-scheme-place-changed",
            BREAKING,
            "the credentials of {subject} travel elsewhere: `{name}` is {after} now, "
            "not {before}",
            BREAKING,
        ),
    ),
    own_mirror(
        "bearer-format",
        Half(
            "bearer-format-changed",
            DOCUMENTATION,
            "the format of the tokens of {subject} changed from {before} to {after}",
        ),
    ),
    own_mirror(
        "openid-url",
        Half(
            "openid-url-changed",
            RISKY,
            "the OpenID Connect address of {subject} changed from {before} to {after}",
        ),
    ),
    own_mirror(
        "oauth-url",
        Half(
            "oauth-url-changed",
            RISKY,
            "`{name}` of {subject} changed from {before} to {after}",
        ),
    ),
    *mirrored(
        "oauth-flow",
        Kind.ADDED,
        Half(
            "oauth-flow-added", COMPATIBLE, "{subject} has the flow {name} now", RISKY
        ),
        Half(
            "oauth-flow-removed",
            BREAKING,
            "{subject} no longer has the flow {name}",
            COMPATIBLE,
        ),
    ),
    *mirrored(
        "oauth-scope",
        Kind.ADDED,
        Half(
            "oauth-scope-added",
            COMPATIBLE,
            "{subject} knows the scope {name} now",
            COMPATIBLE,
        ),
        Half(
            "oauth-scope-removed",
            RISKY,
            "{subject} no longer knows the scope {name}",
            COMPATIBLE,
        ),
    ),
    own_mirror(
        "oauth-scope",
        Half(
            "oauth-scope-description-changed",
            DOCUMENTATION,
            "the scope {name} of {subject} is described otherwise",
        ),
    ),
)
