"""What `create_app` is told of the place where it serves."""

from __future__ import annotations

import importlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from opentelemetry.instrumentation.asgi import OpenTelemetryMiddleware
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount

from tests.roundtrip.running import serve
from tests.runtime_server.asgi import call

ORIGIN = "https://app.example.com"


def status(app: Any, path: str, method: str = "PUT", **more: Any) -> int:
    return call(app, method, path, **more).status


@pytest.mark.parametrize("base", ["", "/api/v2", "/beta/v2"])
def test_it_is_at_the_root_and_below_each_server(app: Any, base: str) -> None:
    assert status(app(), f"{base}/orders/a") == 401
    assert status(app(), f"{base}/docs", "GET") == 200
    assert status(app(), f"{base}/openapi.json", "GET") == 200
    assert status(app(), f"{base}/orders/a", "DELETE") == 405
    assert status(app(), f"/m{base}/orders/a", root_path="/m") == 401


def test_a_base_path_is_the_only_one(app: Any) -> None:
    own = app(base_path="/own/")
    assert status(own, "/own/orders/a") == 401
    assert status(own, "/own/docs", "GET") == 200
    assert status(own, "/orders/a") == 404
    assert status(own, "/api/v2/orders/a") == 404
    assert status(app(base_path=""), "/api/v2/orders/a") == 404
    assert status(app(base_path=""), "/orders/a") == 401


