"""Events are judged, signed and sent; a server by hand compares what arrives."""

import asyncio
import json
from typing import Any

import httpx2
import pytest

from tests.runtime_client.scripted_server import Reply, ScriptedServer
from tests.weaving import Woven

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.fixture
def webhooks(shop: Woven) -> Any:
    return shop.module("webhooks")


@pytest.fixture(params=["Sender", "AsyncSender"])
def send(request: pytest.FixtureRequest, webhooks: Any) -> Any:
    """Sends one event with a sender of its own, sync or async."""

    def run(*arguments: Any, options: Any = None, **settings: Any) -> Any:
        sender = getattr(webhooks, request.param)(**settings)
        if request.param == "Sender":
            with sender:
                return sender.send(*arguments, options=options)

        async def sending() -> Any:
            async with sender:
                return await sender.send(*arguments, options=options)

        return asyncio.run(sending())

    return run


def created(shop: Woven) -> Any:
    return shop.models.Created(id="o1", total=5)


def test_what_arrives(
    send: Any, shop: Woven, subscriber: ScriptedServer, webhooks: Any
) -> None:
    subscriber.script = [Reply(204)]
    scheme = webhooks.StandardWebhooks(SECRET)
    url = f"{subscriber.url}/hook/?token=a%2Fb&flag&token=c+d"
    assert send("order.created", url, created(shop), sign=scheme) is None
    (request,) = subscriber.requests
    assert request.method == "POST"
    assert request.target == "/v1/hook/?token=a%2Fb&flag&token=c+d"
    assert request.body == b'{"id":"o1","total":5,"type":"order.created"}' or (
        json.loads(request.body) == {"type": "order.created", "id": "o1", "total": 5}
    )
    assert request.headers["content-type"] == "application/json"
    scheme.verify(request.body, request.headers)
    event = webhooks.parse(request.body, request.headers, verify=scheme)
    assert event == created(shop)


def test_what_is_answered(send: Any, shop: Woven, subscriber: ScriptedServer) -> None:
    json_type = {"content-type": "application/json"}
    subscriber.script = [Reply(200, b'{"at":"2026-01-02T03:04:05Z"}', json_type)]
    shipped = shop.models.Shipped(carrier="DHL")
    receipt = send("subscribe.onShipped", subscriber.url, shipped)
    assert receipt.at.year == 2026
    subscriber.script = [Reply(410)]
    errors = shop.module("errors")
    with pytest.raises(errors.ClientError) as raised:
        send("subscribe.onShipped", subscriber.url, shipped)
    assert raised.value.status_code == 410


def test_attempts_have_one_signature(
    shop: Woven, subscriber: ScriptedServer, webhooks: Any
) -> None:
    subscriber.script = [Reply(429, headers={"retry-after": "0"}), Reply(204)]
    scheme = webhooks.StandardWebhooks(SECRET)
    with webhooks.Sender(sign=scheme) as sender:
        sender.send("order.created", subscriber.url, created(shop))
        sender.send("order.created", subscriber.url, created(shop))
    ids = [request.headers["webhook-id"] for request in subscriber.requests]
    assert ids[0] == ids[1] != ids[2]


def test_what_is_not_sent(send: Any, shop: Woven, subscriber: ScriptedServer) -> None:
    errors = shop.module("errors")
    broken = shop.models.Created.model_construct(id="o1", total=-1)
    with pytest.raises(errors.RequestValidationError, match="total"):
        send("order.created", subscriber.url, broken)
    with pytest.raises(errors.RequestValidationError):
        send("order.created", subscriber.url)
    with pytest.raises(ValueError, match="no event 'orders'"):
        send("orders", subscriber.url, created(shop))
    for url in ("ftp://x/hook", "hook", "http://u:p@x/hook"):
        with pytest.raises(ValueError, match="http"):
            send("order.created", url, created(shop))
    assert subscriber.requests == []


def test_settings_and_options(
    send: Any, shop: Woven, subscriber: ScriptedServer
) -> None:
    subscriber.script = [Reply(204)]
    arguments = "order.created", subscriber.url, created(shop)
    send(
        *arguments,
        headers={"authorization": "Bearer t"},
        options={"headers": {"x-extra": "1"}},
    )
    (request,) = subscriber.requests
    assert request.headers["authorization"] == "Bearer t"
    assert request.headers["x-extra"] == "1"


def test_a_client_of_ones_own_stays_open(
    shop: Woven, subscriber: ScriptedServer, webhooks: Any
) -> None:
    subscriber.script = [Reply(204)]
    with httpx2.Client(headers={"x-own": "1"}) as http_client:
        with webhooks.Sender(http_client=http_client) as sender:
            sender.send("ping", subscriber.url)
        assert not http_client.is_closed
    assert subscriber.requests[0].headers["x-own"] == "1"
    assert subscriber.requests[0].body == b""
