"""The official JSON schema of OpenAPI, of the version that a document declares."""

from __future__ import annotations

from typing import Final

from jsonschema_rs import Validator

from apiloom.core.diagnostics import Diagnostic, Report, Severity
from apiloom.core.location import Location
from apiloom.core.text import shown
from apiloom.document.source import SourceDocument
from apiloom.document.upgrade import declared_version
from apiloom.document.validation.big_stack import with_big_stack
from apiloom.document.validation.official_schemas import schema_for
from apiloom.document.validation.plain_tree import plain_copy
from apiloom.document.validation.plainest_causes import plainest_causes
from apiloom.document.validation.schema_causes import causes_of

# jsonschema-rs hands over the failing part of the document with each error, gives up
# when that nests deeper than 255, and takes quadratic time on the way there.
_DEEP: Final = 200


def check_official(document: SourceDocument, report: Report) -> None:
    """Hold a document, as it was written, against the official schema.

    Failures are warnings `official-schema`, one for each cause; a check that could not
    be made is `official-schema-missing` or `official-schema-failed`. Documents whose
    version is not known are left to `apiloom.document.upgrade`. Nothing is ever
    fetched.
    """
    declared = declared_version(document.root)
    if declared is None:
        return
    try:
        schema = schema_for(declared)
    except FileNotFoundError as error:
        report.warning(
            "official-schema-missing",
            f"the official schema is not installed: {error}",
            document.uri,
            hint="install openapi-spec-validator again",
        )
        return
    if schema is None:
        return
    try:
        _check(document, schema, report)
    except (ValueError, RuntimeError) as error:
        report.warning(
            "official-schema-failed",
            f"the official schema could not be applied: {shown(str(error))}",
            document.uri,
        )


def _check(document: SourceDocument, schema: Validator, report: Report) -> None:
    if document.depth > _DEEP:
        _check_deep(document, schema, report)
        return
    root = document.root
    try:
        errors = list(schema.iter_errors(root))
    except ValueError:
        # A spelled float or a lone surrogate; both are rare, and copying is not free.
        root = plain_copy(root)
        errors = list(schema.iter_errors(root))
    causes = [cause for error in errors for cause in causes_of(error, root)]
    for cause in plainest_causes(causes):
        report.add(
            Diagnostic(
                "official-schema",
                Severity.WARNING,
                cause.message,
                Location(document.uri, cause.pointer),
                members=cause.members,
                fault=cause.fault,
            )
        )


def _check_deep(document: SourceDocument, schema: Validator, report: Report) -> None:
    root = plain_copy(document.root)
    if not with_big_stack(lambda: schema.is_valid(root)):
        report.warning(
            "official-schema",
            "the document does not follow the official schema; it nests too deep to"
            " say where",
            document.uri,
            hint="move inner parts into components",
        )
