"""Spans of OpenTelemetry, by middleware of the package."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import httpx2
import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from apiloom.runtime.telemetry import async_tracing, tracing

from .harness import Harness, Recorder, answer
from .sample import errors

CUSTOMER = {"id": "c1", "name": "Acme"}
TOKEN: dict[str, Any] = {"management_bearer_auth": "s3cr3t"}


class Traced:
    """Runs a call with spans that are kept."""

    def __init__(self, both: Harness) -> None:
        self.both = both
        self._exporter = InMemorySpanExporter()
        provider = TracerProvider()
        provider.add_span_processor(SimpleSpanProcessor(self._exporter))
        made = tracing if both.mode == "sync" else async_tracing
        self.middleware = [made(provider)]

    def put(self, handler: Any, **arguments: Any) -> Any:
        return self.both.run(
            lambda client: client.governance.update_customer("c1", name="Acme"),
            handler=handler,
            middleware=self.middleware,
            **TOKEN,
            **arguments,
        )

    @property
    def spans(self) -> list[ReadableSpan]:
        return [*self._exporter.get_finished_spans()]


def test_each_attempt_is_a_span(both: Harness) -> None:
    traced = Traced(both)
    recorder = Recorder(answer(503), answer(json=CUSTOMER))
    traced.put(recorder, query={"key": "s3cr3t"})
    first, second = traced.spans
    assert first.name == second.name == "PUT /customers/{customer_id}"
    assert first.kind == SpanKind.CLIENT
    attributes = dict(second.attributes or {})
    assert attributes == {
        "http.request.method": "PUT",
        "http.request.resend_count": 1,
        "http.response.status_code": 200,
        "server.address": "api.test",
        "server.port": 80,
        "url.full": "http://api.test/v1/customers/c1?key=[secure]",
        "url.template": "/customers/{customer_id}",
    }
    assert first.status.status_code == StatusCode.ERROR
    assert (first.attributes or {})["error.type"] == "503"
    assert second.status.status_code == StatusCode.UNSET
    sent = [request.headers["traceparent"] for request in recorder.requests]
    for field, span in zip(sent, (first, second), strict=True):
        assert span.context is not None
        assert field.split("-")[2] == f"{span.context.span_id:016x}"


def test_an_exception_is_in_it(both: Harness) -> None:
    traced = Traced(both)
    with pytest.raises(errors.ConnectionFailed):
        traced.put(Recorder(httpx2.ReadError("torn")), max_retries=0)
    (span,) = traced.spans
    assert (span.attributes or {})["error.type"] == "ReadError"
    assert span.status.status_code == StatusCode.ERROR
    assert [event.name for event in span.events] == ["exception"]


def test_nothing_is_imported_before_it_is_used() -> None:
    program = (
        "import sys, apiloom.runtime.telemetry;"
        "print([name for name in sys.modules if name.startswith('opentelemetry')])"
    )
    finished = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert finished.stdout.strip() == "[]"
