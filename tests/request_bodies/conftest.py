"""One generated package, a server written by hand, and both clients."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml

from tests.roundtrip.running import TLS
from tests.weaving import Woven, weave

from .raw_server import RawServer, raw_server

DOCUMENTS = Path(__file__).parent


@dataclass(frozen=True)
class Sender:
    """Calls an operation, `tag.method`, with one of the generated clients.

    What is asynchronous is made where the event loop runs: a function that is called
    there for the value of an argument.
    """

    woven: Woven
    server: RawServer
    is_async: bool

    def __call__(
        self, operation: str, *arguments: Any, retries: int = 0, **keywords: Any
    ) -> Any:
        """What the method returns."""
        settings = {"base_url": self.server.url, "max_retries": retries}
        module = self.woven.module("client")
        tag, _, name = operation.partition(".")

        async def call() -> Any:
            async with (
                httpx2.AsyncClient(verify=TLS) as http,
                module.AsyncClient(http_client=http, **settings) as client,
            ):
                given = {key: await _made(value) for key, value in keywords.items()}
                whole = [await _made(value) for value in arguments]
                return await getattr(getattr(client, tag), name)(*whole, **given)

        if self.is_async:
            return asyncio.run(call())
        with (
            httpx2.Client(verify=TLS) as http,
            module.Client(http_client=http, **settings) as client,
        ):
            return getattr(getattr(client, tag), name)(*arguments, **keywords)


async def _made(value: Any) -> Any:
    if inspect.iscoroutinefunction(value):
        return await value()
    return value() if inspect.isfunction(value) else value


@pytest.fixture(scope="session")
def woven_of() -> Iterator[Callable[[str], Woven]]:
    """The package of a document beside this file, generated once."""
    known: dict[str, tuple[Any, Woven]] = {}

    def woven(name: str) -> Woven:
        if name not in known:
            whole = yaml.safe_load((DOCUMENTS / name).read_text("utf-8"))
            weaving = weave(whole)
            known[name] = weaving, weaving.__enter__()
        return known[name][1]

    yield woven
    for weaving, _ in known.values():
        weaving.__exit__(None, None, None)


@pytest.fixture
def server() -> Iterator[RawServer]:
    with raw_server() as server:
        yield server


@pytest.fixture
def woven(woven_of: Callable[[str], Woven], request: pytest.FixtureRequest) -> Woven:
    """The package of the document that the test module names."""
    document: str = request.module.DOCUMENT
    return woven_of(document)


@pytest.fixture(params=["sync", "async"])
def send(woven: Woven, server: RawServer, request: pytest.FixtureRequest) -> Sender:
    """Each of the two generated clients."""
    return Sender(woven, server, request.param == "async")


@pytest.fixture
def send_async(woven: Woven, server: RawServer) -> Sender:
    """The async client alone."""
    return Sender(woven, server, True)


@pytest.fixture
def send_sync(woven: Woven, server: RawServer) -> Sender:
    """The sync client alone."""
    return Sender(woven, server, False)
