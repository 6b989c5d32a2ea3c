"""The values that `enum` and `const` list (validation, sections 6.1.2 and 6.1.3)."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TypeAlias, cast

from apiloom.api.schema.json_types import kinds_of_scalar
from apiloom.api.schema.scalar_validation import identity_of
from apiloom.api.schema.shapes import JsonValue, Scalar
from apiloom.core.text import Text
from apiloom.runtime.json_values import canonical

ListedValue: TypeAlias = Scalar | JsonValue
"""A listed value: objects and arrays are JSON values."""


def listed_value(value: object) -> ListedValue:
    """A value of a fragment as a value of the document."""
    if isinstance(value, dict | list):
        return JsonValue(value)
    return Text(value) if isinstance(value, str) else cast("ListedValue", value)


def types_of_value(value: ListedValue) -> frozenset[str]:
    """The types that list a value: a whole number is an integer."""
    if isinstance(value, JsonValue):
        return frozenset({"object" if isinstance(value.value, dict) else "array"})
    kinds = kinds_of_scalar(value)
    if "integer" in kinds:
        return frozenset({"integer"})
    return kinds | {"integer"} if "number" in kinds else kinds


def listed_key(value: ListedValue) -> Hashable:
    """What tells a listed value from others: `1` is `1.0`, and `true` is neither."""
    if isinstance(value, JsonValue):
        return canonical(value.value)
    return identity_of(value)
