"""The same service as somebody writes it for Starlette, with the same models."""

from __future__ import annotations

from customers import TOKEN
from pydantic import ValidationError
from served_store import update
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bifrost.models import UpdateCustomerRequest


async def update_customer(request: Request) -> Response:
    """Update a customer."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or token != TOKEN:
        return JSONResponse({"detail": "Unauthorized"}, 401)
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        return JSONResponse({"detail": "JSON alone"}, 415)
    try:
        body = UpdateCustomerRequest.model_validate_json(await request.body())
    except ValidationError as error:
        return Response(error.json(), 400, media_type="application/json")
    changed = update(request.path_params["customer_id"], body)
    if changed is None:
        return JSONResponse({"detail": "no such customer"}, 404)
    text = changed.model_dump_json(by_alias=True, exclude_unset=True)
    return Response(text, media_type="application/json")


app = Starlette(
    routes=[
        Route(
            "/api/governance/customers/{customer_id}", update_customer, methods=["PUT"]
        )
    ]
)
