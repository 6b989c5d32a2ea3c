"""What a customer update changes."""

from typing import Annotated, TypedDict

from apiloom.runtime.model import Model, NotNull


class UpdateBudgetRequest(Model):
    """Budget changes"""

    max_limit: Annotated[float | None, NotNull()] = None
    reset_duration: Annotated[str | None, NotNull()] = None
    calendar_aligned: bool | None = None


class UpdateBudgetRequestDict(TypedDict, total=False):
    """Budget changes"""

    max_limit: float
    reset_duration: str
    calendar_aligned: bool | None


class UpdateCustomerRequest(Model):
    """Customer changes"""

    name: Annotated[str | None, NotNull()] = None
    budget: Annotated[UpdateBudgetRequest | None, NotNull()] = None
    tier: str = "standard"


class UpdateCustomerRequestDict(TypedDict, total=False):
    """Customer changes"""

    name: str
    budget: UpdateBudgetRequest | UpdateBudgetRequestDict
    tier: str
