"""What OpenTelemetry's ASGI middleware calls the span of a request."""

from collections.abc import Mapping
from typing import Any


def span_details(scope: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Name and attributes of a span: `default_span_details` of OpenTelemetryMiddleware.

    Method and path template, which is `http.route` too; the method alone where no
    operation is asked for, since a path that nobody declared can be anything (semantic
    conventions for HTTP spans, "Name").
    """
    method = str(scope.get("method", ""))
    path_of = getattr(scope.get("app"), "path_of", None)
    path = None if path_of is None else path_of(scope)
    if path is None:
        return method, {}
    return f"{method} {path}", {"http.route": path}
