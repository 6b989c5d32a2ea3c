"""Customers and their teams, which refer to each other."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from apiloom.runtime.model import Integer, Model, NotNull


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
    status: Annotated[Literal["active", "closed"] | None, NotNull()] = None
    created_at: Annotated[AwareDatetime | None, NotNull()] = None
    limit: Annotated[float | None, NotNull()] = None
    note: str | None = None
    plan: str = "free"
    class_: Annotated[Literal["a", "b"] | None, NotNull(), Field(alias="class")] = None
    teams: Annotated[list["Team"] | None, NotNull()] = None
    labels: Annotated[dict[str, Integer] | None, NotNull()] = None
    payment: Annotated[
        Card | Invoice | None, NotNull(), Field(discriminator="kind")
    ] = None
    tags: Annotated[list[Literal["x", "y"]] | None, NotNull()] = None


class Team(Model):
    """A team of a customer"""

    name: str
    customer: Annotated[Customer | None, NotNull()] = None
