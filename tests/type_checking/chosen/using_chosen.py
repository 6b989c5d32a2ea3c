"""What users write against a package with types, a base and frozen models of theirs.

Never run, only checked. Lines that end in `refused` hold mistakes.
"""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from ipaddress import IPv4Address
from typing import assert_type

from chosen import Client
from chosen.models import Keyed, Money, Slot
from mytypes import Money as Mine
from pydantic import AnyUrl


def reading(slot: Slot) -> None:
    assert_type(slot.start, time)
    assert_type(slot.length, timedelta | str | None)
    assert_type(slot.exact, timedelta | None)
    assert_type(slot.at, datetime | None)
    assert_type(slot.icon, bytes | None)
    assert_type(slot.cost, Mine | None)
    assert_type(slot.costs, list[Mine] | None)
    assert_type(slot.price, Decimal | None)
    assert_type(slot.rate, Decimal | None)
    assert_type(slot.host, IPv4Address | None)
    assert_type(slot.home, AnyUrl | None)
    assert_type(slot.described(), str)
    if isinstance(slot.length, timedelta):
        assert_type(slot.length.total_seconds(), float)
    slot.length.total_seconds()  # refused
    slot.icon.encode()  # refused


def changing(slot: Slot, keyed: Keyed) -> None:
    slots = {slot, slot.model_copy(update={"icon": b""})}
    assert_type(len(slots) + hash(keyed), int)
    slot.start = time(9)  # refused
    keyed.a_b = "text"  # refused


def sending(client: Client) -> None:
    sent = client.slots.add(
        start=time(9, 30),
        length=timedelta(hours=1),
        icon=b"\x89PNG",
        cost=Money(amount=Decimal(1)),
        price=Decimal("1.50"),
        since=datetime.now(UTC),
    )
    assert_type(sent, Slot)
    assert_type(client.slots.put_icon(b"\x89PNG"), bytes)
    client.slots.put_icon("iVBORw==")  # refused
    client.slots.add(start="09:30:00")  # refused
    client.slots.add({"start": time(9), "icon": "iVBORw=="})  # refused
    client.slots.add(start=time(9), cost={"amount": "1"})  # refused
    client.slots.add(start=time(9), exact="PT1H")  # refused
