"""Which operations have idempotency keys, as the user says (`idempotency`)."""

from __future__ import annotations

from collections.abc import Mapping

from apiloom.api.media_type_kinds import is_idempotency_key
from apiloom.api.resolve.operation_rules import UnfitError, ruled
from apiloom.api.resolved_api import NamedOperation, Resource
from apiloom.core.diagnostics import Diagnostic, Report, Severity
from apiloom.core.idempotency_rule import IdempotencyRule
from apiloom.core.text import reveal


def key_headers(
    rules: tuple[IdempotencyRule, ...],
    resources: tuple[Resource, ...],
    report: Report,
) -> Mapping[str, str]:
    """By `METHOD path`, the header field that has the key of an operation."""

    def refuse(rule: IdempotencyRule, problem: UnfitError) -> None:
        message = f"{rule.operation!a} cannot have a key so: {problem}"
        report.add(
            Diagnostic(
                "idempotency-unusable",
                Severity.ERROR,
                message,
                rule.where,
                problem.hint,
            )
        )

    return ruled(rules, resources, _key_header, refuse)


def _key_header(rule: IdempotencyRule, named: NamedOperation) -> str:
    """The field, unless the document has another for the same."""
    for parameter in named.operation.parameters:
        declared = reveal(parameter.wire_name)
        if is_idempotency_key(parameter) and declared.lower() != rule.header.lower():
            reason = f"its parameter {declared!a} has one"
            raise UnfitError(reason, "leave it out: such a parameter needs no rule")
    return rule.header
