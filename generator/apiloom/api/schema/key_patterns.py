"""`patternProperties`: which keys a pattern describes (core, section 10.3.2.2)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, TypeAlias

from apiloom.api.schema.derivation import Step, merged_pattern
from apiloom.api.schema.shapes import Object, SchemaId
from apiloom.core.text import Text, reveal
from apiloom.runtime.patterns import compiled, is_found

Both: TypeAlias = Callable[[SchemaId, SchemaId, Step], SchemaId]
"""The schema of two together, under the step that leads to it."""

_ANY_KEY: Final = frozenset(
    {
        *("", "^", "$", "^.*", ".*$", ".*", ".+", "^.*$", "^.+$", "^.+", ".+$"),
        *("[\\s\\S]*", "^[\\s\\S]*$", "^(.*)$", "^(.+)$"),
    }
)
"""Patterns that are meant for every key, though some leave out the empty one, or those
with a line break."""


def is_pattern(pattern: str) -> bool:
    """Whether keys can be held against it; it is complained of where it is enforced."""
    try:
        compiled(pattern)
    except re.error:
        return False
    return True


def matches(pattern: str, name: str) -> bool:
    """Whether a key matches; what is no pattern matches nothing."""
    return is_pattern(pattern) and is_found(pattern, name)


def describes_all(shape: Object) -> bool:
    """Whether the patterns leave no key to what is said of additional properties."""
    return any(reveal(pattern) in _ANY_KEY for pattern, _ in shape.patterns)


def described_by(shape: Object, name: Text) -> tuple[SchemaId, ...] | None:
    """What judges the value of a property that has no name in the object.

    All patterns that match; else what is said of additional properties (core, section
    10.3.2.3). `None` where these are forbidden.
    """
    describing = tuple(
        schema_id
        for pattern, schema_id in shape.patterns
        if matches(reveal(pattern), reveal(name))
    )
    if describing or shape.additional is True:
        return describing
    return None if shape.additional is False else (shape.additional,)


def intersect_patterns(
    first: Object, second: Object, both: Both
) -> tuple[tuple[Text, SchemaId], ...]:
    """The patterns of two objects at once.

    Keys that match a pattern of one are additional properties of another that has no
    patterns. Where both have some, what is asserted of either judges which keys match
    what.
    """
    if first.patterns and second.patterns:
        merged = dict(first.patterns)
        for pattern, schema_id in second.patterns:
            known = merged.get(pattern)
            step = merged_pattern(reveal(pattern))
            merged[pattern] = (
                schema_id if known is None else both(known, schema_id, step)
            )
        return tuple(merged.items())
    patterned, other = (first, second) if first.patterns else (second, first)
    additional = other.additional
    if additional is True:
        return patterned.patterns
    if additional is False:
        return ()
    return tuple(
        (pattern, both(schema_id, additional, merged_pattern(reveal(pattern))))
        for pattern, schema_id in patterned.patterns
    )
