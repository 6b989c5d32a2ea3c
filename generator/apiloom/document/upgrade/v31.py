"""OpenAPI 3.1 to the normal shape: already JSON Schema 2020-12, with leftovers."""

from __future__ import annotations

from typing import Final

from apiloom.core.location import ROOT, Pointer, child
from apiloom.core.text import shown
from apiloom.document.source import Json
from apiloom.document.upgrade.leftovers import lift_leftovers
from apiloom.document.upgrade.lift import Lift
from apiloom.document.upgrade.schema_rewrites import (
    lift_binary_format,
    lift_example,
    lift_exclusive_bounds,
    lift_nullable,
    lift_nullable_members,
    lift_old_drafts,
    warn_nullable,
)
from apiloom.document.upgrade.schema_walk import SchemaNode, schemas_of
from apiloom.document.upgrade.unquoted_text import take_as_text

_DIALECTS: Final = (
    "https://spec.openapis.org/oas/3.1/dialect/",
    "https://spec.openapis.org/oas/3.2/dialect/",
    # Older drafts: what they say otherwise is understood where it can be.
    "https://json-schema.org/draft",
    "http://json-schema.org/",
)
_HINT: Final = "write it as a type: [..., 'null']"
_DIALECT: Final = child(ROOT, "jsonSchemaDialect")


def lift_31(lift: Lift) -> None:
    """A document of 3.1 to the normal shape; see `lift_schemas`."""
    lift_schemas(lift, "OpenAPI 3.1")


def lift_schemas(lift: Lift, dialect: str) -> None:
    """Take 3.0's words out of a 3.1 document (OpenAPI 3.1.1 section 4.8.24), in place.

    3.1 gives `nullable` no meaning and boolean exclusive bounds are invalid in it, but
    documents were relabelled without being rewritten: both are honoured, each with a
    warning. Diagnostics: `nullable-in-3.1`, `boolean-bound-in-3.1`,
    `dialect-unsupported`.
    """
    _check_dialect(lift, lift.root.get("jsonSchemaDialect"), _DIALECT)
    lift_leftovers(lift, dialect)
    nodes = schemas_of(lift.root, beside_refs=True)
    take_as_text(lift, nodes)
    for node in nodes:
        if "$schema" in node.schema:
            place = lift.source(node, "$schema")
            _check_dialect(lift, node.schema["$schema"], place)
        if lift_exclusive_bounds(lift, node):
            _warn_bound(lift, node, dialect)
        lift_old_drafts(lift, node)
        lift_example(lift, node)
        lift_binary_format(node)
        for tokens in lift_nullable_members(lift, node):
            if tokens[-1] == "nullable":
                warn_nullable(lift, node, dialect, _HINT, tokens)
        lift_nullable(lift, node, "x-nullable")
        if lift_nullable(lift, node):
            warn_nullable(lift, node, dialect, _HINT)
    lift.redirect(nodes)


def _warn_bound(lift: Lift, node: SchemaNode, dialect: str) -> None:
    lift.report.warning(
        "boolean-bound-in-3.1",
        f"an exclusive bound is a number in {dialect}; it is read as in 3.0",
        lift.uri,
        lift.source(node),
        "give exclusiveMinimum or exclusiveMaximum the number itself",
        ("exclusiveMinimum", "exclusiveMaximum"),
    )


def _check_dialect(lift: Lift, dialect: Json, place: Pointer) -> None:
    """Other dialects ("Specifying Schema Dialects") are read as if 2020-12."""
    if not isinstance(dialect, str) or dialect.rstrip("#").startswith(_DIALECTS):
        return
    lift.report.warning(
        "dialect-unsupported",
        f"the schema dialect {shown(dialect)} is not known",
        lift.uri,
        place,
        "schemas are read as JSON Schema 2020-12",
    )
