"""Programs that receive webhooks and send them; as `using_all`."""

from datetime import UTC, datetime
from typing import assert_type

from events import webhooks
from events.models import Created, Receipt, Shipped
from events.server import HttpRequest

scheme = webhooks.StandardWebhooks("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
github = webhooks.HmacSignature(
    secret="s", header="X-Hub-Signature-256", prefix="sha256="
)


def receive(body: bytes, headers: dict[str, str]) -> None:
    created = webhooks.parse(body, headers, name="order.created", verify=scheme)
    assert_type(created, Created)
    shipped = webhooks.parse(
        body, headers, name="subscribe.onShipped", verify=github, strict=True
    )
    assert_type(shipped, Shipped)
    webhooks.parse(body, headers, name="orders", verify=scheme)  # refused
    webhooks.parse(body, headers, name="order.created")  # refused
    webhooks.parse(body, headers, verify="unchecked")  # refused
    event = webhooks.parse(body, headers, verify="unverified")
    assert_type(event, Created | Shipped | str | None)


receiver = webhooks.Receiver(verify=scheme, name_of=lambda body, headers: None)


@receiver.on("order.created")
async def on_created(delivery: webhooks.Delivery[Created]) -> None:
    assert_type(delivery.event, Created)


@receiver.on("subscribe.onShipped")
def on_shipped(delivery: webhooks.Delivery[Shipped]) -> Receipt:
    return Receipt(at=datetime.now(UTC))


@receiver.on("ping")
def on_ping(delivery: webhooks.Delivery[None]) -> None: ...


@receiver.on("report")  # refused
def on_report(delivery: webhooks.Delivery[Created]) -> None: ...


async def late(delivery: webhooks.Delivery[Shipped]) -> None: ...


receiver.on("subscribe.onShipped")(late)  # refused
receiver.on("pong")  # refused
webhooks.Receiver()  # refused


def url_of(http: HttpRequest) -> str:
    webhooks.callback_url("order.created", http)  # refused
    webhooks.callback_url("subscribe.onShipped", "http")  # refused
    return webhooks.callback_url("subscribe.onShipped", http)


def send(sender: webhooks.Sender, url: str) -> Receipt:
    sender.send("order.created", url, Created(id="o1"))
    sender.send("ping", url)
    sender.send("report", url, "a,b", options={"timeout": 5})
    sender.send("order.created", url, Shipped(carrier="DHL"))  # refused
    sender.send("ping", url, Created(id="o1"))  # refused
    sender.send("pong", url)  # refused
    return sender.send("subscribe.onShipped", url, Shipped(carrier="DHL"))


async def async_send(url: str) -> Receipt:
    async with webhooks.AsyncSender(sign=scheme) as sender:
        await sender.send("order.created", url, Created(id="o1"))
        return await sender.send("subscribe.onShipped", url, Shipped(carrier="DHL"))
