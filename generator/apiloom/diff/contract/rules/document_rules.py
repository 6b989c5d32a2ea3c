"""The document around its operations: servers, tags, components, info."""

from __future__ import annotations

from collections.abc import Iterator
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

_TAG_FIELDS: Final = {
    "tag-parent": ("tag-parent", "the parent of {subject}"),
    "tag-kind": ("tag-kind", "the kind of {subject}"),
    "info": ("info", "{name} of {subject}"),
}


def _fields() -> Iterator[Rule]:
    for aspect, (stem, what) in _TAG_FIELDS.items():
        yield from mirrored(
            aspect,
            Kind.ADDED,
            Half(f"{stem}-added", DOCUMENTATION, f"{what} is new"),
            Half(f"{stem}-removed", DOCUMENTATION, f"{what} is gone"),
        )
        yield own_mirror(
            aspect, Half(f"{stem}-changed", DOCUMENTATION, f"{what} changed")
        )


RULES: Final[tuple[Rule, ...]] = (
    *mirrored(
        "server",
        Kind.ADDED,
        Half("server-added", COMPATIBLE, "{subject} is new", COMPATIBLE),
        Half("server-removed", BREAKING, "{subject} is gone", COMPATIBLE),
    ),
    own_mirror(
        "first-server",
        Half(
            "first-server-changed",
            RISKY,
            "the first server is {after} now, not {before}",
            COMPATIBLE,
        ),
    ),
    own_mirror(
        "server-default",
        Half(
            "server-default-changed",
            RISKY,
            "the variable {name} of {subject} is {after} by default now, not {before}",
            COMPATIBLE,
        ),
    ),
    *mirrored(
        "server-values",
        Kind.NARROWED,
        Half(
            "server-values-narrowed",
            BREAKING,
            "the variable {name} of {subject} can no longer be all that it could",
            COMPATIBLE,
        ),
        Half(
            "server-values-widened",
            COMPATIBLE,
            "the variable {name} of {subject} can be more than it could",
            RISKY,
        ),
    ),
    own_mirror(
        "server-values",
        Half(
            "server-values-changed",
            BREAKING,
            "the values of the variable {name} of {subject} changed",
            RISKY,
        ),
    ),
    *mirrored(
        "tag",
        Kind.ADDED,
        Half("tag-added", DOCUMENTATION, "{subject} is described now"),
        Half("tag-removed", DOCUMENTATION, "{subject} is no longer described"),
    ),
    *mirrored(
        "component",
        Kind.ADDED,
        Half("component-added", DOCUMENTATION, "{subject} is new"),
        Half("component-removed", DOCUMENTATION, "{subject} is gone"),
    ),
    own_mirror(
        "schema-name",
        Half(
            "component-renamed",
            DOCUMENTATION,
            "the schema {before} is called {after} now",
        ),
    ),
    *mirrored(
        "api-version",
        Kind.ADDED,
        Half(
            "api-version-added", DOCUMENTATION, "{subject} has the version {after} now"
        ),
        Half("api-version-removed", DOCUMENTATION, "{subject} has no version now"),
    ),
    own_mirror(
        "api-version",
        Half(
            "api-version-changed",
            DOCUMENTATION,
            "the version of {subject} changed from {before} to {after}",
        ),
    ),
    *_fields(),
)
