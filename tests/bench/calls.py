"""The ways to make one call, through httpx2 and through the generated client.

`python calls.py sync|async TEAMS memory|URL`: run by `bench_client.py`, which asks for
batches (`call_costs.py`). In memory nothing is sent: a mock transport answers.
"""

from __future__ import annotations

import json
import sys
from typing import Any, Final

import httpx2
from call_costs import (
    BARE,
    INSTANCE,
    KEYWORDS,
    MODELS,
    AsyncCall,
    Call,
    serve,
)
from customers import TOKEN, UPDATE, response

from bifrost import AsyncClient, Client
from bifrost.models import CustomerResponse, UpdateCustomerRequest

NOWHERE: Final = "http://bifrost.invalid"
HEADERS: Final = {"authorization": f"Bearer {TOKEN}"}
PATH: Final = "/api/governance/customers/c1"
JSON: Final = {"content-type": "application/json"}


def transport(answer: bytes) -> httpx2.MockTransport:
    """Answers everything with the same bytes, read from the wire as it were."""

    def handler(request: httpx2.Request) -> httpx2.Response:
        request.read()
        return httpx2.Response(200, headers=JSON, content=answer)

    return httpx2.MockTransport(handler)


def async_transport(answer: bytes) -> httpx2.MockTransport:
    """The same for async clients."""

    async def handler(request: httpx2.Request) -> httpx2.Response:
        await request.aread()
        return httpx2.Response(200, headers=JSON, content=answer)

    return httpx2.MockTransport(handler)


def sync_calls(answer: bytes, server: str | None = None) -> dict[str, Call]:
    """The ways to make the call that block; all with a client of their own."""
    url = server or NOWHERE
    mock = None if server else transport(answer)
    bare = httpx2.Client(base_url=url, transport=mock, headers=HEADERS)
    client = Client(
        base_url=url,
        management_bearer_auth=TOKEN,
        http_client=None if mock is None else httpx2.Client(transport=mock),
    )
    update = client.governance.update_customer

    def by_hand() -> CustomerResponse:
        body = UpdateCustomerRequest.model_validate(UPDATE)
        content = body.model_dump_json(by_alias=True, exclude_unset=True)
        answer = bare.put(PATH, content=content, headers=JSON).raise_for_status()
        return CustomerResponse.model_validate_json(answer.content)

    return {
        BARE: lambda: bare.put(PATH, json=UPDATE).raise_for_status().json(),
        MODELS: by_hand,
        KEYWORDS: lambda: update("c1", **UPDATE),
        INSTANCE: lambda: update("c1", UpdateCustomerRequest.model_validate(UPDATE)),
    }


def async_calls(answer: bytes, server: str | None = None) -> dict[str, AsyncCall]:
    """The ways to make the call that are awaited."""
    url = server or NOWHERE
    mock = None if server else async_transport(answer)
    bare = httpx2.AsyncClient(base_url=url, transport=mock, headers=HEADERS)
    client = AsyncClient(
        base_url=url,
        management_bearer_auth=TOKEN,
        http_client=None if mock is None else httpx2.AsyncClient(transport=mock),
    )
    update = client.governance.update_customer

    async def as_dict() -> Any:
        return (await bare.put(PATH, json=UPDATE)).raise_for_status().json()

    async def by_hand() -> CustomerResponse:
        body = UpdateCustomerRequest.model_validate(UPDATE)
        content = body.model_dump_json(by_alias=True, exclude_unset=True)
        answer = await bare.put(PATH, content=content, headers=JSON)
        return CustomerResponse.model_validate_json(answer.raise_for_status().content)

    return {
        BARE: as_dict,
        MODELS: by_hand,
        KEYWORDS: lambda: update("c1", **UPDATE),
        INSTANCE: lambda: update("c1", UpdateCustomerRequest.model_validate(UPDATE)),
    }


def main() -> None:
    """Make calls in all ways; each has to come to the same."""
    style, teams, where = sys.argv[1:]
    answer = response(int(teams))
    server = None if where == "memory" else where
    expected = json.loads(answer)

    def check(found: Any) -> None:
        if isinstance(found, CustomerResponse):
            found = json.loads(found.model_dump_json(by_alias=True, exclude_unset=True))
        assert found == expected

    serve(
        style,
        lambda: sync_calls(answer, server),
        lambda: async_calls(answer, server),
        check,
    )


if __name__ == "__main__":
    main()
