"""A Bifrost on a real socket, and the ways to call it."""

from collections.abc import Iterator

import httpx2
import pytest

from tests.bifrost.gateway.app import build_app
from tests.bifrost.gateway.serve import serve
from tests.bifrost.harness.running import (
    TLS,
    TOKEN,
    Caller,
    Door,
    Gateway,
    async_caller,
    sync_caller,
)


@pytest.fixture(scope="session")
def door() -> Iterator[Door]:
    """The socket that all tests share."""
    opened = Door()
    with serve(opened) as opened.url:
        yield opened


@pytest.fixture
def gateway(door: Door) -> Iterator[Gateway]:
    """A Bifrost without customers, behind the door."""
    opened = Gateway(door.url)
    with opened.store:
        door.app = build_app(opened.store, opened.clock, TOKEN)
        yield opened


@pytest.fixture(params=[sync_caller, async_caller], ids=["sync", "async"])
def call(door: Door, request: pytest.FixtureRequest) -> Caller:
    """Each of the two generated clients."""
    caller: Caller = request.param(door.url)
    return caller


@pytest.fixture
def http(door: Door) -> Iterator[httpx2.Client]:
    """Plain HTTP with the right token, for what a typed client cannot send."""
    headers = {"authorization": f"Bearer {TOKEN}"}
    with httpx2.Client(base_url=door.url, headers=headers, verify=TLS) as client:
        yield client
