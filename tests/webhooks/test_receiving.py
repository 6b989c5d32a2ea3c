"""Events are verified, then read: typed, as far as they can be."""

import json
import warnings
from typing import Any

import pytest

from tests.weaving import Woven

CREATED = {"type": "order.created", "id": "o1", "total": 5}
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.fixture
def webhooks(shop: Woven) -> Any:
    return shop.module("webhooks")


def unverified(webhooks: Any, value: object, **options: Any) -> Any:
    """An event that nobody has signed."""
    body = json.dumps(value).encode()
    options = {"headers": {}, "verify": "unverified", **options}
    return webhooks.parse(body, **options)


def test_an_event_is_of_its_type(webhooks: Any, shop: Woven) -> None:
    event = unverified(webhooks, CREATED, name="order.created")
    assert type(event) is shop.models.Created
    assert (event.id, event.total) == ("o1", 5)
    shipped = {"type": "shipped", "carrier": "DHL"}
    event = unverified(webhooks, shipped, name="subscribe.onShipped")
    assert type(event) is shop.models.Shipped
    assert webhooks.parse(b"", {}, name="ping", verify="unverified") is None
    csv = {"content-type": "text/csv; charset=utf-8"}
    assert webhooks.parse("a,\u00e9", csv, name="report", verify="unverified") == (
        "a,\u00e9"
    )


def test_without_a_name_its_body_decides(webhooks: Any, shop: Woven) -> None:
    shipped = {"type": "shipped", "carrier": "DHL"}
    assert type(unverified(webhooks, CREATED)) is shop.models.Created
    assert type(unverified(webhooks, shipped)) is shop.models.Shipped
    for other in ({"type": "other"}, {**CREATED, "total": -1}, 5):
        with pytest.raises(webhooks.EventError, match="give its name"):
            unverified(webhooks, other)


def test_nothing_is_read_before_it_is_verified(webhooks: Any) -> None:
    scheme = webhooks.StandardWebhooks(SECRET)
    body = json.dumps(CREATED).encode()
    fields = scheme.sign(body, "msg_1")
    event = webhooks.parse(body, fields, name="order.created", verify=scheme)
    assert event.id == "o1"
    for headers in ({}, {**fields, "webhook-id": "msg_2"}):
        with pytest.raises(webhooks.SignatureError):
            webhooks.parse(b"no json", headers, name="order.created", verify=scheme)
    with pytest.raises(TypeError, match="'unverified'"):
        webhooks.parse(body, {}, name="order.created", verify="Unverified")
    with pytest.raises(TypeError, match="verify"):
        webhooks.parse(body, {}, name="order.created")


def test_a_body_that_breaks_the_document(webhooks: Any) -> None:
    broken = {**CREATED, "total": -1}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        event = unverified(webhooks, broken, name="order.created")
    assert event.id == "o1"
    assert ["order.created" in str(each.message) for each in caught] == [True]
    with pytest.raises(webhooks.EventError, match=r"'order.created'.*/total"):
        unverified(webhooks, broken, name="order.created", strict=True)
    with pytest.raises(webhooks.EventError, match=r"order\.created"):
        webhooks.parse(b"{", {}, name="order.created", verify="unverified")
    with pytest.raises(
        ValueError, match=r"no event 'orders'; there are order\.created"
    ):
        unverified(webhooks, CREATED, name="orders")
