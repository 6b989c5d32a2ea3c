"""The generated server, over the store in memory."""

from __future__ import annotations

from customers import TOKEN
from served_store import USER, update

from bifrost.models import BifrostError, ErrorField
from bifrost.server import Access, Security, create_app
from bifrost.server.governance import GovernanceApi, UpdateCustomer


class Governance(GovernanceApi[str]):
    """The one handler."""

    async def update_customer(
        self, request: UpdateCustomer.Request[str], /
    ) -> UpdateCustomer.Response:
        """Update a customer."""
        changed = update(request.customer_id, request.body)
        if changed is None:
            error = ErrorField(message="no such customer")
            return UpdateCustomer.NotFound(BifrostError(error=error))
        return UpdateCustomer.Ok(changed)


async def bearer(token: str, access: Access) -> str | None:
    """Who calls."""
    del access
    return USER if token == TOKEN else None


app = create_app(
    governance=Governance(), security=Security(management_bearer_auth=bearer)
)
