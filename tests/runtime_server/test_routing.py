"""Paths, methods, mounting, and replies other than JSON."""

import asyncio
import logging

import pytest
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from apiloom.runtime.server.paths import PATH_VALUES, PathTable

from .asgi import call
from .program import app, security
from .sample.models import BifrostError, ErrorField
from .sample.server import create_app
from .sample.server.things import DeleteThing, ThingsApi

CREDENTIALS = [("X-Api-Key", "secret"), ("Authorization", "Basic YTpzZWNyZXQ=")]


def route(table: PathTable, method: str, path: str) -> tuple[str, dict[str, str]]:
    """Which endpoint a path leads to, and with which values."""
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
    }
    _, found = table.matches(scope)
    endpoint = found.get("endpoint")
    name = "" if endpoint is None else getattr(endpoint, "label", "other method")
    return name, dict(found.get(PATH_VALUES, {}))


class Named:
    """An endpoint that is known by its template."""

    def __init__(self, label: str) -> None:
        self.label = label

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        raise NotImplementedError


@pytest.fixture
def table() -> PathTable:
    table = PathTable()
    for method, path in (
        ("GET", "/"),
        ("GET", "/users/{id}"),
        ("GET", "/users/me"),
        ("DELETE", "/users/{user-id}"),
        ("GET", "/users/{id}/posts/{post}"),
        ("GET", "/{kind}/all/posts/latest"),
        ("GET", "/files/{name}.{ext}"),
        ("GET", "/range/{from}-{to}.json"),
        ("GET", "/models/{name}:run"),
        ("GET", "/trailing/"),
        ("GET", "/sp ace/{a}"),
    ):
        table.add(method, path, Named(path))
    return table


@pytest.mark.parametrize(
    ("path", "template", "values"),
    [
        ("/", "/", {}),
        ("/users/5", "/users/{id}", {"id": "5"}),
        ("/users/me", "/users/me", {}),
        ("/users/m%65", "/users/me", {}),
        ("/users/a%2Fb", "/users/{id}", {"id": "a%2Fb"}),
        ("/users/..", "/users/{id}", {"id": ".."}),
        ("/users/me/posts/1", "/users/{id}/posts/{post}", {"id": "me", "post": "1"}),
        (
            "/users/all/posts/latest",
            "/users/{id}/posts/{post}",
            {"id": "all", "post": "latest"},
        ),
        ("/x/all/posts/latest", "/{kind}/all/posts/latest", {"kind": "x"}),
        ("/files/a.b.c", "/files/{name}.{ext}", {"name": "a.b", "ext": "c"}),
        ("/range/1-2.json", "/range/{from}-{to}.json", {"from": "1", "to": "2"}),
        ("/models/m:run", "/models/{name}:run", {"name": "m"}),
        ("/trailing/", "/trailing/", {}),
        ("/sp%20ace/x", "/sp ace/{a}", {"a": "x"}),
        ("/users/", "", {}),
        ("/users", "", {}),
        ("/trailing", "", {}),
        ("/users/5/", "", {}),
        ("//users/5", "", {}),
        ("/files/.b", "", {}),
        ("/files/a.", "", {}),
        ("/range/1.json", "", {}),
        ("/range/-2.json", "", {}),
        ("", "/", {}),
    ],
)
def test_paths(
    table: PathTable, path: str, template: str, values: dict[str, str]
) -> None:
    assert route(table, "GET", path) == (template, values)


def test_methods(table: PathTable) -> None:
    assert route(table, "DELETE", "/users/5") == ("/users/{user-id}", {"user-id": "5"})
    assert route(table, "DELETE", "/users/me")[0] == "/users/{user-id}"
    assert route(table, "HEAD", "/users/me")[0] == "/users/me"
    assert route(table, "PUT", "/users/me")[0] == "other method"


def test_two_operations_in_one_place() -> None:
    table = PathTable()
    table.add("GET", "/a", Named("first"))
    with pytest.raises(ValueError, match="two operations for GET /a"):
        table.add("get", "/a", Named("second"))


def test_many_templates_cost_little() -> None:
    table = PathTable()
    table.add("GET", "/{a}-{b}-{c}-{d}.x", Named("hard"))
    assert route(table, "GET", "/" + "-" * 100_000)[0] == ""


def test_405() -> None:
    result = call(app, "POST", "/me")
    assert result.status == 405
    assert result.header("allow") == "GET, HEAD, OPTIONS"
    assert result.json == {
        "type": "about:blank",
        "title": "Method Not Allowed",
        "status": 405,
    }
    both = call(app, "PATCH", "/things/abc")
    assert both.header("allow") == "DELETE, OPTIONS"


