"""Links of answers are followed: their values are arguments of another method."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import Iterator
from typing import Any

import pytest

from tests.weaving import Json, Woven, document, weave

from .raw_server import head, serving
from .woven_clients import WovenClients

OBJECT: Json = {"content": {"application/json": {"schema": {}}}}
TEXT: Json = {"type": "string"}
INTEGER: Json = {"type": "integer"}


def _parameter(name: str, place: str, schema: Json) -> Json:
    required = {"required": True} if place == "path" else {}
    return {"name": name, "in": place, "schema": schema, **required}


def _link(expression: Any, name: str = "id", **members: Any) -> Json:
    return {"operationId": "getUser", "parameters": {name: expression}, **members}


LINKS: Json = {
    "body": _link("$response.body#/user/ids/1"),
    "escaped": _link("$response.body#/a~1b"),
    "field": _link("$response.header.X-User"),
    "path": _link("$request.path.org"),
    "query": _link("$request.query.q"),
    "sent_field": _link("$request.header.X-Trace"),
    "sent_body": _link("$request.body#/name"),
    "url": _link("$url"),
    "method": _link("$method"),
    "status": _link("$statusCode"),
    "constant": _link("7"),
    "embedded": _link("u-{$response.body#/user/ids/0}-{$method}"),
    "qualified": _link("$response.body#/name", "path.id"),
    "wrong": _link("$response.body#/name") | {"operationId": "listRepos"},
    "gone": _link("$response.body#/no/such"),
}
REF = "#/paths/~1users~1{id}~1repos/get"
PATHS: Json = {
    "/orgs/{org}/users": {
        "post": {
            "operationId": "createUser",
            "tags": ["users"],
            "parameters": [
                _parameter("org", "path", TEXT),
                _parameter("q", "query", TEXT),
                _parameter("X-Trace", "header", TEXT),
            ],
            "requestBody": {
                "content": {
                    "application/json": {
                        "schema": {"type": "object", "properties": {"name": TEXT}}
                    }
                }
            },
            "responses": {
                "201": {"description": "", "links": LINKS, **OBJECT},
                "202": {
                    "description": "",
                    "links": {
                        "repos": {
                            "operationRef": REF,
                            "parameters": {
                                "id": "$response.body#/id",
                                "page": "$response.header.X-Page",
                                "since": "$response.body#/since",
                            },
                        }
                    },
                    **OBJECT,
                },
            },
        }
    },
    "/users/{id}": {
        "get": {
            "operationId": "getUser",
            "tags": ["users"],
            "parameters": [
                _parameter("id", "path", TEXT),
                _parameter("full", "query", {"type": "boolean"}),
            ],
            "responses": {"200": {"description": "", **OBJECT}},
        }
    },
    "/users/{id}/repos": {
        "get": {
            "operationId": "listRepos",
            "tags": ["users"],
            "parameters": [
                _parameter("id", "path", INTEGER),
                _parameter("page", "query", INTEGER),
                _parameter("since", "query", {**TEXT, "format": "date-time"}),
            ],
            "responses": {"200": {"description": "", **OBJECT}},
        }
    },
}
BODY = b'{"user": {"ids": ["a", "b c"]}, "a/b": "e", "name": "n"}'
CREATED = [
    head("application/json", "X-User: h", status="201 Created"),
    BODY,
]
ACCEPTED = [
    head("application/json", "X-Page: 3", status="202 Accepted"),
    b'{"id": 5, "since": "2026-01-02T12:00:00Z"}',
]
FOUND = [head("application/json"), b"{}"]


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    whole = document(paths=PATHS)
    with weave(whole, targets=("models", "client"), clean=True) as package:
        yield package


@pytest.fixture(params=["sync", "async"])
def clients(woven: Woven, request: pytest.FixtureRequest) -> WovenClients:
    return WovenClients(woven, request.param == "async")


def _followed(
    clients: WovenClients,
    answer: list[bytes],
    method: str,
    *link: str,
    prefix: str = "",
    **keywords: Any,
) -> bytes:
    """The request line of the call that a link leads to."""

    async def use(url: str) -> None:
        client = clients.client(url + prefix)
        create = client.raw(client.users.create)("o 1", q="s", x_trace="t", name="m")
        if clients.is_async:
            create = await create
        followed = client.follow(create, getattr(client.users, method), *link)
        result = followed(**keywords)
        if clients.is_async:
            await result
            await client.aclose()
        else:
            client.close()

    with serving(answer, FOUND) as server:
        asyncio.run(use(server.url))
    return server.requests[1].partition(b"\r\n")[0].removesuffix(b" HTTP/1.1")


@pytest.mark.parametrize(
    ("link", "value"),
    [
        ("body", "b%20c"),
        ("escaped", "e"),
        ("field", "h"),
        ("path", "o%201"),
        ("query", "s"),
        ("sent_field", "t"),
        ("sent_body", "m"),
        ("method", "POST"),
        ("status", "201"),
        ("constant", "7"),
        ("embedded", "u-a-POST"),
        ("qualified", "n"),
    ],
)
def test_a_value_is_found(clients: WovenClients, link: str, value: str) -> None:
    sent = _followed(clients, CREATED, "get", link)
    assert sent == f"GET /users/{value}".encode()


def test_the_path_is_found_behind_that_of_the_server(clients: WovenClients) -> None:
    sent = _followed(clients, CREATED, "get", "path", prefix="/v1/users")
    assert sent == b"GET /v1/users/users/o%201"


def test_the_url_is_one_too(clients: WovenClients) -> None:
    sent = _followed(clients, CREATED, "get", "url")
    assert sent.endswith(b"%2Forgs%2Fo%25201%2Fusers%3Fq%3Ds")


def test_values_have_the_types_of_the_parameters(clients: WovenClients) -> None:
    sent = _followed(clients, ACCEPTED, "list_repos")
    assert sent == b"GET /users/5/repos?page=3&since=2026-01-02T12%3A00%3A00Z"


def test_keywords_come_before_what_a_link_has(clients: WovenClients) -> None:
    sent = _followed(clients, ACCEPTED, "list_repos", page=9)
    assert sent == b"GET /users/5/repos?page=9&since=2026-01-02T12%3A00%3A00Z"
    sent = _followed(clients, CREATED, "get", "body", full=True)
    assert sent == b"GET /users/b%20c?full=true"
    sent = _followed(clients, CREATED, "get", "gone", id="mine")
    assert sent == b"GET /users/mine"


def test_a_value_of_another_type_is_refused(clients: WovenClients) -> None:
    error = clients.woven.module("errors").RequestValidationError
    with pytest.raises(error, match="the link 'wrong' leads to is not of its type"):
        _followed(clients, CREATED, "list_repos")


def test_a_value_that_is_not_there_is_told(clients: WovenClients) -> None:
    error = clients.woven.module("errors").RequestValidationError
    with pytest.raises(error, match=r"createUser: the link 'gone' needs \$response"):
        _followed(clients, CREATED, "get", "gone")


def test_which_link_must_be_plain(clients: WovenClients) -> None:
    with pytest.raises(TypeError, match="createUser has several links there"):
        _followed(clients, CREATED, "get")
    with pytest.raises(TypeError, match=r"no such link to users\.create, but 'body'"):
        _followed(clients, CREATED, "create")
    with pytest.raises(TypeError, match=r"no such link to users\.get, but 'repos' to"):
        _followed(clients, ACCEPTED, "get", "body")


def test_an_answer_can_be_pickled_and_has_no_request_then(woven: Woven) -> None:
    clients = WovenClients(woven, is_async=False)
    with serving(CREATED) as server:
        answer = clients.call(server.url, "users.create", "o", raw=True)
    assert answer.exchange is not None
    assert pickle.loads(pickle.dumps(answer)).exchange is None
    assert pickle.loads(pickle.dumps(answer)) == answer


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        (_link("$response.body#/id") | {"operationId": "no"}, "it leads to no"),
        ({"operationRef": "other.yaml#/paths/~1a/get"}, "it leads to no operation"),
        (_link("$response.query.id"), "a value is no runtime expression"),
        (_link("a{$nothing}"), "a value is no runtime expression"),
        (_link("$response.body#/id", "other"), "has no such parameter"),
        (_link("$method", requestBody={}), "`requestBody` of a link is not heeded"),
        (_link("$method", server={"url": "/"}), "`server` of a link is not heeded"),
    ],
)
def test_what_no_method_follows_is_told(link: Json, reason: str) -> None:
    response = {"description": "", "links": {"x": link}}
    get = PATHS["/users/{id}"]["get"]
    post = {"operationId": "make", "responses": {"200": response}}
    paths = {"/users/{id}": {"get": get}, "/users": {"post": post}}
    with weave(document(paths=paths)) as woven:
        (note,) = woven.reported("links-ignored")
        assert reason in note.message
        assert note.where.pointer == "/paths/~1users/post/responses/200/links/x"
