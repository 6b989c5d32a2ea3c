"""Events are received by an application: verified, typed, answered as declared."""

from __future__ import annotations

import asyncio
import json
import logging
import warnings
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest
import yaml
from starlette.applications import Starlette
from starlette.routing import Route

from tests.roundtrip.running import TLS, serve
from tests.runtime_server.asgi import call, messages
from tests.weaving import Woven, weave

from .conftest import DOCUMENT

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NOON = datetime(2024, 1, 31, 12, tzinfo=UTC)
CREATED = {"type": "order.created", "id": "o1", "total": 5}
SHIPPED = {"type": "shipped", "carrier": "DHL"}


@pytest.fixture
def webhooks(shop: Woven) -> Any:
    return shop.module("webhooks")


@pytest.fixture
def receiver(webhooks: Any) -> Any:
    """One that asks nobody who has sent what."""
    return webhooks.Receiver(verify="unverified")


def sent(app: Any, value: object, **options: Any) -> Any:
    """What is answered to an event."""
    headers = [("Content-Type", "application/json"), *options.pop("headers", ())]
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return call(app, "POST", "/", headers=headers, body=body, **options)


def test_the_senders_events_reach_the_receiver(shop: Woven, webhooks: Any) -> None:
    scheme = webhooks.StandardWebhooks(SECRET)
    receiver = webhooks.Receiver(verify=scheme)
    deliveries: list[Any] = []
    receipt = shop.models.Receipt(at=NOON)

    async def created(delivery: Any) -> None:
        deliveries.append(delivery)

    def shipped(delivery: Any) -> Any:
        deliveries.append(delivery)
        return receipt

    receiver.on("order.created")(created)
    receiver.on("subscribe.onShipped")(shipped)

    app = Starlette(routes=[Route("/hook", receiver, methods=["POST"])])
    with serve(app) as url, httpx2.Client(verify=TLS) as http:
        with webhooks.Sender(sign=scheme, http_client=http) as sender:
            order = shop.models.Created(id="o1")
            assert sender.send("order.created", f"{url}/hook", order) is None
            event = shop.models.Shipped(carrier="DHL")
            answer = sender.send("subscribe.onShipped", f"{url}/hook", event)
        refused = http.post(f"{url}/hook", json=CREATED)
    assert answer == receipt
    assert [each.name for each in deliveries] == [
        "order.created",
        "subscribe.onShipped",
    ]
    assert [each.event for each in deliveries] == [order, event]
    assert deliveries[0].headers["webhook-id"].startswith("msg_")
    assert json.loads(deliveries[0].body)["id"] == "o1"
    assert refused.status_code == 401
    assert refused.json()["title"] == "Unauthorized"


def test_it_is_answered_as_declared(receiver: Any, shop: Woven) -> None:
    receiver.on("order.created")(lambda delivery: None)
    receipt = shop.models.Receipt(at=NOON)
    receiver.on("subscribe.onShipped")(lambda delivery: receipt)
    assert sent(receiver, CREATED).status == 204
    answer = sent(receiver, SHIPPED)
    assert answer.status == 200
    assert answer.header("content-type") == "application/json"
    assert answer.json == {"at": "2024-01-31T12:00:00Z"}


def test_what_nobody_handles_is_taken(receiver: Any) -> None:
    assert sent(receiver, CREATED).status == 204


def test_what_is_no_event_is_refused(receiver: Any) -> None:
    for body in (b"{", b"5", b'{"type": "other"}'):
        answer = sent(receiver, body)
        assert answer.status == 400
        assert answer.header("content-type") == "application/problem+json"
    assert call(receiver, "GET", "/").status == 405
    assert call(receiver, "GET", "/").header("allow") == "POST"


def test_a_name_from_elsewhere(webhooks: Any) -> None:
    receiver = webhooks.Receiver(
        verify="unverified", name_of=lambda body, headers: headers.get("x-event")
    )
    names: list[str] = []
    for name in ("ping", "report", "order.created"):
        receiver.on(name)(lambda delivery: names.append(delivery.name))
    assert sent(receiver, b"", headers=[("X-Event", "ping")]).status == 204
    csv = [("Content-Type", "text/csv"), ("X-Event", "report")]
    assert call(receiver, "POST", "/", headers=csv, body=b"a,b").status == 204
    assert sent(receiver, CREATED).status == 204
    assert sent(receiver, b"?", headers=[("X-Event", "of.tomorrow")]).status == 204
    assert names == ["ping", "report", "order.created"]


def test_a_name_tells_nothing_to_who_is_not_verified(webhooks: Any) -> None:
    receiver = webhooks.Receiver(
        verify=webhooks.StandardWebhooks(SECRET), name_of=lambda body, headers: "none"
    )
    assert sent(receiver, CREATED).status == 401


