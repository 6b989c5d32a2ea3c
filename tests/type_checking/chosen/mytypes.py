"""What the configuration of the package names: types, and the base of models."""

from decimal import Decimal
from typing import Annotated

from chosen import Model
from pydantic import BaseModel, Field

Price = Annotated[Decimal, Field(ge=0)]


class Money(BaseModel):
    """A type that no document describes so."""

    amount: Decimal


class Base(Model, frozen=True):
    """What all models have."""

    def described(self) -> str:
        """The name of the model."""
        return type(self).__name__
