"""OpenAPI 3.1 to the normal shape: already JSON Schema 2020-12, with leftovers."""

from __future__ import annotations

from typing import Final

from apiloom.location import ROOT, Pointer, child
from apiloom.text import shown
from apiloom.upgrade.lift import Lift
from apiloom.upgrade.rules import (
    lift_binary_format,
    lift_example,
    lift_exclusive_bounds,
    lift_nullable,
)
from apiloom.upgrade.walk import schemas_of

_DIALECTS: Final = (
    "https://spec.openapis.org/oas/3.1/dialect/",
    "https://json-schema.org/draft/2020-12/schema",
)


def lift_31(lift: Lift) -> None:
    """Take 3.0's words out of a 3.1 document (OpenAPI 3.1.1 section 4.8.24), in place.

    3.1 gives `nullable` no meaning and boolean exclusive bounds are invalid in it, but
    documents were relabelled without being rewritten: both are honoured, each with a
    warning. Diagnostics: `nullable-in-3.1`, `boolean-bound-in-3.1`,
    `dialect-unsupported`.
    """
    _check_dialect(lift)
    nodes = schemas_of(lift.root, beside_refs=True)
    for node in nodes:
        if lift_exclusive_bounds(lift, node):
            _warn_bound(lift, node.trail.pointer)
        lift_example(lift, node)
        lift_binary_format(node)
        if lift_nullable(lift, node):
            _warn_nullable(lift, node.trail.pointer)
    lift.redirect(nodes)


def _warn_nullable(lift: Lift, pointer: Pointer) -> None:
    lift.report.warning(
        "nullable-in-3.1",
        "'nullable' means nothing in OpenAPI 3.1; null is accepted here anyway",
        lift.uri,
        child(pointer, "nullable"),
        "write it as a type: [..., 'null']",
    )


def _warn_bound(lift: Lift, pointer: Pointer) -> None:
    lift.report.warning(
        "boolean-bound-in-3.1",
        "an exclusive bound is a number in OpenAPI 3.1; it is read as in 3.0",
        lift.uri,
        pointer,
        "give exclusiveMinimum or exclusiveMaximum the number itself",
    )


def _check_dialect(lift: Lift) -> None:
    """Other dialects ("Specifying Schema Dialects") are read as if 2020-12."""
    dialect = lift.root.get("jsonSchemaDialect")
    if not isinstance(dialect, str) or dialect.rstrip("#").startswith(_DIALECTS):
        return
    lift.report.warning(
        "dialect-unsupported",
        f"the schema dialect {shown(dialect)} is not known",
        lift.uri,
        child(ROOT, "jsonSchemaDialect"),
        "schemas are read as JSON Schema 2020-12",
    )
