"""The ways to make one call, and what a batch of each costs.

`python calls.py sync|async TEAMS ROUNDS CALLS` prints, as JSON, for each way and round
the microseconds a call, of time and of CPU. `bench_client.py` runs it.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeAlias

import httpx2
from customers import TOKEN, UPDATE, response
from measure import interleaved

from bifrost import AsyncClient, Client
from bifrost.models import CustomerResponse, UpdateCustomerRequest

URL: Final = "http://bifrost.invalid"
HEADERS: Final = {"authorization": f"Bearer {TOKEN}"}
PATH: Final = "/api/governance/customers/c1"
JSON: Final = {"content-type": "application/json"}

BARE: Final = "httpx2, JSON as dict"
MODELS: Final = "httpx2, the same models by hand"
KEYWORDS: Final = "generated, keywords"
INSTANCE: Final = "generated, a model"

Call: TypeAlias = Callable[[], Any]
AsyncCall: TypeAlias = Callable[[], Awaitable[Any]]
Cost: TypeAlias = tuple[float, float]
"""One batch: microseconds of time and of CPU for each call."""


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


def sync_calls(answer: bytes) -> dict[str, Call]:
    """The ways to make the call that block."""
    mock = transport(answer)
    bare = httpx2.Client(base_url=URL, transport=mock, headers=HEADERS)
    client = Client(
        base_url=URL,
        management_bearer_auth=TOKEN,
        http_client=httpx2.Client(transport=mock),
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


def async_calls(answer: bytes) -> dict[str, AsyncCall]:
    """The ways to make the call that are awaited."""
    mock = async_transport(answer)
    bare = httpx2.AsyncClient(base_url=URL, transport=mock, headers=HEADERS)
    client = AsyncClient(
        base_url=URL,
        management_bearer_auth=TOKEN,
        http_client=httpx2.AsyncClient(transport=mock),
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


def verify(answer: bytes) -> None:
    """See that every way to make the call comes to the same."""
    expected = json.loads(answer)
    for call in sync_calls(answer).values():
        assert as_json(call()) == expected

    async def all_async() -> None:
        for call in async_calls(answer).values():
            assert as_json(await call()) == expected

    asyncio.run(all_async())


def as_json(found: Any) -> Any:
    """What was answered, as JSON."""
    if isinstance(found, CustomerResponse):
        return json.loads(found.model_dump_json(by_alias=True, exclude_unset=True))
    return found


def sync_cost(call: Call, count: int) -> Cost:
    """What one batch of blocking calls costs."""
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(count):
        call()
    return _cost(wall, cpu, count)


def async_cost(call: AsyncCall, count: int) -> Cost:
    """What one batch of awaited calls costs, one after the other."""

    async def batch() -> Cost:
        gc.collect()
        wall, cpu = time.perf_counter(), time.process_time()
        for _ in range(count):
            await call()
        return _cost(wall, cpu, count)

    return asyncio.run(batch())


def _cost(wall: float, cpu: float, count: int) -> Cost:
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return wall / count * 1e6, cpu / count * 1e6


def measured(
    style: str, answer: bytes, rounds: int, count: int
) -> dict[str, list[Cost]]:
    """The cost of every way, in batches that take turns."""

    def blocking(call: Call) -> Callable[[], Cost]:
        return lambda: sync_cost(call, count)

    def awaited(call: AsyncCall) -> Callable[[], Cost]:
        return lambda: async_cost(call, count)

    if style == "sync":
        tasks = {name: blocking(call) for name, call in sync_calls(answer).items()}
    else:
        tasks = {name: awaited(call) for name, call in async_calls(answer).items()}
    return interleaved(tasks, rounds)


def main() -> None:
    """Compare the results, then measure."""
    style, teams, rounds, count = sys.argv[1:]
    answer = response(int(teams))
    verify(answer)
    found = measured(style, answer, int(rounds), int(count))
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
