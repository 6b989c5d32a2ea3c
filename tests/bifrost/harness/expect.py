"""What tests of the update expect, in one line each."""

import pytest

from bifrost import errors
from bifrost.models import UpdateCustomerRequestDict

from .running import Caller, Gateway
from .samples import Json

NOW = "2024-05-15T10:30:15.250000Z"
"""The time of the clock in `running`."""


def error(status: int, message: str) -> Json:
    """An error as Bifrost sends it."""
    return {
        "is_bifrost_error": False,
        "status_code": status,
        "error": {"message": message},
        "extra_fields": {},
    }


def updated(gateway: Gateway, call: Caller, body: UpdateCustomerRequestDict) -> Json:
    """The customer after an update that succeeds: answered and stored alike."""
    response = call("c1", body).model_dump(mode="json", exclude_unset=True)
    assert response == {
        "message": "Customer updated successfully",
        "customer": gateway.stored(),
    }
    customer: Json = response["customer"]
    return customer


def refused(
    gateway: Gateway, call: Caller, body: UpdateCustomerRequestDict, reason: str
) -> None:
    """The update answers 400 with the reason, and changes nothing."""
    before = gateway.stored()
    with pytest.raises(errors.BadRequestError) as caught:
        call("c1", body)
    answer = caught.value.data.model_dump(mode="json", exclude_unset=True)
    assert answer == error(400, reason)
    assert gateway.stored() == before
