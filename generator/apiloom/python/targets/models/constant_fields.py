"""Properties that have one value only: these are what a constructor fills in."""

from __future__ import annotations

from apiloom.api.resolved_api import ResolvedApi
from apiloom.api.schema.nullability import is_null
from apiloom.api.schema.schema_graph import end_of
from apiloom.api.schema.shapes import Enumeration, SchemaId
from apiloom.python.syntax.expression import (
    NONE,
    Expression,
    Subscript,
    Value,
    runtime,
)
from apiloom.python.targets.models.optional_types import inside


def constant_of(api: ResolvedApi, schema_id: SchemaId) -> Expression | None:
    """The one value of a schema (validation, 6.1.3), which may be null; None if it has
    others."""
    end = end_of(schema_id, api.shapes)
    if is_null(end.shape):
        return NONE
    if end.takes_null or not isinstance(end.shape, Enumeration):
        return None
    values = end.shape.values
    return Value(values[0]) if len(values) == 1 else None


def omittable(type_: Expression) -> Expression:
    """The type of a constant that may be absent, and reads as its default then."""
    return inside(type_, lambda t: Subscript(runtime("constants", "Omittable"), (t,)))
