"""What is said about security and cannot be read lets nobody in."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx2
import pytest

from apiloom.core.diagnostics import Severity
from apiloom.core.exit_codes import UNUSABLE
from tests.weaving import Json, Woven, document, weave, weave_into

CODE = "security-unreadable"
KEY = {"type": "apiKey", "in": "query", "name": "k"}
TOKEN = {"type": "http", "scheme": "bearer"}
SCHEMES: dict[str, Any] = {"key": KEY, "token": TOKEN}
NOWHERE: dict[str, tuple[Any, str]] = {
    "the dash forgotten": ({"key": []}, ""),
    "two, the dash forgotten": ({"key": [], "token": ["read"]}, ""),
    "an empty object": ({}, ""),
    "an object with text": ({"key": "read"}, ""),
    "a text": ("key", ""),
    "a number": (5, ""),
    "null": (None, ""),
    "true": (True, ""),
    "a text in the list": (["key"], "/0"),
    "null in the list": ([None], "/0"),
    "a list in the list": ([[{"key": []}]], "/0"),
    "scopes that are null": ([{"key": None}], "/0/key"),
    "scopes that are text": ([{"key": "read"}], "/0/key"),
    "scopes that are an object": ([{"key": {}}], "/0/key"),
    "scopes that are numbers": ([{"key": [5]}], "/0/key"),
    "scopes of an extension": ([{"key": [], "x-more": "text"}], "/0/x-more"),
}
"""`security`, and where below it the problem stands."""
BROKEN: dict[str, Any] = {
    "null": None,
    "a list": [KEY],
    "a text": "apiKey",
    "nothing": {},
    "no type": {"in": "query", "name": "k"},
    "a type that is none": {"type": 5},
    "an unknown type": {"type": "oauth3"},
    "apiKey without a name": {"type": "apiKey", "in": "query"},
    "apiKey with an empty name": {"type": "apiKey", "in": "query", "name": ""},
    "apiKey with a number": {"type": "apiKey", "in": "query", "name": 5},
    "apiKey nowhere": {"type": "apiKey", "name": "k"},
    "apiKey in the body": {"type": "apiKey", "in": "body", "name": "k"},
    "apiKey in a list": {"type": "apiKey", "in": ["query"], "name": "k"},
    "http without a scheme": {"type": "http"},
    "http with a number": {"type": "http", "scheme": 5},
}
ANYBODY: dict[str, Any] = {"nothing": [], "an empty object": [{}]}


def _whole(
    security: Any, *, below: str = "operation", schemes: Mapping[str, Any] = SCHEMES
) -> Json:
    operation: Any = {"operationId": "act", "responses": {"204": {"description": "a"}}}
    members: dict[str, Any] = {}
    (operation if below == "operation" else members)["security"] = security
    return document(
        paths={"/a": {"get": operation}},
        components={"securitySchemes": dict(schemes)},
        **members,
    )


def _app(woven: Woven, **checks: Any) -> Any:
    """The server, with a function that admits anybody for each of `checks`."""
    handlers = woven.module("server.a")

    class Api(handlers.AApi):  # type: ignore[misc, name-defined]
        async def act(self, request: Any, /) -> Any:
            return handlers.Act.NoContent()

    server = woven.module("server")
    secured = hasattr(server, "Security")
    more = {"security": server.Security(**checks)} if secured else {}
    return server.create_app(a=Api(), **more)


def _asked(app: Any, query: str = "") -> httpx2.Response:
    async def ask() -> httpx2.Response:
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app)) as http:
            return await http.get(
                f"http://x/a{query}", headers={"Authorization": "Bearer t"}
            )

    return asyncio.run(ask())


def _admits(*_: Any) -> str:
    return "somebody"


def _sent(woven: Woven, **credentials: str) -> httpx2.Request:
    """What the client sends."""
    sent: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        sent.append(request)
        return httpx2.Response(204)

    with (
        httpx2.Client(transport=httpx2.MockTransport(answer)) as http,
        woven.package.Client(base_url="http://x", http_client=http, **credentials) as c,
    ):
        c.a.act()
    return sent[0]


def _refused(answer: httpx2.Response) -> bool:
    challenges = answer.headers.get_list("www-authenticate")
    assert answer.status_code != 401 or "unreadable security" in challenges
    return answer.status_code == 401


@pytest.mark.parametrize("below", ["operation", "root"])
@pytest.mark.parametrize("name", NOWHERE)
def test_requirements(tmp_path: Path, name: str, below: str) -> None:
    security, place = NOWHERE[name]
    whole = _whole(security, below=below)
    outcome = weave_into(tmp_path, "pets", whole)
    assert outcome.exit_code == UNUSABLE
    (error,) = (e for e in outcome.diagnostics if e.severity is Severity.ERROR)
    start = "" if below == "root" else "/paths/~1a/get"
    assert (error.code, error.where.pointer) == (CODE, f"{start}/security{place}")
    with weave(whole, accept=(CODE,)) as woven:
        needed = woven.module("server.a").A_ROUTES[0].operation.security
        named = {each for requirement in needed for each in requirement}
        checks = dict.fromkeys(named - {"unreadable_security"}, _admits)
        app = _app(woven, **checks)
        assert _refused(_asked(app))
        assert _refused(_asked(app, "?k=1"))


@pytest.mark.parametrize("name", BROKEN)
def test_schemes(tmp_path: Path, name: str) -> None:
    whole = _whole([{"key": []}], schemes={"key": BROKEN[name]})
    outcome = weave_into(tmp_path, "pets", whole)
    assert outcome.exit_code == UNUSABLE
    (error,) = (e for e in outcome.diagnostics if e.severity is Severity.ERROR)
    place = "/components/securitySchemes/key"
    assert (error.code, error.where.pointer) == (CODE, place)
    with weave(whole, accept=(CODE,)) as woven:
        assert not woven.reported("security-scheme-unknown")
        assert _refused(_asked(_app(woven, key=None), "?k=1"))
        assert "k" not in _sent(woven).url.params


@pytest.mark.parametrize("below", ["operation", "root"])
@pytest.mark.parametrize("name", ANYBODY)
def test_anybody_may_be_let_in(name: str, below: str) -> None:
    with weave(_whole(ANYBODY[name], below=below), clean=True) as woven:
        assert _asked(_app(woven)).status_code == 204


def test_an_operation_without_a_word_has_what_the_document_says() -> None:
    whole = _whole({"key": []}, below="root")
    whole["paths"]["/a/b"] = {
        "get": {"security": [], "responses": {"204": {"description": "b"}}}
    }
    with weave(whole, accept=(CODE,)) as woven:
        first, second = woven.module("server.a").A_ROUTES
        assert first.operation.security == ({"key": (), "unreadable_security": ()},)
        assert second.operation.security == ()


def test_a_scheme_that_nothing_describes_lets_nobody_in() -> None:
    with weave(_whole([{"other": []}])) as woven:
        assert [each.code for each in woven.reported("security-scheme-unknown")]
        assert _asked(_app(woven, other=None)).status_code == 401


@pytest.mark.parametrize("schemes", [None, [], "key", 5])
def test_schemes_that_are_none_let_nobody_in(schemes: Any) -> None:
    whole = _whole([{"key": []}])
    whole["components"]["securitySchemes"] = schemes
    with weave(whole) as woven:
        assert _asked(_app(woven, key=None), "?k=1").status_code == 401


def test_other_alternatives_stay() -> None:
    with weave(_whole(["token", {"key": []}]), accept=(CODE,)) as woven:
        app = _app(woven, key=_admits)
        assert _asked(app).status_code == 401
        assert _asked(app, "?k=1").status_code == 204


@pytest.mark.parametrize(
    "security", [{"key": []}, [{"key": "read"}], [{"key": None}, "token"]]
)
def test_a_client_sends_what_can_be_read(security: Any) -> None:
    with weave(_whole(security), accept=(CODE,)) as woven:
        assert _sent(woven, key="secret").url.params["k"] == "secret"


def test_a_client_sends_nothing_where_nothing_can_be_read() -> None:
    with weave(_whole("key"), accept=(CODE,)) as woven:
        sent = _sent(woven)
        assert not sent.url.params
        assert "authorization" not in sent.headers


def test_a_function_of_the_users_may_decide() -> None:
    """Who knows what was meant says so; a key alone still admits nobody."""
    with weave(_whole({"key": []}), accept=(CODE,)) as woven:
        app = _app(woven, key=_admits, unreadable_security=_admits)
        assert _asked(app).status_code == 401
        assert _asked(app, "?k=1").status_code == 204


def test_swagger_2(tmp_path: Path) -> None:
    whole = {
        "swagger": "2.0",
        "info": {"title": "Small", "version": "1"},
        "security": {"key": []},
        "securityDefinitions": {"key": KEY, "broken": {"type": "apiKey", "name": "b"}},
        "paths": {
            "/a": {"get": {"operationId": "act", "responses": {"204": {}}}},
        },
    }
    outcome = weave_into(tmp_path, "pets", whole)
    errors = [e for e in outcome.diagnostics if e.severity is Severity.ERROR]
    assert {(e.code, e.where.pointer) for e in errors} == {
        (CODE, "/security"),
        (CODE, "/securityDefinitions/broken"),
    }
    with weave(whole, accept=(CODE,)) as woven:
        assert _refused(_asked(_app(woven, key=_admits), "?k=1"))
