"""Customers and what they may spend"""

from typing import Any, overload

from apiloom.runtime.missing import MISSING, Missing
from apiloom.runtime.operation import (
    MediaType,
    Operation,
    Parameter,
    RequestBody,
    Response,
)
from apiloom.runtime.options import RequestOptions
from apiloom.runtime.resources import AsyncResource, SyncResource
from apiloom.runtime.uploads import Content

from ..models.customer import Customer
from ..models.sample_error import SampleError
from ..models.search_filter import SearchFilter
from ..models.update_customer_request import (
    UpdateBudgetRequest,
    UpdateBudgetRequestDict,
    UpdateCustomerRequest,
    UpdateCustomerRequestDict,
)
from ..models.upload import Upload

UPDATE_CUSTOMER: Operation[Customer] = Operation(
    id="updateCustomer",
    method="PUT",
    path="/customers/{customer_id}",
    tag="Governance",
    parameters=(
        Parameter(name="customer_id", location="path", type=str, required=True),
    ),
    body=RequestBody(
        content=(MediaType("application/json", UpdateCustomerRequest),), required=True
    ),
    responses={
        "200": Response(content=(MediaType("application/json", Customer),)),
        "400": Response(content=(MediaType("application/json", SampleError),)),
        "404": Response(content=(MediaType("application/json", SampleError),)),
    },
    security=({"management_bearer_auth": ()},),
)

CREATE_CUSTOMER: Operation[Customer] = Operation(
    id="createCustomer",
    method="POST",
    path="/customers",
    tag="Governance",
    body=RequestBody(content=(MediaType("application/json", Customer),), required=True),
    responses={
        "201": Response(content=(MediaType("application/json", Customer),)),
        "default": Response(content=(MediaType("application/json", SampleError),)),
    },
    security=({"management_bearer_auth": ()},),
)

DELETE_CUSTOMER: Operation[None] = Operation(
    id="deleteCustomer",
    method="DELETE",
    path="/customers/{customer_id}",
    tag="Governance",
    parameters=(
        Parameter(name="customer_id", location="path", type=str, required=True),
    ),
    responses={"204": Response()},
    security=({"basic_auth": ()}, {"api_key": (), "session": ()}),
)

SEARCH: Operation[list[Customer]] = Operation(
    id="search",
    method="GET",
    path="/search/{scope}",
    tag="Governance",
    parameters=(
        Parameter(name="scope", location="path", type=list[str], required=True),
        Parameter(name="q", location="query", type=str),
        Parameter(name="ids", location="query", type=list[int], explode=False),
        Parameter(name="tags", location="query", type=list[str]),
        Parameter(
            name="pipes",
            location="query",
            type=list[str],
            style="pipeDelimited",
            explode=False,
        ),
        Parameter(
            name="filter",
            location="query",
            type=SearchFilter,
            style="deepObject",
            explode=True,
        ),
        Parameter(name="X-Trace", location="header", type=list[str]),
        Parameter(name="theme", location="cookie", type=str),
        Parameter(
            name="where",
            location="query",
            type=SearchFilter,
            content="application/json",
        ),
    ),
    responses={
        "200": Response(content=(MediaType("application/json", list[Customer]),))
    },
)

GREETING: Operation[str] = Operation(
    id="greeting",
    method="GET",
    path="/greeting",
    tag="Governance",
    responses={"200": Response(content=(MediaType("text/plain", str),))},
    security=({}, {"management_bearer_auth": ()}),
)

EXPORT: Operation[bytes] = Operation(
    id="export",
    method="GET",
    path="/export",
    tag="Governance",
    responses={"200": Response(content=(MediaType("application/zip", bytes),))},
    security=({"query_key": ()},),
)

UPLOAD: Operation[None] = Operation(
    id="upload",
    method="PUT",
    path="/files",
    tag="Governance",
    body=RequestBody(
        content=(MediaType("multipart/form-data", Upload),), required=True
    ),
    responses={"204": Response()},
)

SUBMIT: Operation[None] = Operation(
    id="submit",
    method="POST",
    path="/forms",
    tag="Governance",
    body=RequestBody(
        content=(MediaType("application/x-www-form-urlencoded", SearchFilter),)
    ),
    responses={"204": Response()},
)


