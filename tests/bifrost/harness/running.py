"""The service as a test sees it: from behind, and through a client."""

import asyncio
import json
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

import httpx2
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from bifrost import AsyncClient, Client
from bifrost.models import Customer, CustomerResponse, UpdateCustomerRequestDict
from tests.bifrost.gateway.store import Store

from .samples import Json

TOKEN = "management-key"
TLS = ssl.create_default_context()
"""Nothing here uses TLS, but a client that made its own would be slower than a test."""


class Clock:
    """A clock that stands still, on a Wednesday, until a test sets it."""

    def __init__(self) -> None:
        self.now = datetime(2024, 5, 15, 10, 30, 15, 250_000, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


class Door:
    """One socket for all tests: passes on to the application of the current test."""

    def __init__(self) -> None:
        self.url = ""
        self.app: ASGIApp = Starlette()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


@dataclass
class Gateway:
    """The service of one test, with its store and its clock."""

    url: str
    store: Store = field(default_factory=Store)
    clock: Clock = field(default_factory=Clock)

    def add(self, customer: Json) -> None:
        """Adds a customer, written as JSON."""
        with self.store.transaction() as rows:
            rows.add_customer(Customer.model_validate_json(json.dumps(customer)))

    def stored(self, customer_id: str = "c1") -> Json:
        """A customer as the store has it, as JSON."""
        with self.store.transaction() as rows:
            customer = rows.customer(customer_id)
        assert customer is not None
        return customer.model_dump(mode="json", exclude_unset=True)


class Caller(Protocol):
    """The update as a generated client sends it; the body becomes keywords."""

    def __call__(
        self, customer_id: str, body: UpdateCustomerRequestDict
    ) -> CustomerResponse: ...


def sync_caller(url: str) -> Caller:
    """Calls with the sync client, without retries."""

    def call(customer_id: str, body: UpdateCustomerRequestDict) -> CustomerResponse:
        with (
            httpx2.Client(verify=TLS) as http,
            Client(
                base_url=url,
                management_bearer_auth=TOKEN,
                max_retries=0,
                http_client=http,
            ) as client,
        ):
            return client.governance.update_customer(customer_id, **body)

    return call


def async_caller(url: str) -> Caller:
    """Calls with the async client, each time in an event loop of its own."""

    async def update(
        customer_id: str, body: UpdateCustomerRequestDict
    ) -> CustomerResponse:
        async with (
            httpx2.AsyncClient(verify=TLS) as http,
            AsyncClient(
                base_url=url,
                management_bearer_auth=TOKEN,
                max_retries=0,
                http_client=http,
            ) as client,
        ):
            return await client.governance.update_customer(customer_id, **body)

    def call(customer_id: str, body: UpdateCustomerRequestDict) -> CustomerResponse:
        return asyncio.run(update(customer_id, body))

    return call
