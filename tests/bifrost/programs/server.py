"""Serves two customers from memory: `uvicorn server:app`."""

from bifrost.models import BifrostError, Customer, CustomerResponse, ErrorField
from bifrost.server import Access, Security, create_app
from bifrost.server.governance import GovernanceApi, UpdateCustomer


class Governance(GovernanceApi[str]):  # what is not overridden answers 501
    def __init__(self, customers: dict[str, Customer]) -> None:
        self.customers = customers

    async def update_customer(
        self, request: UpdateCustomer.Request[str], /
    ) -> UpdateCustomer.Response:
        if (customer := self.customers.get(request.customer_id)) is None:
            return UpdateCustomer.NotFound(
                BifrostError(error=ErrorField(message="Customer not found"))
            )
        if "name" in request.body.model_fields_set:  # absent, it would read None, too
            customer.name = request.body.name
        return UpdateCustomer.Ok(
            CustomerResponse(message="Customer updated successfully", customer=customer)
        )


async def bearer(token: str, access: Access) -> str | None:
    return "admin" if token == "secret" else None  # None answers 401


app = create_app(
    governance=Governance(
        {
            "cus_123": Customer(id="cus_123", name="Acme"),
            "cus_124": Customer(id="cus_124", name="Bolts"),
        }
    ),
    security=Security(management_bearer_auth=bearer),
)
