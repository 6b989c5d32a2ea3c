"""Constraints as the keywords that a document writes (validation, section 6)."""

from __future__ import annotations

from typing import Final

from apiloom.api.schema.shapes import Constraints
from apiloom.core.text import reveal

SIZES: Final = {
    "string": ("minLength", "maxLength"),
    "array": ("minItems", "maxItems"),
    "object": ("minProperties", "maxProperties"),
}
"""What counts the characters, items or properties of values of a type."""


def keywords_of(constraints: Constraints, kind: str) -> dict[str, int | float | str]:
    """The keywords that constrain values of one type, strings in them bare."""
    smallest, largest = SIZES.get(kind, ("", ""))
    pattern = constraints.pattern
    keywords = {
        "minimum": constraints.minimum,
        "maximum": constraints.maximum,
        "exclusiveMinimum": constraints.exclusive_minimum,
        "exclusiveMaximum": constraints.exclusive_maximum,
        "multipleOf": constraints.multiple_of,
        smallest: constraints.minimum_size,
        largest: constraints.maximum_size,
        "pattern": None if pattern is None else reveal(pattern),
    }
    return {name: limit for name, limit in keywords.items() if limit is not None}