def test_options() -> None:
    result = call(app, "OPTIONS", "/api/governance/customers/1")
    assert (result.status, result.body) == (204, b"")
    assert result.headers == [("allow", "OPTIONS, PUT")]


def test_head() -> None:
    get, head = call(app, "GET", "/me"), call(app, "HEAD", "/me")
    assert (head.status, head.body) == (200, b"")
    assert head.headers == get.headers


def test_404_without_redirects() -> None:
    assert call(app, "GET", "/me/").status == 404
    assert call(app, "GET", "/%6De").status == 200


def test_mounted_below_another_application() -> None:
    outer = Starlette(routes=[Mount("/v1/api", app)])
    assert call(outer, "GET", "/v1/api/me").body == b"nobody"
    assert call(outer, "GET", "/v1/api/nowhere").status == 404
    assert call(app, "GET", "/root/me", root_path="/root").body == b"nobody"


def test_mounted_into_fastapi() -> None:
    outer = FastAPI()
    outer.mount("/v1", app)
    assert call(outer, "GET", "/v1/things/toy/1,2").json["ids"] == [1, 2]
    assert b'content="/v1/openapi.json"' in call(outer, "GET", "/v1/docs").body
    nowhere = call(outer, "GET", "/v1/nowhere")
    assert nowhere.header("content-type") == "application/problem+json"


def test_a_server_without_raw_path() -> None:
    async def without(scope: Scope, receive: Receive, send: Send) -> None:
        del scope["raw_path"]
        await app(scope, receive, send)

    assert call(without, "GET", "/things/toy/1,2").json["ids"] == [1, 2]


def test_no_content() -> None:
    result = call(app, "DELETE", "/things/abc", headers=CREDENTIALS)
    assert (result.status, result.body) == (204, b"")
    assert result.headers == [("x-left", "2"), ("x-names", "a,b")]


def test_a_range_of_statuses() -> None:
    result = call(app, "DELETE", "/things/x", headers=CREDENTIALS)
    assert result.status == 409
    error = BifrostError(error=ErrorField())
    with pytest.raises(ValueError, match="500 is not in"):
        DeleteThing.ClientError(500, error)


def test_declared_headers_are_judged(caplog: pytest.LogCaptureFixture) -> None:
    class Careless(ThingsApi[str]):
        async def delete_thing(
            self, req: DeleteThing.Request[str]
        ) -> DeleteThing.Response:
            headers: dict[str, dict[str, object]] = {
                "a": {},
                "b": {"X-Left": "many"},
                "c": {"X-Left": 1, "X-Names": "not a list"},
            }
            return DeleteThing.NoContent(headers=headers[req.id])

    careless = create_app(things=Careless(), security=security)
    for name in "abc":
        with caplog.at_level(logging.ERROR):
            result = call(careless, "DELETE", f"/things/{name}", headers=CREDENTIALS)
        assert result.status == 500
    assert "the header X-Left is required" in caplog.text


def test_text_says_that_it_is_utf_8() -> None:
    assert call(app, "GET", "/me").header("content-type") == "text/plain; charset=utf-8"


def test_lifespan() -> None:
    from collections.abc import AsyncGenerator
    from contextlib import asynccontextmanager

    events: list[str] = []

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncGenerator[dict[str, object]]:
        events.append("up")
        yield {}
        events.append("down")

    async def run() -> None:
        app = create_app(security=security, lifespan=lifespan)
        async with app.router.lifespan_context(app):
            events.append("running")

    asyncio.run(run())
    assert events == ["up", "running", "down"]


def test_middleware_and_further_routes() -> None:
    seen: list[str] = []

    class Spy:
        def __init__(self, app: ASGIApp) -> None:
            self.app = app

        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            seen.append(scope["path"])
            if scope["path"] == "/broken":
                raise RuntimeError("middleware is broken")
            await self.app(scope, receive, send)

    async def health(request: Request) -> Response:
        return Response("fine")

    spied = create_app(security=security, middleware=[Middleware(Spy)])
    spied.router.routes.append(Route("/health", health))
    assert call(spied, "GET", "/health").body == b"fine"
    assert call(spied, "GET", "/me").status == 501
    with pytest.raises(RuntimeError):
        call(spied, "GET", "/broken")
    assert seen == ["/health", "/me", "/broken"]
    plain = create_app(security=security)
    plain.router.routes.append(Route("/health", health))
    plain.router.routes.append(Route("/me", health))
    assert call(plain, "GET", "/health").body == b"fine"
    assert call(plain, "GET", "/me").status == 501
