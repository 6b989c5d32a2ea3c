"""Where manifests had the names of objects that may be null.

Such an object was one of two types of a schema once, and had the name. It is the schema
itself now, which has to keep the name.
"""

from __future__ import annotations

from collections.abc import Mapping

from apiloom.api.ir import ApiSpec
from apiloom.api.schema.derivation import SENT, of_type
from apiloom.api.schema.shapes import Object, Schema, SchemaId


def former_places(spec: ApiSpec, shapes: Mapping[SchemaId, Schema]) -> dict[str, str]:
    """The place of each object that may be null, and where its name was before."""
    return {
        spec.place(schema_id.text): spec.place(_former(schema_id).text)
        for schema_id, shape in shapes.items()
        if shape.nullable and isinstance(shape, Object)
    }


def _former(schema_id: SchemaId) -> SchemaId:
    """What an object was known by where null was a second type."""
    sent = (SENT,) if schema_id.steps[-1:] == (SENT,) else ()
    steps = schema_id.steps[: len(schema_id.steps) - len(sent)]
    whole = SchemaId(schema_id.document, schema_id.pointer, steps)
    return whole.derived(of_type("object"), *sent)
