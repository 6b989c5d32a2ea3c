"""The models of `orders.json` as somebody writes them by hand.

Strict, and with the keys kept that the document does not name, since the generated ones
are: so each does the same work.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


class Strict(BaseModel):
    """What all of them have in common."""

    model_config = ConfigDict(strict=True, extra="allow")


class Address(Strict):
    """Where somebody lives."""

    street: str
    city: str
    country: str | None = None
    post_code: str | None = None


class Customer(Strict):
    """Who has ordered."""

    id: int
    name: Annotated[str, Field(max_length=80)]
    email: str | None = None
    vip: bool | None = None
    address: Address | None = None


class Item(Strict):
    """A line of an order."""

    sku: str
    quantity: Annotated[int, Field(ge=1)]
    price: float
    discount: float | None = None
    tags: list[str] | None = None


class Order(Strict):
    """What is sent."""

    id: UUID
    status: Literal["new", "paid", "sent", "closed"]
    created_at: datetime
    customer: Customer
    items: list[Item]
    total: float
    note: str | None = None
    due: date | None = None
    labels: dict[str, str] | None = None
