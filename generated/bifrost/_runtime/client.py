"""The clients, sync and async: settings and credentials over a pool of connections.

Everything but sending is in `call.py`; the two halves of this file differ by `await`.
"""

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import (
    aclosing,
    closing,
)
from functools import partial
from typing import TYPE_CHECKING, Any, ParamSpec, Self, TypeVar

import httpx2

from .base_client import BaseClient
from .configuration import Api, Settings
from .connections import async_connections, sync_connections
from .credentials import Given, Needed
from .method_forms import AsyncForms, SyncForms
from .missing import MISSING
from .options import RequestOptions
from .resources import NO_PROPERTIES

if TYPE_CHECKING:
    from .call import Call
    from .decode import RawResponse
    from .operation import Operation

__all__ = ["AsyncClient", "SyncClient"]

P = ParamSpec("P")
T = TypeVar("T")


class SyncClient(SyncForms, BaseClient[httpx2.Client]):
    """The base of `Client`: a call blocks its thread; threads may share one client."""

    _sleep = staticmethod(time.sleep)

    def __init__(
        self,
        api: Api,
        settings: Settings,
        credentials: Given,
        http_client: httpx2.Client | None,
    ) -> None:
        super().__init__(api, settings, credentials, sync_connections(http_client))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections, unless they belong to another client."""
        if self._owner:
            self._connections.http.close()

    def exchange(
        self,
        operation: "Operation[T]",
        arguments: Sequence[object] = (),
        options: RequestOptions | None = None,
        body: object = MISSING,
        properties: Mapping[str, object] = NO_PROPERTIES,
    ) -> "RawResponse[T]":
        """Sends one argument for each parameter, in their order, and a body.

        The body is given whole or by its properties; `MISSING` is not sent. This is
        what the methods of the resources call.
        """
        call = self._begin(operation, arguments, options, body, properties)
        self._answered(call)
        return call.reply

    def exchange_at(self, *given: Any) -> "tuple[RawResponse[Any], httpx2.URL]":
        """The same, and where the answer came from."""
        call = self._begin(*given)
        response = self._answered(call)
        return call.reply, response.url

    def open(
        self,
        operation: "Operation[Any]",
        arguments: Sequence[object],
        options: RequestOptions | None,
        body: object,
        properties: Mapping[str, object],
    ) -> "tuple[Call, httpx2.Response]":
        """The same, but the body of a success is left to be read."""
        call = self._begin(operation, arguments, options, body, properties)
        return call, self._answered(call, unread=True)

    def _answered(self, call: "Call", *, unread: bool = False) -> httpx2.Response:
        """The success that ends a call; raises when there is none."""
        http = self._connections.ready()
        send = self._sent if call.middleware else self._followed
        while True:
            if not call.has_secrets:
                call.authorise([self._secret(each, call, http) for each in call.chosen])
            request = call.request(http)
            try:
                response = send(http, call, request)
                if unread and call.operation.is_answer(response.status_code):
                    return response
                with closing(response):
                    for chunk in response.iter_bytes():
                        call.receive(chunk, response)
                pause = call.judge(response)
                if pause is None:
                    return response
            except httpx2.RequestError as error:
                pause = call.failed(error)
            self._sleep(pause)

    def _secret(self, needed: Needed, call: "Call", http: httpx2.Client) -> str:
        secret = needed.secret
        if isinstance(secret, str):
            return secret
        if callable(secret):
            return _text(secret())
        from .token_requests import fetched

        request, refused = call.token_request(needed, secret), call.refused(needed)
        return fetched(request, refused, http, self._sleep)

    def _sent(
        self, http: httpx2.Client, call: "Call", request: httpx2.Request
    ) -> httpx2.Response:
        """The answer to an attempt, through middleware."""
        from .middleware import answered

        send = partial(self._followed, http, call)
        return answered(call.middleware, call.attempt(request), send)

    def _followed(
        self, http: httpx2.Client, call: "Call", request: httpx2.Request
    ) -> httpx2.Response:
        """The answer to a request; redirections are followed if `http` does so."""
        auth = call.auth(http)
        response = http.send(request, stream=True, auth=auth, follow_redirects=False)
        if not http.follow_redirects:
            return response
        for _ in range(http.max_redirects):
            following = call.redirected(response)
            if following is None:
                return response
            response.close()
            response = http.send(
                following, stream=True, auth=None, follow_redirects=False
            )
        response.close()
        raise call.endless(request)


async def _async_sleep(seconds: float) -> None:
    # Imported when it is needed: a program without async clients never loads it.
    from anyio import sleep

    await sleep(seconds)


class AsyncClient(AsyncForms, BaseClient[httpx2.AsyncClient]):
    """The base of `AsyncClient`: the same with `await`, under asyncio or trio."""

    _sleep: Callable[[float], Awaitable[object]] = staticmethod(_async_sleep)

    def __init__(
        self,
        api: Api,
        settings: Settings,
        credentials: Given,
        http_client: httpx2.AsyncClient | None,
    ) -> None:
        super().__init__(api, settings, credentials, async_connections(http_client))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Closes the connections, unless they belong to another client."""
        if self._owner:
            await self._connections.http.aclose()

    async def exchange(
        self,
        operation: "Operation[T]",
        arguments: Sequence[object] = (),
        options: RequestOptions | None = None,
        body: object = MISSING,
        properties: Mapping[str, object] = NO_PROPERTIES,
    ) -> "RawResponse[T]":
        """Sends one argument for each parameter, in their order, and a body.

        The body is given whole or by its properties; `MISSING` is not sent. This is
        what the methods of the resources call.
        """
        call = self._begin(operation, arguments, options, body, properties)
        await self._in_time(call)
        return call.reply

    async def exchange_at(self, *given: Any) -> "tuple[RawResponse[Any], httpx2.URL]":
        """The same, and where the answer came from."""
        call = self._begin(*given)
        response = await self._in_time(call)
        return call.reply, response.url

    async def open(
        self,
        operation: "Operation[Any]",
        arguments: Sequence[object],
        options: RequestOptions | None,
        body: object,
        properties: Mapping[str, object],
    ) -> "tuple[Call, httpx2.Response]":
        """The same, but the body of a success is left to be read."""
        call = self._begin(operation, arguments, options, body, properties)
        return call, await self._in_time(call, unread=True)

    async def _in_time(self, call: "Call", *, unread: bool = False) -> httpx2.Response:
        if call.deadline is None:
            return await self._answered(call, unread=unread)
        with call.deadline.cancelling():
            return await self._answered(call, unread=unread)

    async def _answered(self, call: "Call", *, unread: bool = False) -> httpx2.Response:
        """The success that ends a call; raises when there is none."""
        http = self._connections.ready_in_loop()
        send = self._sent if call.middleware else self._followed
        while True:
            if not call.has_secrets:
                chosen = call.chosen
                call.authorise(
                    [await self._secret(each, call, http) for each in chosen]
                )
            request = call.request(http)
            try:
                response = await send(http, call, request)
                if unread and call.operation.is_answer(response.status_code):
                    return response
                async with aclosing(response):
                    async for chunk in response.aiter_bytes():
                        call.receive(chunk, response)
                pause = call.judge(response)
                if pause is None:
                    return response
            except httpx2.RequestError as error:
                pause = call.failed(error)
            await self._sleep(pause)

    async def _secret(
        self, needed: Needed, call: "Call", http: httpx2.AsyncClient
    ) -> str:
        secret = needed.secret
        if isinstance(secret, str):
            return secret
        if callable(secret):
            value = secret()
            return value if isinstance(value, str) else await value
        from .token_requests import async_fetched

        request, refused = call.token_request(needed, secret), call.refused(needed)
        return await async_fetched(request, refused, http, self._sleep)

    async def _sent(
        self, http: httpx2.AsyncClient, call: "Call", request: httpx2.Request
    ) -> httpx2.Response:
        """The answer to an attempt, through middleware."""
        from .middleware import async_answered

        send = partial(self._followed, http, call)
        return await async_answered(call.middleware, call.attempt(request), send)

    async def _followed(
        self, http: httpx2.AsyncClient, call: "Call", request: httpx2.Request
    ) -> httpx2.Response:
        """The answer to a request; redirections are followed if `http` does so."""
        auth = call.auth(http)
        response = await http.send(
            request, stream=True, auth=auth, follow_redirects=False
        )
        if not http.follow_redirects:
            return response
        for _ in range(http.max_redirects):
            following = call.redirected(response)
            if following is None:
                return response
            await response.aclose()
            response = await http.send(
                following, stream=True, auth=None, follow_redirects=False
            )
        await response.aclose()
        raise call.endless(request)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a function that returns a token to a sync client is not async")
    return value
