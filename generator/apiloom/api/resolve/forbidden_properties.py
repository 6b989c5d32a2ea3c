"""Properties that an object requires, and forbids by not describing them.

`additionalProperties: false` refuses each key that nothing beside it describes (JSON
Schema core, section 10.3.2.3), also one that `required` lists: no object does both.
"""

from __future__ import annotations

from dataclasses import replace

from apiloom.api.schema.derivation import merged_property
from apiloom.api.schema.shapes import (
    Anything,
    Nothing,
    Object,
    Property,
    Schema,
    SchemaId,
)
from apiloom.core.diagnostics import Report
from apiloom.core.text import reveal


def forbid_undescribed(shapes: dict[SchemaId, Schema], report: Report) -> None:
    """Give such properties the schema that no value satisfies, in place."""
    for schema_id, shape in [*shapes.items()]:
        if not isinstance(shape, Object) or shape.additional is not False:
            continue
        forbidden = {
            property_.wire_name: _forbidden(schema_id, property_)
            for property_ in shape.properties
            if not property_.declared and isinstance(shapes[property_.schema], Anything)
        }
        if not forbidden:
            continue
        shapes[schema_id] = replace(
            shape,
            properties=tuple(
                forbidden.get(property_.wire_name, property_)
                for property_ in shape.properties
            ),
        )
        for name, property_ in forbidden.items():
            shapes[property_.schema] = Nothing(property_.schema)
            report.note(
                "required-forbidden",
                f"{name!r} is required, and `additionalProperties: false` "
                "forbids it: no object satisfies this schema",
                schema_id.document,
                schema_id.pointer,
                "describe it in `properties`, or do not require it",
            )


def _forbidden(owner: SchemaId, property_: Property) -> Property:
    step = merged_property(reveal(property_.wire_name))
    return replace(property_, schema=owner.derived(step))
