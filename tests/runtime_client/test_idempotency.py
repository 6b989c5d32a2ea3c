"""Idempotency keys: made for a call, the same in each attempt, a reason to retry."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import httpx2
import pytest

from tests.weaving import Woven, document, weave


def _operation(name: str, *headers: Any) -> Any:
    return {
        "operationId": name,
        "tags": ["t"],
        "parameters": [*headers],
        "responses": {"200": {"description": ""}},
    }


def _header(name: str, **members: Any) -> Any:
    return {"name": name, "in": "header", "schema": {"type": "string"}, **members}


PATHS: Any = {
    "/declared": {"post": _operation("declared", _header("Idempotency-Key"))},
    "/required": {
        "post": _operation("required", _header("X-Idempotency-Key", required=True)),
        "put": _operation(
            "uuid",
            _header("idempotency-key", schema={"type": "string", "format": "uuid"}),
        ),
    },
    "/plain": {"post": _operation("plain"), "get": _operation("look")},
}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(document(paths=PATHS), clean=True) as package:
        yield package


class Server:
    """Answers 500 and then 200, and keeps the keys that it was sent."""

    def __init__(self, *outcomes: int | Exception) -> None:
        self.outcomes = list(outcomes)
        self.keys: list[str | None] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        fields = request.headers
        key = fields.get("idempotency-key") or fields.get("x-idempotency-key")
        self.keys.append(key)
        outcome = self.outcomes.pop(0) if self.outcomes else 200
        if isinstance(outcome, Exception):
            raise outcome
        return httpx2.Response(outcome)


Call = Callable[..., Any]


@pytest.fixture(params=["sync", "async"])
def call(request: pytest.FixtureRequest, woven: Woven) -> Call:
    """Calls a method of a client over a server, without any pause."""

    def run(server: Server, method: str, *, client: Any = None, **keywords: Any) -> Any:
        transport = httpx2.MockTransport(server)
        settings = {"base_url": "http://a.test", **(client or {})}
        if request.param == "sync":
            with httpx2.Client(transport=transport) as http:
                made = woven.package.Client(http_client=http, **settings)
                made._sleep = lambda _: None
                return getattr(made.t, method)(**keywords)

        async def use() -> Any:
            async def sleep(_: float) -> None: ...

            async with httpx2.AsyncClient(transport=transport) as http:
                made = woven.package.AsyncClient(http_client=http, **settings)
                made._sleep = sleep
                return await getattr(made.t, method)(**keywords)

        return asyncio.run(use())

    return run


@pytest.mark.parametrize("method", ["declared", "required", "uuid"])
def test_one_is_made_and_sent_again(call: Call, method: str) -> None:
    server = Server(500, httpx2.ReadError("torn"), 200)
    call(server, method)
    assert len(server.keys) == 3
    assert len({*server.keys}) == 1
    assert UUID(server.keys[0]).version == 4
    again = Server()
    call(again, method)
    assert again.keys != server.keys[:1]


def test_that_of_the_caller(call: Call) -> None:
    server = Server(502)
    call(server, "declared", idempotency_key="mine")
    assert server.keys == ["mine", "mine"]
    server = Server(502)
    call(server, "declared", options={"idempotency_key": "mine"})
    assert server.keys == ["mine", "mine"]
    server = Server(502)
    options = {"headers": {"Idempotency-Key": "by hand"}}
    call(server, "plain", options=options)
    assert server.keys == ["by hand", "by hand"]


def test_without_one_a_post_is_sent_once(call: Call, woven: Woven) -> None:
    for method, options in (("plain", {}), ("declared", {"idempotency_key": None})):
        server = Server(500)
        with pytest.raises(woven.package.errors.ServerError):
            call(server, method, options=options)
        assert server.keys == [None]


def test_a_required_one_cannot_be_left_out(call: Call, woven: Woven) -> None:
    with pytest.raises(woven.package.errors.RequestValidationError):
        call(Server(), "required", options={"idempotency_key": None})


def test_where_the_document_has_none(call: Call) -> None:
    server = Server(500)
    call(server, "plain", options={"idempotency_key": "mine"})
    assert server.keys == ["mine", "mine"]
    server = Server(500)
    call(server, "plain", client={"idempotency_keys": True})
    first, second = server.keys
    assert first is not None
    assert first == second
    server = Server()
    call(server, "look", client={"idempotency_keys": True})
    assert server.keys == [None]
