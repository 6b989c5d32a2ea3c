"""What both servers have in common: the store, the update and the token."""

from __future__ import annotations

import json

from customers import MESSAGE, TEAMS, customer

from bifrost.models import Customer, CustomerResponse, UpdateCustomerRequest

USER = "admin"

STORE = {
    name: Customer.model_validate_json(json.dumps(customer(teams)))
    for name, teams in (("flat", 0), ("teams", TEAMS))
}
STORE["bare"] = Customer.model_validate_json(json.dumps({"id": "bare", "name": "A"}))


def update(customer_id: str, body: UpdateCustomerRequest) -> CustomerResponse | None:
    """Change the customer as asked for; None where there is no such customer."""
    found = STORE.get(customer_id)
    if found is None:
        return None
    if "name" in body.model_fields_set:
        found.name = body.name
    if body.budget is not None and found.budget is not None:
        asked = body.budget
        for name in asked.model_fields_set:
            setattr(found.budget, name, getattr(asked, name))
    return CustomerResponse(message=MESSAGE, customer=found)
