"""OpenAPI 3.0 to the normal shape: its schemas are a dialect of their own."""

from __future__ import annotations

from typing import Final

from apiloom.text import shown
from apiloom.upgrade.lift import Lift, is_annotation
from apiloom.upgrade.rules import (
    lift_binary_format,
    lift_example,
    lift_exclusive_bounds,
    lift_nullable,
)
from apiloom.upgrade.walk import SchemaNode, schemas_of

_HEARD: Final = frozenset({"$ref", "nullable", "x-nullable"})


def lift_30(lift: Lift) -> None:
    """Rewrite the schema objects of 3.0 (OpenAPI 3.0.4 section 4.7.24) in place.

    What 3.1 would spell differently, and only that, is touched: a document of 3.0 that
    already has type lists or numeric exclusive bounds keeps them. Diagnostics:
    `ref-siblings-ignored`, `nullable-beside-ref`.
    """
    nodes = schemas_of(lift.root, beside_refs=False)
    for node in nodes:
        if isinstance(node.schema.get("$ref"), str):
            lift_reference(lift, node, "OpenAPI 3.0")
        else:
            lift_schema(lift, node)
    lift.redirect(nodes)


def lift_schema(lift: Lift, node: SchemaNode) -> None:
    """Rewrite one schema that is no reference."""
    lift_exclusive_bounds(lift, node)
    lift_example(lift, node)
    lift_binary_format(node)
    lift_nullable(lift, node, "x-nullable")
    lift_nullable(lift, node)


def lift_reference(lift: Lift, node: SchemaNode, dialect: str) -> None:
    """A reference object ignores what stands beside it (3.0.4 section 4.7.23).

    `nullable` is the exception, against the letter: it is written there all the time,
    and a null that arrives must not be refused.
    """
    schema = node.schema
    if len(schema) == 1:
        return
    dropped = [
        keyword
        for keyword in schema
        if keyword not in _HEARD and not is_annotation(keyword)
    ]
    for keyword in [*schema]:
        if keyword not in _HEARD:
            del schema[keyword]
    if dropped:
        lift.report.note(
            "ref-siblings-ignored",
            f"{dialect} ignores what stands beside $ref: {_listed(dropped)}",
            lift.uri,
            lift.source(node),
            "put the $ref into an allOf, or move the document to 3.1",
        )
    if lift_nullable(lift, node, "x-nullable"):
        return
    if lift_nullable(lift, node):
        lift.report.warning(
            "nullable-beside-ref",
            f"{dialect} ignores 'nullable' beside $ref; null is accepted here anyway",
            lift.uri,
            lift.source(node, "nullable"),
            "put the $ref into an allOf next to 'nullable'",
        )


def _listed(keywords: list[str]) -> str:
    names = [shown(keyword) for keyword in keywords[:5]]
    return ", ".join(names) + (", …" if len(keywords) > 5 else "")
