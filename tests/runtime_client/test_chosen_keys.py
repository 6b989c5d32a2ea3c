"""Idempotency keys that the user wants where the document has none, over a socket."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from apiloom.core.idempotency_rule import IdempotencyRule
from tests.weaving import Woven, document, weave

from .scripted_server import Reply, ScriptedServer, running
from .woven_clients import WovenClients

RULES = (
    IdempotencyRule("payOrder", "Pay-Id"),
    IdempotencyRule("listed", "Request-Id"),
    IdempotencyRule("POST /orders*"),
)
BUSY = Reply(500, headers={"retry-after": "0"})


def _operation(name: str, *parameters: Any) -> Any:
    return {
        "operationId": name,
        "tags": ["t"],
        "parameters": [*parameters],
        "responses": {"204": {"description": ""}},
    }


REQUEST_ID = {"name": "request-id", "in": "header", "schema": {"type": "string"}}
PATHS: Any = {
    "/orders": {"post": _operation("makeOrder")},
    "/plain": {"post": _operation("mendOrder")},
    "/paid": {"post": _operation("payOrder")},
    "/listed": {"post": _operation("listed", REQUEST_ID)},
}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(document(paths=PATHS), clean=True, idempotency=RULES) as package:
        yield package


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def clients(request: pytest.FixtureRequest, woven: Woven) -> WovenClients:
    return WovenClients(woven, request.param, {"max_retries": 2})


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with running() as server:
        server.script = [BUSY, BUSY, Reply(204)]
        yield server


@pytest.mark.parametrize(
    ("method", "header"),
    [
        ("make_order", "idempotency-key"),
        ("pay_order", "pay-id"),
        ("listed", "request-id"),
    ],
)
def test_one_is_made_and_sent_again(
    clients: WovenClients, server: ScriptedServer, method: str, header: str
) -> None:
    clients.call(server.url, f"t.{method}")
    keys = [request.headers[header] for request in server.requests]
    assert len(keys) == 3
    assert len({*keys}) == 1
    assert UUID(keys[0]).version == 4
    others = {"idempotency-key", "pay-id", "request-id"} - {header}
    assert others.isdisjoint(server.requests[0].headers)


def test_that_of_the_caller(clients: WovenClients, server: ScriptedServer) -> None:
    given = {"idempotency_key": "mine"}
    clients.call(server.url, "t.pay_order", options=given)
    assert [each.headers["pay-id"] for each in server.requests] == ["mine"] * 3
    by_hand = {"headers": {"PAY-ID": "by hand"}}
    clients.call(server.url, "t.pay_order", options=by_hand)
    assert server.requests[-1].headers["pay-id"] == "by hand"
    clients.call(server.url, "t.listed", request_id="as an argument")
    assert server.requests[-1].headers["request-id"] == "as an argument"


def test_no_key_and_no_second_attempt(
    clients: WovenClients, server: ScriptedServer, woven: Woven
) -> None:
    errors = woven.module("errors")
    calls: tuple[tuple[str, Any], ...] = (
        ("t.mend_order", {}),
        ("t.pay_order", {"idempotency_key": None}),
    )
    for method, options in calls:
        server.requests.clear()
        server.script = [Reply(500), Reply(204)]
        with pytest.raises(errors.ServerError):
            clients.call(server.url, method, options=options)
        (request,) = server.requests
        assert "pay-id" not in request.headers
        assert "idempotency-key" not in request.headers


def test_only_the_client_knows_it(woven: Woven) -> None:
    assert 'key_header="Pay-Id"' in woven.source("operations/t.py")
    assert "Pay-Id" not in woven.source("server/t.py")
