"""Customers and their teams, which refer to each other."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from apiloom.runtime.digits import Integer
from apiloom.runtime.model import Maybe, Model


class Card(Model):
    """Payment by card"""

    kind: Literal["card"]
    digits: str


class Invoice(Model):
    """Payment by invoice"""

    kind: Literal["invoice"]
    days: Integer


class Customer(Model):
    """A customer"""

    id: str
    name: str
    status: Maybe[Literal["active", "closed"]] = None
    created_at: Maybe[AwareDatetime] = None
    limit: Maybe[float] = None
    note: str | None = None
    plan: str = "free"
    class_: Annotated[Maybe[Literal["a", "b"]], Field(alias="class")] = None
    teams: Maybe[list["Team"]] = None
    labels: Maybe[dict[str, Integer]] = None
    payment: Annotated[Maybe[Card | Invoice], Field(discriminator="kind")] = None
    tags: Maybe[list[Literal["x", "y"]]] = None


class Team(Model):
    """A team of a customer"""

    name: str
    customer: Maybe[Customer] = None