def test_the_page_knows_where_it_is(app: Any) -> None:
    page = call(app(), "GET", "/m/api/v2/docs", root_path="/m").body.decode()
    assert 'name="base" content="/m/api/v2"' in page
    assert 'name="document" content="/m/api/v2/openapi.json"' in page


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"base_pth": "/x"}, TypeError, "no option base_pth: did you mean base_path?"),
        ({"order": None}, TypeError, "no option order: did you mean orders?"),
        ({"zzz": 1}, TypeError, "no option zzz$"),
        ({"base_path": "api"}, ValueError, "base_path='api' is no path"),
        ({"base_path": "/{v}"}, ValueError, "is no path such as '/api/v2'"),
        ({"cors": ORIGIN}, TypeError, "cors= is a list of origins"),
    ],
)
def test_what_cannot_be_is_refused(
    app: Any, options: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        app(**options)


def test_pages_of_other_origins(app: Any, server: Any) -> None:
    shared = app(cors=[ORIGIN], middleware=[Middleware(server.RequestIds)])
    asked = [
        ("Origin", ORIGIN),
        ("Access-Control-Request-Method", "PUT"),
        ("Access-Control-Request-Headers", "authorization, content-type, x-tenant"),
    ]
    answer = call(shared, "OPTIONS", "/orders/a", headers=asked)
    assert answer.status == 200
    assert answer.header("access-control-allow-origin") == ORIGIN
    assert answer.header("access-control-allow-methods") == "GET, PUT"
    other = [("Origin", "https://evil.example"), *asked[1:]]
    assert call(shared, "OPTIONS", "/orders/a", headers=other).status == 400
    odd = [*asked[:2], ("Access-Control-Request-Headers", "x-else")]
    assert call(shared, "OPTIONS", "/orders/a", headers=odd).status == 400
    refused = call(shared, "PUT", "/orders/a", headers=asked[:1])
    assert refused.status == 401
    assert refused.header("access-control-allow-origin") == ORIGIN
    told = refused.header("access-control-expose-headers") or ""
    assert told == "Retry-After, WWW-Authenticate, X-Request-ID, X-Version"


class Lines(logging.Handler):
    """Keeps what is logged, as it is written."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record).partition("\n")[0])


def test_ids_are_in_problems_and_logs(app: Any, server: Any) -> None:
    identified = app(middleware=[Middleware(server.RequestIds, header="X-Trace")])
    handler = Lines()
    handler.setFormatter(logging.Formatter("%(request_id)s %(message)s"))
    handler.addFilter(server.RequestIdFilter())
    logging.getLogger("shop").addHandler(handler)
    try:
        given = call(identified, "PUT", "/orders/a", headers=[("X-Trace", "a.1")])
        # The lifespan is not run, so the handler fails; a 500 is not declared.
        failed = call(identified, "GET", "/orders/a", headers=[("X-Trace", "a.2")])
    finally:
        logging.getLogger("shop").removeHandler(handler)
    assert given.json["request_id"] == given.header("x-trace") == "a.1"
    assert failed.json["request_id"] == "a.2"
    assert handler.lines == ["a.2 getOrder: the handler failed"]
    for unusable in ("", "a b", "x" * 129, "a\n1", "ä"):
        made = call(identified, "PUT", "/orders/a", headers=[("X-Trace", unusable)])
        assert made.json["request_id"] == made.header("x-trace") != unusable
    unknown = call(identified, "GET", "/nowhere", headers=[("X-Trace", "a.3")])
    assert unknown.json["request_id"] == "a.3"
    assert server.request_id() is None


def test_declared_errors_have_the_id_in_their_own_words(app: Any, server: Any) -> None:
    identified = app(
        middleware=[Middleware(server.RequestIds)],
        exceptions={LookupError: 404},
    )
    failed = call(identified, "GET", "/orders/a", headers=[("X-Request-ID", "b")])
    assert failed.status == 404
    assert failed.json["request_id"] == "b"
    assert "title" not in failed.json


def test_spans_are_called_by_the_template(app: Any, server: Any) -> None:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    traced = app(
        middleware=[
            Middleware(
                OpenTelemetryMiddleware,
                default_span_details=server.span_details,
                tracer_provider=provider,
                exclude_spans=["receive", "send"],
            )
        ]
    )
    call(traced, "PUT", "/api/v2/orders/a")
    call(traced, "GET", "/nowhere")
    spans = exporter.get_finished_spans()
    assert [each.name for each in spans] == ["PUT /orders/{id}", "GET"]
    attributes = spans[0].attributes or {}
    assert attributes["http.route"] == "/orders/{id}"
    assert "http.route" not in (spans[1].attributes or {})


def test_others_see_the_template_in_the_scope(app: Any) -> None:
    seen: list[str] = []

    class Looks:
        def __init__(self, inner: Any) -> None:
            self.inner = inner

        async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
            await self.inner(scope, receive, send)
            seen.append(scope["route"].path_format)

    call(app(middleware=[Middleware(Looks)]), "PUT", "/orders/a")
    assert seen == ["/orders/{id}"]


def test_mounted_it_keeps_its_lifespan(folder: Path, shop: Any) -> None:
    assert folder.is_dir()
    outer = importlib.import_module("mounted").outer
    with serve(outer) as url:
        assert httpx2.get(f"{url}/name").json() == "outer"
        with shop.Client(base_url=f"{url}/shop", token="secret") as client:
            assert client.orders.get("a").amount == 1
            client.orders.put("b", body=shop.models.Order(id="b", amount=2))
            assert client.orders.get("b").amount == 2
        with shop.Client(base_url=f"{url}/shop/api/v2") as client:
            assert client.orders.get("a").amount == 1
        page = httpx2.get(f"{url}/shop/docs", headers={"Origin": ORIGIN})
    assert 'content="/shop/openapi.json"' in page.text
    assert page.headers["access-control-allow-origin"] == ORIGIN


def test_a_mounted_one_whose_lifespan_nobody_runs_says_so(
    folder: Path, shop: Any, caplog: pytest.LogCaptureFixture
) -> None:
    assert folder.is_dir()
    api = importlib.import_module("mounted").api
    with serve(Starlette(routes=[Mount("/shop", api)])) as url:
        assert httpx2.get(f"{url}/shop/orders/a").status_code == 500
    assert "the state has no left, store: the lifespan has to yield" in caplog.text
    assert shop is not None


def test_lifespans_begin_in_order_and_end_in_the_other(server: Any) -> None:
    events: list[str] = []

    def part(name: str, **state: Any) -> Any:
        @asynccontextmanager
        async def lifespan(app: Any) -> AsyncIterator[Any]:
            events.append(f"begins {name}")
            yield state or None
            events.append(f"ends {name}")

        return lifespan

    inner = Starlette(lifespan=part("inner", b=2))
    outer = FastAPI(lifespan=server.lifespan_of(part("own", a=1), inner, part("last")))
    with serve(outer):
        assert events == ["begins own", "begins inner", "begins last"]
    assert events[3:] == ["ends last", "ends inner", "ends own"]


async def _entered(lifespan: Any) -> None:
    async with lifespan(Starlette()):
        pass


def test_two_values_of_one_name_are_refused(server: Any) -> None:
    import asyncio

    @asynccontextmanager
    async def lifespan(app: Any) -> AsyncIterator[Any]:
        yield {"store": 1}

    with pytest.raises(ValueError, match="two lifespans give store"):
        asyncio.run(_entered(server.lifespan_of(lifespan, lifespan)))
