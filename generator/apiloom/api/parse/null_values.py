"""Where null is a value, once all schemas and what they assert have been read."""

from __future__ import annotations

from dataclasses import replace

from apiloom.api.parse.fragments import Fragments
from apiloom.api.parse.judged_keywords import judged_on_null
from apiloom.api.schema.nullability import is_null, take_null_out_of_unions
from apiloom.api.schema.shapes import Nothing, Schema, SchemaId


def settle_null(schemas: dict[SchemaId, Schema], fragments: Fragments) -> None:
    """Make null a property of the shapes in `schemas`, and none of their members.

    It is no value of what asserts something that refuses it, such as `not: {type:
    null}` (JSON Schema core, section 10.2.1.4).
    """
    for schema_id, shape in schemas.items():
        if not shape.asserts:
            continue
        asserts = judged_on_null(shape.asserts, fragments)
        if asserts is shape.asserts:
            continue
        schemas[schema_id] = (
            Nothing(schema_id, notes=shape.notes)
            if is_null(shape)
            else replace(shape, nullable=False, asserts=asserts)
        )
    take_null_out_of_unions(schemas)
