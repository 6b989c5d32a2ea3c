"""What a customer update changes."""

from typing import TypedDict

from apiloom.runtime.model import Maybe, Model


class UpdateBudgetRequest(Model):
    """Budget changes"""

    max_limit: Maybe[float] = None
    reset_duration: Maybe[str] = None
    calendar_aligned: bool | None = None


class UpdateBudgetRequestDict(TypedDict, total=False):
    """Budget changes"""

    max_limit: float
    reset_duration: str
    calendar_aligned: bool | None


class UpdateCustomerRequest(Model):
    """Customer changes"""

    name: Maybe[str] = None
    budget: Maybe[UpdateBudgetRequest] = None
    tier: str = "standard"


class UpdateCustomerRequestDict(TypedDict, total=False):
    """Customer changes"""

    name: str
    budget: UpdateBudgetRequest | UpdateBudgetRequestDict
    tier: str
