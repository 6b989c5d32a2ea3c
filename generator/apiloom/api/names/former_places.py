"""Where manifests had the names of what is another schema now.

An object that may be null was one of two types of a schema once, and had the name. It
is the schema itself now, which has to keep the name. What one schema was is two where
it is sent otherwise than it is read, or is a base among those that extend it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from apiloom.api.ir import ApiSpec
from apiloom.api.schema.derivation import OWN, SENT, of_type
from apiloom.api.schema.shapes import Object, Schema, SchemaId
from apiloom.core.record import record
from apiloom.core.shipped import Shipped


@record
class ShippedSchemas:
    """The schemas of an API, those that have names, and what has shipped before."""

    spec: ApiSpec
    shapes: Mapping[SchemaId, Schema]
    named: Collection[SchemaId]
    shipped: Shipped


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


def base_classes(api: ShippedSchemas) -> dict[str, str]:
    """Where what shipped as a class is now: the place before, and that of today.

    A base whose first child arrives is the union of both from then on. The class that
    has shipped for it is what it says itself, with all that was derived from it.
    """
    moved: dict[str, str] = {}
    for schema_id in api.named:
        if OWN not in schema_id.steps or schema_id not in api.shapes:
            continue
        base = united(schema_id)
        before, now = api.spec.place(base.text), api.spec.place(schema_id.text)
        was_class = before in api.shipped.fields or before in api.shipped.twins
        is_class = isinstance(api.shapes.get(base), Object)
        if was_class and not is_class and now not in api.shipped.types:
            moved[before] = now
    return moved


def united(schema_id: SchemaId) -> SchemaId:
    """What stands for a schema and all that extend it, of what it says itself."""
    position = schema_id.steps.index(OWN)
    steps = (*schema_id.steps[:position], *schema_id.steps[position + 1 :])
    return SchemaId(schema_id.document, schema_id.pointer, steps)


def undivided(schema_id: SchemaId) -> Iterator[SchemaId]:
    """The schema, and those that it was a part of before they became several.

    What is sent of a schema, and what a base says itself, are called as a whole
    until the document tells them from what is read, or from what extends it.
    """
    yield schema_id
    steps = schema_id.steps
    for step in (SENT, OWN):
        if steps[-1:] == (step,):
            steps = steps[:-1]
            yield SchemaId(schema_id.document, schema_id.pointer, steps)
