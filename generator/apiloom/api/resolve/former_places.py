"""Where manifests have the names of schemas that were taken apart to be null or else.

An object or null was a union of two schemas once, and the object had the name. It is
one schema now, which has to keep the name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from apiloom.api.ir import ApiSpec
from apiloom.api.schema.derivation import SENT, merged_option, of_type
from apiloom.api.schema.shapes import Object, Schema, SchemaId


def former_places(
    spec: ApiSpec,
    shapes: Mapping[SchemaId, Schema],
    become: Mapping[SchemaId, SchemaId],
) -> dict[str, tuple[str, ...]]:
    """The place of each nullable schema, and where its name may have been before.

    `become` has the members of unions that have become the whole.
    """
    return {
        spec.place(schema_id.text): tuple(
            spec.place(earlier.text) for earlier in _earlier(schema_id, shape, become)
        )
        for schema_id, shape in shapes.items()
        if shape.nullable
    }


def _earlier(
    schema_id: SchemaId, shape: Schema, become: Mapping[SchemaId, SchemaId]
) -> Iterator[SchemaId]:
    sent = (SENT,) if schema_id.steps[-1:] == (SENT,) else ()
    whole = schema_id._replace(steps=schema_id.steps[: -len(sent) or None])
    if whole in become:
        yield become[whole].derived(*sent)
    elif isinstance(shape, Object):
        yield whole.derived(of_type("object"), *sent)
        yield whole.derived(merged_option(0), *sent)
