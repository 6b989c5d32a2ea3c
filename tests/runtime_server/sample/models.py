"""The models of the sample API."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AwareDatetime, Field

from apiloom.runtime.digits import Integer
from apiloom.runtime.model import Maybe, Model


class ErrorField(Model):
    """What went wrong."""

    type: Maybe[str] = None
    message: Maybe[str] = None


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

    id: Maybe[str] = None
    name: Maybe[str] = None
    budget: Maybe[Budget] = None
    teams: Maybe[list["Team"]] = None
    config_hash: str | None = None
    created_at: Maybe[AwareDatetime] = None


class Team(Model):
    """Team configuration"""

    id: Maybe[str] = None
    name: Maybe[str] = None
    customer: Maybe[Customer] = None
    profile: Maybe[dict[str, Any]] = None


class CustomerResponse(Model):
    """Customer operation response"""

    message: Maybe[str] = None
    customer: Maybe[Customer] = None


class UpdateBudgetRequest(Model):
    """Update budget request"""

    max_limit: Maybe[float] = None
    reset_duration: Maybe[str] = None
    calendar_aligned: bool | None = None


class UpdateCustomerRequest(Model):
    """Update customer request"""

    name: Maybe[str] = None
    budget: Maybe[UpdateBudgetRequest] = None


class Kind(StrEnum):
    """The kinds of things."""

    TOOL = "tool"
    TOY = "toy"


class Point(Model):
    """A place"""

    x: Integer
    y: Maybe[Integer] = None


class Filter(Model):
    """What to look for"""

    name: Maybe[str] = None
    size: Maybe[Integer] = None
    labels: Maybe[list[str]] = None
    near: Maybe[Point] = None


class Page(Model):
    """Which part of a list"""

    first: Maybe[Integer] = None
    last: Maybe[Integer] = None


class Upload(Model):
    """A file and what it is"""

    title: str
    size: Maybe[Integer] = None
    taken: Maybe[date] = None
    tags: Maybe[list[str]] = None
    place: Maybe[Point] = None
    file: Maybe[bytes] = None


class Signup(Model):
    """A form"""

    name: Annotated[str, Field(min_length=1)]
    age: Maybe[Integer] = None
    class_: Annotated[Maybe[str], Field(alias="class")] = None
    topics: Maybe[list[str]] = None
