"""The same service as somebody who knows FastAPI writes it, with the same models."""

import warnings
from typing import Annotated

from customers import TOKEN
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic.warnings import UnsupportedFieldAttributeWarning
from served_store import USER, update

from bifrost.models import CustomerResponse, UpdateCustomerRequest

# FastAPI silences this while it builds its adapters; ours are built at first use.
warnings.filterwarnings("ignore", category=UnsupportedFieldAttributeWarning)

app = FastAPI()
scheme = HTTPBearer()


async def caller(
    credentials: Annotated[HTTPAuthorizationCredentials, Depends(scheme)],
) -> str:
    """Who calls."""
    if credentials.credentials != TOKEN:
        raise HTTPException(401)
    return USER


@app.put(
    "/api/governance/customers/{customer_id}",
    response_model=CustomerResponse,
    response_model_exclude_unset=True,
)
async def update_customer(
    customer_id: str,
    body: UpdateCustomerRequest,
    principal: Annotated[str, Depends(caller)],
) -> CustomerResponse:
    """Update a customer."""
    changed = update(customer_id, body)
    if changed is None:
        raise HTTPException(404, "no such customer")
    return changed
