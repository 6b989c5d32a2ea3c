"""OpenAPI 3.0 to the normal shape: its schemas are a dialect of their own."""

from __future__ import annotations

from apiloom.document.upgrade.leftovers import lift_leftovers
from apiloom.document.upgrade.lift import Lift
from apiloom.document.upgrade.schema_rewrites import lift_reference, lift_schema
from apiloom.document.upgrade.schema_walk import schemas_of
from apiloom.document.upgrade.unquoted_text import take_as_text


def lift_30(lift: Lift) -> None:
    """Rewrite the schema objects of 3.0 (OpenAPI 3.0.4 section 4.7.24) in place.

    What 3.1 would spell differently, and only that, is touched: a document of 3.0 that
    already has type lists or numeric exclusive bounds keeps them. Diagnostics:
    `ref-siblings-ignored`, `nullable-beside-ref`.
    """
    lift_leftovers(lift, "OpenAPI 3.0")
    nodes = schemas_of(lift.root, beside_refs=False)
    take_as_text(lift, nodes)
    for node in nodes:
        if isinstance(node.schema.get("$ref"), str):
            lift_reference(lift, node, "OpenAPI 3.0")
        else:
            lift_schema(lift, node)
    lift.redirect(nodes)
