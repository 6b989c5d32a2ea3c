from .customer import Customer as Customer
from .customer import Team as Team
from .sample_error import SampleError as SampleError
from .search_filter import SearchFilter as SearchFilter
from .update_customer_request import UpdateBudgetRequest as UpdateBudgetRequest
from .update_customer_request import UpdateBudgetRequestDict as UpdateBudgetRequestDict
from .update_customer_request import UpdateCustomerRequest as UpdateCustomerRequest
from .update_customer_request import (
    UpdateCustomerRequestDict as UpdateCustomerRequestDict,
)
from .upload import Upload as Upload
