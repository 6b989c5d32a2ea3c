"""Schemas without a `type`, once all that stands beside them has been merged.

By the letter `properties` says nothing of a string (JSON Schema core, section 10.3.2).
Authors who leave `type` out mean an object, so that is what it is taken for; a note
says so. `exact` goes by the letter instead: every other value is accepted too.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import replace

from apiloom.api.schema.derivation import of_type
from apiloom.api.schema.intersect_untyped import asserted_of_objects
from apiloom.api.schema.shapes import (
    NO_ANNOTATIONS,
    Anything,
    Array,
    Assertion,
    JsonValue,
    Object,
    Schema,
    SchemaId,
    Union,
)
from apiloom.core.diagnostics import Report


def settle_implied(
    shapes: dict[SchemaId, Schema],
    used: Container[SchemaId],
    report: Report,
    *,
    exact: bool,
) -> dict[SchemaId, Schema]:
    """The shapes without any whose type is only implied.

    Those that are `used` are noted; others are but parts of what has been merged.
    """
    explicit: dict[SchemaId, Schema] = {}
    for schema_id, shape in shapes.items():
        if not isinstance(shape, Object | Array) or not shape.implied:
            explicit[schema_id] = shape
        elif isinstance(shape, Object) and not shape.describes_properties:
            explicit[schema_id] = _asserted(shape)
        elif exact:
            explicit.update((part.id, part) for part in _by_the_letter(shape))
        else:
            if schema_id in used:
                _note(shape, report)
            explicit[schema_id] = replace(shape, implied=False)
    return explicit


def _note(shape: Object | Array, report: Report) -> None:
    kind = "object" if isinstance(shape, Object) else "array"
    report.note(
        "type-implied",
        f"this schema has no `type`, and is taken for an {kind}",
        shape.id.document,
        shape.id.pointer,
        f"write `type: {kind}`, or use --no-implied-types",
    )


def _asserted(shape: Object) -> Schema:
    """Only names and sizes: they are asserted of objects, other values pass."""
    own = asserted_of_objects(shape)
    return Anything(shape.id, notes=shape.notes, asserts=(*shape.asserts, own))


def _by_the_letter(shape: Object | Array) -> Iterator[Schema]:
    """The shape as one of two members; the other accepts what has another type."""
    kind = "object" if isinstance(shape, Object) else "array"
    inner = shape.id.derived(of_type(kind))
    other = shape.id.derived(of_type("other"))
    yield replace(
        shape,
        id=inner,
        implied=False,
        nullable=False,
        notes=NO_ANNOTATIONS,
        asserts=(),
    )
    of_other_type = Assertion(other, JsonValue({"not": {"type": kind}}))
    yield Anything(other, asserts=(of_other_type,))
    yield Union(
        shape.id,
        (inner, other),
        nullable=shape.nullable,
        notes=shape.notes,
        asserts=shape.asserts,
    )
