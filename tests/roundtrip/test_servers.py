"""Operations and paths with servers of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from tests.weaving import Woven, document, weave

from .echo import both_callers, echo_app, echoing, operation, parameter
from .running import TLS, Served, serve

_FINE: Any = {"204": {"description": "fine"}}


def _operation(name: str, **members: Any) -> Any:
    return {"operationId": name, "tags": ["default"], "responses": _FINE, **members}


def _server(url: str, **variables: str) -> Any:
    listed = {name: {"default": value} for name, value in variables.items()}
    return [{"url": url, "variables": listed}]


PATHS: Any = {
    "/plain": {"get": _operation("plain")},
    "/own": {
        "servers": _server("https://path.test/p"),
        "get": _operation("of_path"),
        "put": _operation("own", servers=_server("https://{n}.test", n="operation")),
    },
    "/relative": {"get": _operation("relative", servers=_server("/v2"))},
    "/beside": {"get": _operation("beside", servers=_server("v3/"))},
    "/up": {"get": _operation("up", servers=_server("../{n}", n="v4"))},
    "/odd": {"get": _operation("odd", servers=_server("//elsewhere.test/v2"))},
}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    whole = document(paths=PATHS, servers=_server("https://api.test/v1"))
    with weave(whole) as package:
        yield package


API = "https://api.test"
MINE = "https://mine.test:444"


@pytest.mark.parametrize(
    ("method", "url", "mine"),
    [
        ("plain", f"{API}/v1/plain", f"{MINE}/p/v1/plain"),
        ("of_path", "https://path.test/p/own", f"{MINE}/p/v1/own"),
        ("own", "https://operation.test/own", f"{MINE}/p/v1/own"),
        ("relative", f"{API}/v2/relative", f"{MINE}/v2/relative"),
        ("beside", f"{API}/v3/beside", f"{MINE}/p/v3/beside"),
        ("up", f"{API}/v4/up", f"{MINE}/v4/up"),
        ("odd", f"{API}/v1/odd", f"{MINE}/p/v1/odd"),
    ],
)
@pytest.mark.parametrize("base_url", [None, f"{MINE}/p/v1"])
def test_where_it_goes(
    woven: Woven, method: str, url: str, mine: str, base_url: str | None
) -> None:
    sent: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        sent.append(str(request.url))
        return httpx2.Response(204)

    with httpx2.Client(transport=httpx2.MockTransport(answer)) as http:
        client = woven.package.Client(base_url=base_url, http_client=http)
        getattr(client.default, method)()
    assert sent == [mine if base_url else url]


def test_one_without_a_scheme_is_reported(woven: Woven) -> None:
    assert woven.warnings == [("server-ignored", "/paths/~1odd/get")]


def test_variables_that_are_no_arguments_are_told(woven: Woven) -> None:
    assert woven.pointers("server-variable-fixed") == [
        "/paths/~1own/put/servers",
        "/paths/~1up/get/servers",
    ]


TEXT = {"type": "string"}
SERVED = {
    "/plain": {"get": operation("plain")},
    "/of/{id}": {
        "servers": _server("/v2/"),
        "parameters": [parameter("id", "path", TEXT)],
        "get": operation("of"),
        "put": operation("back", servers=_server("/")),
    },
    "/beta/{rest+}": {
        "get": operation(
            "beta", parameter("rest", "path", TEXT), servers=_server("/v1/next")
        ),
    },
}


def test_they_are_served() -> None:
    with echoing(SERVED, servers=_server("https://api.test/v1")) as (_, served):
        for call in both_callers(served):
            assert call("default.plain") == {}
            assert call("default.of", "a b") == {"id": "a b"}
            assert call("default.back", "a/b") == {"id": "a/b"}
            assert call("default.beta", "a/b") == {"rest": "a/b"}
        assert served.paths[-4:-1] == ["/plain", "/v2/of/a b", "/of/a/b"]
        assert served.paths[-1] == "/v1/next/beta/a/b"
        with httpx2.Client(base_url=served.url, verify=TLS) as http:
            assert http.get("/of/1").json() == {"id": "1"}
            assert http.post("/v2/of/1").status_code == 405
            assert http.get("/v2/plain").status_code == 404


def test_they_are_served_below_a_mount() -> None:
    with weave(
        document(paths=SERVED, servers=_server("https://api.test/v1")), clean=True
    ) as woven:
        app = Starlette(routes=[Mount("/v1", echo_app(woven))])
        with serve(app) as url:
            for call in both_callers(Served(woven.name, f"{url}/v1", [])):
                assert call("default.plain") == {}
                assert call("default.beta", "a/b") == {"rest": "a/b"}
