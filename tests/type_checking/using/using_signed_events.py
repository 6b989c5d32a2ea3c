"""Programs whose configuration has the scheme of webhooks; as `using_all`."""

from typing import assert_type

import standard_events.webhooks
from signed_events import webhooks
from signed_events.models import Pushed


def receive(body: bytes, headers: dict[str, str], secret: str) -> Pushed:
    scheme = webhooks.scheme(secret)
    assert_type(scheme, webhooks.HmacSignature)
    webhooks.scheme([secret, b"\x00"])
    webhooks.scheme()  # refused
    webhooks.scheme(5)  # refused
    webhooks.scheme(secret, header="X-Other")  # refused
    return webhooks.parse(body, headers, name="pushed", verify=scheme)


def send(url: str, secret: bytes) -> None:
    with webhooks.Sender(sign=webhooks.scheme(secret)) as sender:
        sender.send("pushed", url, Pushed(ref="main"))
    webhooks.Sender(sign=webhooks.scheme)  # refused


standard = standard_events.webhooks.scheme(["whsec_AAAA", "whsec_BBBB"])
assert_type(standard, standard_events.webhooks.StandardWebhooks)
standard_events.webhooks.scheme(b"\x00")  # refused
