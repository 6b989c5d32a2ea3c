"""What ends the streams of which operations, as the user says (`streams`)."""

from __future__ import annotations

from collections.abc import Mapping

from apiloom.api.resolve.operation_rules import UnfitError, ruled
from apiloom.api.resolved_api import NamedOperation, Resource
from apiloom.core.diagnostics import Diagnostic, Report, Severity
from apiloom.core.stream_rule import StreamRule


def sentinels(
    rules: tuple[StreamRule, ...], resources: tuple[Resource, ...], report: Report
) -> Mapping[str, str]:
    """By `METHOD path`, the text that ends the stream of an operation."""

    def refuse(rule: StreamRule, problem: UnfitError) -> None:
        message = f"the end of {rule.operation!a} cannot be told so: {problem}"
        report.add(
            Diagnostic(
                "streams-unusable", Severity.ERROR, message, rule.where, problem.hint
            )
        )

    return ruled(rules, resources, _sentinel, refuse)


def _sentinel(rule: StreamRule, named: NamedOperation) -> str:
    responses = named.operation.responses
    if any(each.streamed for response in responses for each in response.content):
        return rule.sentinel
    raise UnfitError("it answers with no stream", "its items need a schema")
