"""The schemas of the sample API."""

from typing import TYPE_CHECKING

from apiloom.runtime.lazy import attach

if TYPE_CHECKING:
    from .customer import Customer, Team
    from .sample_error import SampleError
    from .search_filter import SearchFilter
    from .update_customer_request import (
        UpdateBudgetRequest,
        UpdateBudgetRequestDict,
        UpdateCustomerRequest,
        UpdateCustomerRequestDict,
    )
    from .upload import Upload

__all__ = [
    "Customer",
    "SampleError",
    "SearchFilter",
    "Team",
    "UpdateBudgetRequest",
    "UpdateBudgetRequestDict",
    "UpdateCustomerRequest",
    "UpdateCustomerRequestDict",
    "Upload",
]

__getattr__, __dir__ = attach(
    __name__,
    {
        "Customer": ".customer",
        "SampleError": ".sample_error",
        "SearchFilter": ".search_filter",
        "Team": ".customer",
        "UpdateBudgetRequest": ".update_customer_request",
        "UpdateBudgetRequestDict": ".update_customer_request",
        "UpdateCustomerRequest": ".update_customer_request",
        "UpdateCustomerRequestDict": ".update_customer_request",
        "Upload": ".upload",
    },
)