class Governance(SyncResource):
    """Customers and what they may spend"""

    @overload
    def update_customer(
        self,
        customer_id: str,
        *,
        name: str | Missing = MISSING,
        budget: UpdateBudgetRequest | UpdateBudgetRequestDict | Missing = MISSING,
        tier: str | Missing = MISSING,
        options: RequestOptions | None = None,
    ) -> Customer: ...
    @overload
    def update_customer(
        self,
        customer_id: str,
        body: UpdateCustomerRequest | UpdateCustomerRequestDict,
        *,
        options: RequestOptions | None = None,
    ) -> Customer: ...
    def update_customer(
        self,
        customer_id: str,
        body: Any = MISSING,
        *,
        options: RequestOptions | None = None,
        **properties: Any,
    ) -> Customer:
        """Update a customer (PUT /customers/{customer_id})"""
        return self._call(UPDATE_CUSTOMER, (customer_id,), options, body, properties)

    def create_customer(
        self, body: Customer, *, options: RequestOptions | None = None
    ) -> Customer:
        """Create a customer (POST /customers)"""
        return self._call(CREATE_CUSTOMER, (), options, body)

    def delete_customer(
        self, customer_id: str, *, options: RequestOptions | None = None
    ) -> None:
        """Delete a customer (DELETE /customers/{customer_id})"""
        return self._call(DELETE_CUSTOMER, (customer_id,), options)

    def search(
        self,
        scope: list[str],
        *,
        q: str | Missing = MISSING,
        ids: list[int] | Missing = MISSING,
        tags: list[str] | Missing = MISSING,
        pipes: list[str] | Missing = MISSING,
        filter: SearchFilter | Missing = MISSING,  # noqa: A002
        x_trace: list[str] | Missing = MISSING,
        theme: str | Missing = MISSING,
        where: SearchFilter | Missing = MISSING,
        options: RequestOptions | None = None,
    ) -> list[Customer]:
        """Find customers (GET /search/{scope})"""
        return self._call(
            SEARCH,
            (scope, q, ids, tags, pipes, filter, x_trace, theme, where),
            options,
        )

    def greeting(self, *, options: RequestOptions | None = None) -> str:
        """Say hello (GET /greeting)"""
        return self._call(GREETING, (), options)

    def export(self, *, options: RequestOptions | None = None) -> bytes:
        """Everything in one file (GET /export)"""
        return self._call(EXPORT, (), options)

    def upload(
        self,
        *,
        file: Content | tuple[str, bytes] | tuple[str, bytes, str],
        title: str | Missing = MISSING,
        options: RequestOptions | None = None,
    ) -> None:
        """Keep a file (PUT /files)"""
        properties = {"file": file, "title": title}
        return self._call(UPLOAD, (), options, MISSING, properties)

    def submit(
        self,
        *,
        owner: str | Missing = MISSING,
        minimum: int | Missing = MISSING,
        options: RequestOptions | None = None,
    ) -> None:
        """Send a form (POST /forms)"""
        properties = {"owner": owner, "minimum": minimum}
        return self._call(SUBMIT, (), options, MISSING, properties)


class AsyncGovernance(AsyncResource):
    """Customers and what they may spend"""

    @overload
    async def update_customer(
        self,
        customer_id: str,
        *,
        name: str | Missing = MISSING,
        budget: UpdateBudgetRequest | UpdateBudgetRequestDict | Missing = MISSING,
        tier: str | Missing = MISSING,
        options: RequestOptions | None = None,
    ) -> Customer: ...
    @overload
    async def update_customer(
        self,
        customer_id: str,
        body: UpdateCustomerRequest | UpdateCustomerRequestDict,
        *,
        options: RequestOptions | None = None,
    ) -> Customer: ...
    async def update_customer(
        self,
        customer_id: str,
        body: Any = MISSING,
        *,
        options: RequestOptions | None = None,
        **properties: Any,
    ) -> Customer:
        """Update a customer (PUT /customers/{customer_id})"""
        return await self._call(
            UPDATE_CUSTOMER, (customer_id,), options, body, properties
        )

    async def create_customer(
        self, body: Customer, *, options: RequestOptions | None = None
    ) -> Customer:
        """Create a customer (POST /customers)"""
        return await self._call(CREATE_CUSTOMER, (), options, body)

    async def delete_customer(
        self, customer_id: str, *, options: RequestOptions | None = None
    ) -> None:
        """Delete a customer (DELETE /customers/{customer_id})"""
        return await self._call(DELETE_CUSTOMER, (customer_id,), options)

    async def search(
        self,
        scope: list[str],
        *,
        q: str | Missing = MISSING,
        ids: list[int] | Missing = MISSING,
        tags: list[str] | Missing = MISSING,
        pipes: list[str] | Missing = MISSING,
        filter: SearchFilter | Missing = MISSING,  # noqa: A002
        x_trace: list[str] | Missing = MISSING,
        theme: str | Missing = MISSING,
        where: SearchFilter | Missing = MISSING,
        options: RequestOptions | None = None,
    ) -> list[Customer]:
        """Find customers (GET /search/{scope})"""
        return await self._call(
            SEARCH,
            (scope, q, ids, tags, pipes, filter, x_trace, theme, where),
            options,
        )

    async def greeting(self, *, options: RequestOptions | None = None) -> str:
        """Say hello (GET /greeting)"""
        return await self._call(GREETING, (), options)

    async def export(self, *, options: RequestOptions | None = None) -> bytes:
        """Everything in one file (GET /export)"""
        return await self._call(EXPORT, (), options)

    async def upload(
        self,
        *,
        file: Content | tuple[str, bytes] | tuple[str, bytes, str],
        title: str | Missing = MISSING,
        options: RequestOptions | None = None,
    ) -> None:
        """Keep a file (PUT /files)"""
        properties = {"file": file, "title": title}
        return await self._call(UPLOAD, (), options, MISSING, properties)

    async def submit(
        self,
        *,
        owner: str | Missing = MISSING,
        minimum: int | Missing = MISSING,
        options: RequestOptions | None = None,
    ) -> None:
        """Send a form (POST /forms)"""
        properties = {"owner": owner, "minimum": minimum}
        return await self._call(SUBMIT, (), options, MISSING, properties)