def test_strict_or_not(webhooks: Any) -> None:
    broken = {**CREATED, "id": 5}
    for strict, status in ((True, 400), (False, 204)):
        receiver = webhooks.Receiver(
            verify="unverified",
            name_of=lambda body, headers: "order.created",
            strict=strict,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            assert sent(receiver, broken).status == status


def test_failures_are_the_senders_to_repeat(
    receiver: Any, caplog: pytest.LogCaptureFixture, webhooks: Any
) -> None:
    def failing(delivery: Any) -> None:
        raise LookupError("the store is closed")

    def refusing(delivery: Any) -> None:
        raise webhooks.EventError("no such parcel")

    receiver.on("order.created")(failing)
    receiver.on("subscribe.onShipped")(refusing)

    assert sent(receiver, CREATED).status == 500
    assert "the store is closed" in caplog.text
    answer = sent(receiver, SHIPPED)
    assert (answer.status, answer.json["detail"]) == (400, "no such parcel")


def test_what_is_given_back_and_not_declared(
    receiver: Any, caplog: pytest.LogCaptureFixture
) -> None:
    receiver.on("order.created")(lambda delivery: 5)
    with caplog.at_level(logging.ERROR):
        assert sent(receiver, CREATED).status == 500
    assert "answered without a body" in caplog.text


def test_a_body_has_a_limit(webhooks: Any) -> None:
    receiver = webhooks.Receiver(verify="unverified", max_body_size=100)
    chunks = [b" " * 60, b" " * 60]
    assert call(receiver, "POST", "/", body=chunks).status == 413
    assert messages(receiver, "POST", "/", body=b"{", disconnect=True) == []


def test_what_cannot_handle_is_refused(receiver: Any, webhooks: Any) -> None:
    receiver.on("ping")(lambda delivery: None)
    with pytest.raises(ValueError, match="has a handler already"):
        receiver.on("ping")(lambda delivery: None)
    with pytest.raises(ValueError, match="there is no event 'pong'"):
        receiver.on("pong")
    with pytest.raises(TypeError, match="takes the delivery alone"):
        receiver.on("report")(lambda: None)
    with pytest.raises(TypeError, match="the word 'unverified'"):
        webhooks.Receiver(verify="no")


def test_it_can_be_run_by_itself(receiver: Any) -> None:
    sending = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
    done: list[Any] = []

    async def receive() -> Any:
        return sending.pop(0)

    async def send(message: Any) -> None:
        done.append(message["type"])

    asyncio.run(receiver({"type": "lifespan"}, receive, send))
    assert done == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


def test_a_single_event_needs_no_overloads() -> None:
    document = yaml.safe_load(DOCUMENT.read_text("utf-8"))
    document["webhooks"] = {"ping": document["webhooks"]["ping"]}
    document["paths"] = {}
    with weave(document, targets=("models", "client")) as woven:
        receiver = woven.module("webhooks").Receiver(verify="unverified")
        receiver.on("ping")(lambda delivery: None)
        assert sent(receiver, b"", headers=[]).status in {204, 400}


URLS = {
    "onHeader": "{$request.header.X-To}",
    "onWhole": "$request.query.to",
    "onPath": "https://{$request.query.to}/{$request.path.id}?m={$method}",
    "onAnswer": "{$response.body#/url}",
    "onStatus": "https://x.example/{$statusCode}",
}


def _with_callbacks() -> Any:
    """The document with callbacks that go by all that a request has."""
    document = yaml.safe_load(DOCUMENT.read_text("utf-8"))
    subscribe = document["paths"].pop("/subscriptions")["post"]
    subscribe["operationId"] = "subscribe"
    subscribe["tags"] = ["shop"]
    subscribe["parameters"] = [
        {"name": name, "in": where, "schema": {"type": "string"}, "required": True}
        for name, where in (("id", "path"), ("X-To", "header"), ("to", "query"))
    ]
    event = {"post": {"responses": {"204": {"description": "taken"}}}}
    subscribe["callbacks"] |= {key: {url: event} for key, url in URLS.items()}
    document["paths"] = {"/subscriptions/{id}": {"post": subscribe}}
    return document


def test_a_callback_goes_where_the_request_says() -> None:
    with weave(_with_callbacks()) as woven:
        webhooks = woven.module("webhooks")
        found: dict[str, str] = {}

        class Shop(woven.module("server.shop").ShopApi):  # type: ignore[misc]
            def subscribe(self, request: Any) -> Any:
                for key in ("onShipped", *URLS):
                    try:
                        url = webhooks.callback_url(f"subscribe.{key}", request.http)
                    except LookupError as error:
                        url = str(error)
                    found[key] = url
                with pytest.raises(ValueError, match="no callback 'other'"):
                    webhooks.callback_url("other", request.http)
                return woven.module("server.shop").Subscribe.Created()

        app = woven.module("server").create_app(shop=Shop())
        answer = call(
            app,
            "POST",
            "/subscriptions/a%2Fb?to=me.example",
            headers=[
                ("Content-Type", "application/json"),
                ("X-To", "https://h.example"),
            ],
            body=b'{"callbackUrl": "https://c.example/hook"}',
        )
    assert answer.status == 201, answer
    assert found == {
        "onShipped": "https://c.example/hook",
        "onHeader": "https://h.example",
        "onWhole": "me.example",
        "onPath": "https://me.example/a/b?m=POST",
        "onAnswer": "the callback 'subscribe.onAnswer' goes to {$response.body#/url},"
        " which the request does not have",
        "onStatus": "the callback 'subscribe.onStatus' goes to"
        " https://x.example/{$statusCode}, which the request does not have",
    }
