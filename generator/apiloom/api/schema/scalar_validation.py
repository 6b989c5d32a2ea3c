"""Whether a scalar of the document satisfies the assertions of a type."""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import Any

from apiloom.api.schema.constraint_keywords import keywords_of
from apiloom.api.schema.shapes import Primitive, Scalar
from apiloom.core.text import Text, reveal
from apiloom.runtime.evaluator import Evaluator
from apiloom.runtime.json_values import canonical
from apiloom.runtime.spellings import BITS, CHECKED, TYPED


def satisfies(value: Scalar, primitive: Primitive) -> bool:
    """Judge a listed value as generated code would (validation, section 6).

    A pattern that cannot be compiled judges nothing.
    """
    keywords = _keywords(primitive)
    try:
        return Evaluator({}).accepts(keywords, bare(value))
    except re.error:
        del keywords["pattern"]
        return Evaluator({}).accepts(keywords, bare(value))


def has_judging_format(primitive: Primitive) -> bool:
    """Whether the format refuses values of its type; most are annotations."""
    if primitive.format is None:
        return False
    judging = TYPED | CHECKED if primitive.kind == "string" else frozenset(BITS)
    return reveal(primitive.format) in judging


def bare(value: Scalar) -> str | int | float | bool | None:
    """The JSON value itself, to be compared and not to be printed."""
    return reveal(value) if isinstance(value, Text) else value


def identity_of(value: Scalar) -> Hashable:
    """What two scalars share if they are one JSON value (core, section 4.2.2)."""
    return canonical(bare(value))


def _keywords(primitive: Primitive) -> dict[str, Any]:
    """The type and its constraints, as the document writes them."""
    keywords = keywords_of(primitive.constraints, primitive.kind)
    if primitive.format is not None:
        keywords["format"] = reveal(primitive.format)
    return {"type": primitive.kind, **keywords}
