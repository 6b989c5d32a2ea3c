"""How webhooks are signed, as the user says (`webhooks`), if there are any."""

from __future__ import annotations

from apiloom.api.ir import Incoming
from apiloom.core.diagnostics import Diagnostic, Report, Severity
from apiloom.core.webhook_scheme import WebhookScheme


def fitting_scheme(
    scheme: WebhookScheme | None, incoming: tuple[Incoming, ...], report: Report
) -> WebhookScheme | None:
    """The scheme, where there is something that it can sign."""
    if scheme is None or incoming:
        return scheme
    if not scheme.shared:
        report.add(
            Diagnostic(
                "webhooks-unusable",
                Severity.ERROR,
                "the document has no webhooks and no callbacks to be signed so",
                scheme.where,
                "leave `webhooks` out of its configuration",
            )
        )
    return None
