"""The two clients of a package that was generated, as one kind of caller."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.weaving import Woven


@dataclass(frozen=True)
class WovenClients:
    """Calls with the sync or the async client; what is a coroutine is awaited."""

    woven: Woven
    is_async: bool
    options: dict[str, Any] = field(default_factory=dict)

    def client(self, url: str, **options: Any) -> Any:
        """A new client."""
        kind = "AsyncClient" if self.is_async else "Client"
        make = getattr(self.woven.module("client"), kind)
        return make(base_url=url, **{"max_retries": 0, **self.options, **options})

    def call(
        self,
        url: str,
        operation: str,
        *arguments: Any,
        raw: bool = False,
        **others: Any,
    ) -> Any:
        """What `client.RESOURCE.METHOD` returns; all items of a stream."""

        async def use() -> Any:
            client = self.client(url)
            method = _method(client, operation)
            method = client.raw(method) if raw else method
            try:
                return await _settled(method(*arguments, **others))
            finally:
                await _settled(client.aclose() if self.is_async else client.close())

        return asyncio.run(use())

    def stream(
        self, url: str, operation: str, reader: str, *arguments: Any, **keywords: Any
    ) -> Any:
        """What a reader of a streamed response gives: `save`, say, or its status."""

        async def use() -> Any:
            client = self.client(url)
            response = client.stream(_method(client, operation))()
            if not self.is_async:
                with client, response as opened:
                    return await _read(opened, reader, arguments, keywords)
            async with client, response as opened:
                return await _read(opened, reader, arguments, keywords)

        return asyncio.run(use())


async def _read(
    response: Any, reader: str, arguments: tuple[Any, ...], keywords: dict[str, Any]
) -> Any:
    value = getattr(response, reader)
    return await _settled(value(*arguments, **keywords) if callable(value) else value)


async def _settled(value: Any) -> Any:
    if hasattr(value, "__await__"):
        value = await value
    if isinstance(value, AsyncIterator):
        return [item async for item in value]
    return [*value] if isinstance(value, Iterator) else value


def _method(client: Any, operation: str) -> Any:
    resource, _, name = operation.partition(".")
    return getattr(getattr(client, resource), name)
