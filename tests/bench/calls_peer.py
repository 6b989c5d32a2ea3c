"""The same call through what openapi-python-client generates, and through its httpx.

`python calls_peer.py sync|async TEAMS URL`, by an interpreter that has both, with the
generated package, named `peer`, in its path: run by `bench_client.py`.
"""

from __future__ import annotations

import importlib
import json
import sys
from typing import Any, Final

from call_costs import (
    BARE_PEER,
    PEER,
    AsyncCall,
    Call,
    serve,
)
from customers import TOKEN, UPDATE, response

PATH: Final = "/api/governance/customers/c1"
HEADERS: Final = {"authorization": f"Bearer {TOKEN}"}


def sync_calls(url: str) -> dict[str, Call]:
    """The ways to make the call that block."""
    httpx: Any = importlib.import_module("httpx")
    bare = httpx.Client(base_url=url, headers=HEADERS)
    client, update, request = _generated(url)

    def generated() -> Any:
        body = request.from_dict(UPDATE)
        return update.sync("c1", client=client, body=body)

    return {
        BARE_PEER: lambda: bare.put(PATH, json=UPDATE).raise_for_status().json(),
        PEER: generated,
    }


def async_calls(url: str) -> dict[str, AsyncCall]:
    """The ways to make the call that are awaited."""
    httpx: Any = importlib.import_module("httpx")
    bare = httpx.AsyncClient(base_url=url, headers=HEADERS)
    client, update, request = _generated(url)

    async def as_dict() -> Any:
        return (await bare.put(PATH, json=UPDATE)).raise_for_status().json()

    async def generated() -> Any:
        body = request.from_dict(UPDATE)
        return await update.asyncio("c1", client=client, body=body)

    return {BARE_PEER: as_dict, PEER: generated}


def _generated(url: str) -> tuple[Any, Any, Any]:
    package: Any = importlib.import_module("peer")
    models: Any = importlib.import_module("peer.models")
    update: Any = importlib.import_module("peer.api.governance.update_customer")
    client = package.AuthenticatedClient(base_url=url, token=TOKEN)
    return client, update, models.UpdateCustomerRequest


def main() -> None:
    """Make calls in both ways; each has to come to the same."""
    style, teams, url = sys.argv[1:]
    expected = json.loads(response(int(teams)))

    def check(found: Any) -> None:
        given = found if isinstance(found, dict) else found.to_dict()
        # It writes moments in another way than they came.
        assert given["customer"]["budget"]["id"] == expected["customer"]["budget"]["id"]

    serve(style, lambda: sync_calls(url), lambda: async_calls(url), check)


if __name__ == "__main__":
    main()
