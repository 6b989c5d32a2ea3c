"""Spans of OpenTelemetry for the requests of a client, by middleware.

    client = Client(middleware=[tracing()])

Each attempt is a span of kind CLIENT, called after method and path template, with the
attributes of the semantic conventions for HTTP (1.23); its context travels with the
request. Needs the distribution opentelemetry-api, which is imported when `tracing` is
called.
"""

from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import httpx2

from .middleware import AsyncMiddleware, AsyncSend, Attempt, Middleware, Send

__all__ = ["async_tracing", "tracing"]

_FIRST_ERROR = 400


def tracing(tracer_provider: Any = None) -> Middleware:
    """Middleware for a sync client; None for the provider that is set for all.

    Raises ModuleNotFoundError where opentelemetry-api is not installed.
    """
    tracer = _Tracer(tracer_provider)

    def traced(attempt: Attempt, send: Send) -> httpx2.Response:
        with tracer.span(attempt) as span:
            response = send(attempt)
            tracer.note(span, response)
            return response

    return traced


def async_tracing(tracer_provider: Any = None) -> AsyncMiddleware:
    """The same for an async client."""
    tracer = _Tracer(tracer_provider)

    async def traced(attempt: Attempt, send: AsyncSend) -> httpx2.Response:
        with tracer.span(attempt) as span:
            response = await send(attempt)
            tracer.note(span, response)
            return response

    return traced


class _Tracer:
    """What begins spans and writes into them."""

    def __init__(self, provider: Any) -> None:
        self._trace: Any = import_module("opentelemetry.trace")
        self._propagate: Any = import_module("opentelemetry.propagate")
        name = __name__.partition(".")[0]
        self._tracer = self._trace.get_tracer(name, tracer_provider=provider)

    @contextmanager
    def span(self, attempt: Attempt) -> Generator[Any]:
        """The span of an attempt, whose request says which that is.

        An exception is recorded there, and raised.
        """
        with self._tracer.start_as_current_span(
            f"{attempt.method} {attempt.path}",
            kind=self._trace.SpanKind.CLIENT,
            attributes=_attributes(attempt),
            set_status_on_exception=False,
        ) as span:
            carrier: dict[str, str] = {}
            self._propagate.inject(carrier)
            attempt.request.headers.update(carrier)
            try:
                yield span
            except BaseException as error:
                self._fail(span, type(error).__qualname__)
                raise

    def note(self, span: Any, response: httpx2.Response) -> None:
        """Writes the status; those that are errors make the span one."""
        status = response.status_code
        span.set_attribute("http.response.status_code", status)
        if status >= _FIRST_ERROR:
            self._fail(span, str(status))

    def _fail(self, span: Any, reason: str) -> None:
        span.set_attribute("error.type", reason)
        span.set_status(self._trace.Status(self._trace.StatusCode.ERROR))


def _attributes(attempt: Attempt) -> dict[str, str | int]:
    """What is known before; the URL as it is shown, without secrets in its query."""
    url = attempt.request.url
    port = url.port or (443 if url.scheme == "https" else 80)
    again = attempt.number - 1
    return {
        "http.request.method": attempt.method,
        "url.full": str(url),
        "url.template": attempt.path,
        "server.address": url.host,
        "server.port": port,
        **({"http.request.resend_count": again} if again else {}),
    }
