"""Virtual keys, teams, and customers management"""

from dataclasses import dataclass
from typing import Generic, TypeAlias

from apiloom.runtime.operation import (
    MediaType,
    Operation,
    Parameter,
    RequestBody,
    Response,
)
from apiloom.runtime.server.reply import ErrorReply, Reply
from apiloom.runtime.server.request import OperationRequest
from apiloom.runtime.server.route import Handled, NotImplementedOperation, Route
from apiloom.runtime.server.schemes import Principal

from ..models import BifrostError, CustomerResponse, UpdateCustomerRequest


class UpdateCustomer:
    """Update customer (PUT /api/governance/customers/{customer_id})"""

    @dataclass(frozen=True, kw_only=True)
    class Request(OperationRequest, Generic[Principal]):
        """What the caller sent."""

        principal: Principal
        customer_id: str
        body: UpdateCustomerRequest

    class Ok(Reply[CustomerResponse]):
        """Customer updated successfully"""

        status = 200

    class BadRequest(Reply[BifrostError], ErrorReply):
        """Bad request"""

        status = 400

    class NotFound(Reply[BifrostError], ErrorReply):
        """Resource not found"""

        status = 404

    class InternalServerError(Reply[BifrostError], ErrorReply):
        """Internal server error"""

        status = 500

    Response: TypeAlias = Ok | BadRequest | NotFound | InternalServerError


class GovernanceApi(Generic[Principal]):
    """Virtual keys, teams, and customers management

    Every operation that is not overridden answers 501.
    """

    def update_customer(
        self, request: UpdateCustomer.Request[Principal], /
    ) -> Handled[UpdateCustomer.Response]:
        """Updates an existing customer."""
        raise NotImplementedOperation


ROUTES = (
    Route(
        operation=Operation(
            id="updateCustomer",
            method="PUT",
            path="/api/governance/customers/{customer_id}",
            tag="Governance",
            parameters=(
                Parameter(name="customer_id", location="path", type=str, required=True),
            ),
            body=RequestBody(
                required=True,
                content=(MediaType("application/json", UpdateCustomerRequest),),
            ),
            responses={
                "200": Response(
                    content=(MediaType("application/json", CustomerResponse),)
                ),
                "400": Response(content=(MediaType("application/json", BifrostError),)),
                "404": Response(content=(MediaType("application/json", BifrostError),)),
                "500": Response(content=(MediaType("application/json", BifrostError),)),
            },
            security=({"management_bearer_auth": ()},),
        ),
        handler="update_customer",
        request=UpdateCustomer.Request,
        arguments=("customer_id",),
    ),
)
