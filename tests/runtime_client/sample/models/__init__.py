"""The schemas of the sample API."""

from apiloom.runtime.lazy import attach

__getattr__, __dir__, __all__ = attach(
    __name__,
    {
        ".customer": ["Customer", "Team"],
        ".sample_error": ["SampleError"],
        ".search_filter": ["SearchFilter"],
        ".update_customer_request": [
            "UpdateBudgetRequest",
            "UpdateBudgetRequestDict",
            "UpdateCustomerRequest",
            "UpdateCustomerRequestDict",
        ],
        ".upload": ["Upload"],
    },
)
