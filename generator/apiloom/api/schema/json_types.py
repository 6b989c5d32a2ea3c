"""The JSON types of values and of schemas (validation, section 6.1.1)."""

from __future__ import annotations

from typing import overload

from apiloom.api.schema.shapes import (
    Array,
    Enumeration,
    Nothing,
    Object,
    Primitive,
    Scalar,
    Schema,
)


def kinds_of_scalar(value: Scalar) -> frozenset[str]:
    """The JSON types that a value has: a whole number is an integer too."""
    if isinstance(value, bool):
        return frozenset({"boolean"})
    if value is None:
        return frozenset({"null"})
    if isinstance(value, int | float):
        whole = isinstance(value, int) or value.is_integer()
        return frozenset({"number", "integer"} if whole else {"number"})
    return frozenset({"string"})


@overload
def kind_of(shape: Primitive | Object | Array) -> str: ...
@overload
def kind_of(shape: Schema) -> str | None: ...
def kind_of(shape: Schema) -> str | None:
    """The one type that a shape is about; None where it is about no type, or several.

    It may be implied: values of other types are then fine too, by the letter.
    """
    if isinstance(shape, Primitive):
        return shape.kind
    if isinstance(shape, Object):
        return "object"
    return "array" if isinstance(shape, Array) else None


def types_of_kind(kind: str) -> frozenset[str]:
    """The types of the values that a `type` allows: a whole number is a number too."""
    return frozenset({"number", "integer"} if kind == "number" else {kind})


def types_of(shape: Schema) -> frozenset[str] | None:
    """The types of a shape's values beside null, where that is plain to see."""
    if isinstance(shape, Nothing):
        return frozenset()
    if isinstance(shape, Enumeration):
        return frozenset().union(*map(kinds_of_scalar, shape.values))
    kind = kind_of(shape)
    is_implied = isinstance(shape, Object | Array) and shape.implied
    return None if kind is None or is_implied else types_of_kind(kind)
