"""The models of the sample API."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AwareDatetime, Field

from apiloom.runtime.model import Integer, Model, NotNull


class ErrorField(Model):
    """What went wrong."""

    type: Annotated[str | None, NotNull()] = None
    message: Annotated[str | None, NotNull()] = None


class BifrostError(Model):
    """Standard error response"""

    error: ErrorField


class Budget(Model):
    """Budget configuration"""

    id: str
    max_limit: float
    calendar_aligned: bool = False
    last_reset: AwareDatetime


class Customer(Model):
    """Customer configuration"""

    id: Annotated[str | None, NotNull()] = None
    name: Annotated[str | None, NotNull()] = None
    budget: Annotated[Budget | None, NotNull()] = None
    teams: Annotated[list["Team"] | None, NotNull()] = None
    config_hash: str | None = None
    created_at: Annotated[AwareDatetime | None, NotNull()] = None


class Team(Model):
    """Team configuration"""

    id: Annotated[str | None, NotNull()] = None
    name: Annotated[str | None, NotNull()] = None
    customer: Annotated[Customer | None, NotNull()] = None
    profile: Annotated[dict[str, Any] | None, NotNull()] = None


class CustomerResponse(Model):
    """Customer operation response"""

    message: Annotated[str | None, NotNull()] = None
    customer: Annotated[Customer | None, NotNull()] = None


class UpdateBudgetRequest(Model):
    """Update budget request"""

    max_limit: Annotated[float | None, NotNull()] = None
    reset_duration: Annotated[str | None, NotNull()] = None
    calendar_aligned: bool | None = None


class UpdateCustomerRequest(Model):
    """Update customer request"""

    name: Annotated[str | None, NotNull()] = None
    budget: Annotated[UpdateBudgetRequest | None, NotNull()] = None


class Kind(StrEnum):
    """The kinds of things."""

    TOOL = "tool"
    TOY = "toy"


class Point(Model):
    """A place"""

    x: Integer
    y: Annotated[Integer | None, NotNull()] = None


class Filter(Model):
    """What to look for"""

    name: Annotated[str | None, NotNull()] = None
    size: Annotated[Integer | None, NotNull()] = None
    labels: Annotated[list[str] | None, NotNull()] = None
    near: Annotated[Point | None, NotNull()] = None


class Page(Model):
    """Which part of a list"""

    first: Annotated[Integer | None, NotNull()] = None
    last: Annotated[Integer | None, NotNull()] = None


class Upload(Model):
    """A file and what it is"""

    title: str
    size: Annotated[Integer | None, NotNull()] = None
    taken: Annotated[date | None, NotNull()] = None
    tags: Annotated[list[str] | None, NotNull()] = None
    place: Annotated[Point | None, NotNull()] = None
    file: Annotated[bytes | None, NotNull()] = None


class Signup(Model):
    """A form"""

    name: Annotated[str, Field(min_length=1)]
    age: Annotated[Integer | None, NotNull()] = None
    class_: Annotated[str | None, NotNull(), Field(alias="class")] = None
    topics: Annotated[list[str] | None, NotNull()] = None
