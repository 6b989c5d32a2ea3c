"""What no type expresses holds for callers, on both sides of a real socket."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from pydantic import ValidationError

from tests.roundtrip.running import TLS, serve
from tests.shapes import INTEGER, TEXT, array, obj, ref
from tests.weaving import Woven, document, weave

ORDER: dict[str, Any] = {
    **obj(
        "kind",
        kind={"enum": ["card", "cash"]},
        number=TEXT,
        due={"type": "string", "format": "date"},
        lines=array(ref("Line"), uniqueItems=True),
        parent=ref("Order"),
    ),
    "if": {"properties": {"kind": {"const": "card"}}},
    "then": {"required": ["number"]},
    "maxProperties": 3,
}
SCHEMAS: dict[str, object] = {
    "Order": ORDER,
    "Line": obj("sku", sku=TEXT | {"not": {"const": "none"}}, count=INTEGER),
    "Code": TEXT | {"pattern": r"^\d{3}$"},
}
CONTENT = {"application/json": {"schema": ref("Order")}}
MOMENT = {"type": "string", "format": "date-time"}
PATHS = {
    "/orders": {
        "post": {
            "operationId": "place_order",
            "tags": ["orders"],
            "parameters": [
                {"name": "code", "in": "query", "schema": ref("Code")},
                {"name": "since", "in": "query", "schema": MOMENT},
            ],
            "requestBody": {"required": True, "content": CONTENT},
            "responses": {"200": {"description": "placed", "content": CONTENT}},
        }
    }
}
FINE = {"kind": "card", "number": "1", "due": "2024-02-29"}
WRONG = {"kind": "card", "due": "2024-02-29"}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(document(schemas=SCHEMAS, paths=PATHS), clean=True) as found:
        yield found


@pytest.fixture(scope="module")
def url(woven: Woven) -> Iterator[str]:
    """A server whose answer is the order itself."""
    server = woven.module("server")
    api = woven.module("server.orders")

    async def place(_: Any, request: Any) -> Any:
        return api.Place.Ok(request.body)

    orders = type("Orders", (api.OrdersApi,), {"place": place})
    app = server.create_app(orders=orders())
    with serve(app) as address:
        yield address


def test_an_instance_is_judged_when_it_is_made(woven: Woven) -> None:
    models = woven.models
    with pytest.raises(ValidationError, match="`if`"):
        models.Order(kind="card")
    with pytest.raises(ValidationError, match="`uniqueItems`"):
        models.Order(kind="cash", lines=[models.Line(sku="a"), models.Line(sku="a")])
    with pytest.raises(ValidationError, match="`not`"):
        models.Line(sku="none")
    assert models.Order(kind="cash", parent=models.Order(kind="cash")).parent


def test_an_assignment_that_is_refused_changes_nothing(woven: Woven) -> None:
    order = woven.models.Order(kind="cash")
    with pytest.raises(ValidationError, match="`if`"):
        order.kind = "card"
    assert order == woven.models.Order(kind="cash")
    order.number = "1"
    order.kind = "card"
    assert order.model_fields_set == {"kind", "number"}


def test_a_value_inside_another_is_judged(woven: Woven) -> None:
    assert woven.accepts("Order", {"kind": "cash", "parent": FINE})
    assert not woven.accepts("Order", {"kind": "cash", "parent": WRONG})


def test_the_client_sends_nothing_wrong(woven: Woven, url: str) -> None:
    with (
        httpx2.Client(verify=TLS) as http,
        woven.module("client").Client(base_url=url, http_client=http) as client,
    ):
        answer = client.orders.place(kind="card", number="1", code="123")
        assert (type(answer), answer.number) == (woven.models.Order, "1")
        refused = woven.module("errors").RequestValidationError
        with pytest.raises(refused, match="if"):
            client.orders.place(kind="card")
        with pytest.raises(refused, match="if"):
            client.orders.place({"kind": "card"})


def test_the_server_refuses_what_is_wrong(url: str) -> None:
    with httpx2.Client(base_url=url, verify=TLS) as http:
        assert http.post("/orders", json=FINE).json() == FINE
        answer = http.post("/orders", json=WRONG)
        assert answer.status_code == 400
        assert "`if`" in answer.text
        assert http.post("/orders?code=12", json=FINE).status_code == 400
        assert http.post("/orders?since=1704067200", json=FINE).status_code == 400
        fine = "/orders?code=123&since=2024-01-01T00:00:00Z"
        assert http.post(fine, json=FINE).status_code == 200


def test_the_client_keeps_a_wrong_answer_typed_and_warns(woven: Woven) -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, json={"kind": "cash", "parent": WRONG})

    http = httpx2.Client(transport=httpx2.MockTransport(answer))
    client: Any = woven.module("client").Client(
        base_url="https://a.example", http_client=http
    )
    with client, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        read = client.orders.place(kind="cash")
    assert type(read.parent) is woven.models.Order
    assert read.parent.due.year == 2024
    assert ["/parent" in str(each.message) for each in caught] == [True]
    assert woven.write("Order", read) == {"kind": "cash", "parent": WRONG}
