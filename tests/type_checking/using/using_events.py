"""Programs that receive webhooks and send them; as `using_all`."""

from typing import assert_type

from events import webhooks
from events.models import Created, Receipt, Shipped

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
