"""The keywords that judge a value by itself (JSON Schema validation, section 6)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any, Final, cast

from apiloom.api.parse.foreign_patterns import foreign_spellings
from apiloom.api.parse.object_reader import Reader
from apiloom.api.schema.constraint_keywords import SIZES
from apiloom.api.schema.key_patterns import matches
from apiloom.api.schema.shapes import (
    UNCONSTRAINED,
    Constraints,
)
from apiloom.core.location import child
from apiloom.core.text import Text, reveal
from apiloom.runtime.patterns import compiled

NUMBERS: Final = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
OBJECT_KEYWORDS: Final = frozenset(
    {"properties", "additionalProperties", "patternProperties", "required"}
)
ARRAY_KEYWORDS: Final = frozenset({"items", "prefixItems"})
"""Without a `type`, these tell which type the author had in mind."""
_KINDS: Final = ("string", "integer", "number", "boolean", "null", "array", "object")
_ASSERTIONS: Final = frozenset(
    (*NUMBERS, "multipleOf", "pattern", *chain.from_iterable(SIZES.values()))
)


def kinds_of(reader: Reader) -> tuple[str, ...]:
    """The JSON types in `type`, each once, `null` last; `()` when it is absent."""
    if not isinstance(reader.value, dict) or "type" not in reader.value:
        return ()
    written = reader.value["type"]
    if isinstance(written, str) and written in _KINDS:
        return (written,)
    type_reader = reader.at("type")
    listed = (
        type_reader.value
        if isinstance(type_reader.value, list)
        else [type_reader.value]
    )
    kinds = [kind for kind in _KINDS if kind in listed]
    for position, kind in enumerate(listed):
        if kind not in _KINDS:
            type_reader.complain(
                "unknown-type",
                f"{kind!r:.40} is not a JSON type",
                f"use one of {', '.join(_KINDS)}",
                (str(position),) if isinstance(type_reader.value, list) else (),
            )
    ordered = sorted(kinds, key=lambda kind: (kind == "null", listed.index(kind)))
    if "number" in ordered and "integer" in ordered:
        ordered.remove("integer")
    return tuple(ordered)


def constraints_of(reader: Reader, kind: str) -> Constraints:
    """The assertions that concern values of `kind`; each is checked for sense."""
    if _ASSERTIONS.isdisjoint(cast("dict[str, Any]", reader.value)):
        return UNCONSTRAINED
    smallest, largest = SIZES.get(kind, (None, None))
    numeric = kind in {"integer", "number"}
    constraints = Constraints(
        minimum=number_of(reader, "minimum") if numeric else None,
        maximum=number_of(reader, "maximum") if numeric else None,
        exclusive_minimum=number_of(reader, "exclusiveMinimum") if numeric else None,
        exclusive_maximum=number_of(reader, "exclusiveMaximum") if numeric else None,
        multiple_of=_whole_step(reader) if numeric else None,
        minimum_size=size_of(reader, smallest) if smallest else None,
        maximum_size=size_of(reader, largest) if largest else None,
        pattern=_pattern(reader) if kind == "string" else None,
    )
    return UNCONSTRAINED if constraints == UNCONSTRAINED else constraints


def _pattern(reader: Reader) -> Text | None:
    pattern = reader.text("pattern")
    usable = pattern is not None and is_pattern(reader.at("pattern"), reveal(pattern))
    return pattern if usable else None


def is_pattern(reader: Reader, pattern: str) -> bool:
    """Whether a pattern can be judged (validation, section 6.3.3).

    A warning if not, and where it can be but means something else than it seems to.
    """
    try:
        compiled(pattern)
    except re.error as problem:
        reader.complain(
            "pattern-unusable",
            f"not a pattern that can be enforced: {problem.msg}",
            "it is kept as documentation",
        )
        return False
    for foreign in foreign_spellings(pattern):
        reader.complain("pattern-foreign", foreign.message, foreign.hint)
    return True


def values_of(reader: Reader) -> list[Any] | None:
    """The values that `const`, or else `enum`, lists."""
    const = reader.member("const")
    if const is not None:
        return [const.value]
    listed = reader.member("enum")
    if listed is None:
        return None
    if not isinstance(listed.value, list):
        listed.complain("wrong-type", "`enum` must be an array")
        return None
    return listed.value


def number_of(reader: Reader, name: str) -> int | float | None:
    """A limit (validation, section 6.2); `multipleOf` must be above zero."""
    member = reader.member(name)
    if member is None:
        return None
    value = member.value
    if isinstance(value, bool) or not isinstance(value, int | float):
        member.complain("wrong-type", f"`{name}` must be a number")
        return None
    # A whole number is finite, and may be larger than `isfinite` can take.
    endless = isinstance(value, float) and not math.isfinite(value)
    if name == "multipleOf" and (value <= 0 or endless):
        member.complain("wrong-type", "`multipleOf` must be above zero")
        return None
    return value


def _whole_step(reader: Reader) -> int | None:
    """A `multipleOf` that pydantic judges exactly: fractions are asserted instead."""
    value = number_of(reader, "multipleOf")
    if value is None or value != int(value):
        return None
    return int(value)


def size_of(reader: Reader, name: str) -> int | None:
    """A number of characters, items or properties."""
    value = number_of(reader, name)
    if value is None:
        return None
    if value < 0 or value != int(value):
        reader.report.warning(
            "wrong-type",
            f"`{name}` must be a whole number of at least zero",
            reader.document,
            child(reader.pointer, name),
        )
        return None
    return int(value)


def matching(reader: Reader, name: Text) -> Iterator[Reader]:
    """The schemas in `patternProperties` whose pattern a name matches (core, 10.3.2.2).

    What is no pattern matches nothing; it is complained of where it is enforced.
    """
    patterns = reader.object_member("patternProperties")
    for pattern in cast("dict[str, Any]", patterns.value) if patterns else ():
        assert patterns is not None, "it has keys"
        if matches(pattern, reveal(name)):
            yield patterns.at(pattern)
