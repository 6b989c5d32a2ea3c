"""The clients, sync and async: settings and credentials over a pool of connections.

Everything but sending is in `call.py`; the two halves of this file differ by `await`.
"""

import time
from collections import ChainMap
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager, closing
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import (
    TYPE_CHECKING,
    Any,
    Generic,
    ParamSpec,
    Self,
    TypeVar,
    cast,
)

import httpx2

from .auth import AsyncToken
from .configuration import Api, Settings
from .credentials import Chosen, Credentials, Given
from .missing import MISSING
from .options import ClientOptions, RequestOptions, checked
from .resources import NO_PROPERTIES, Resource

if TYPE_CHECKING:
    from .call import Call
    from .decode import RawResponse
    from .open_response import AsyncStreamedResponse, StreamedResponse
    from .operation import Operation

__all__ = ["AsyncClient", "SyncClient"]

P = ParamSpec("P")
T = TypeVar("T")
Http = TypeVar("Http", bound=httpx2.Client | httpx2.AsyncClient)

_LIMITS = httpx2.Limits(max_connections=1000, max_keepalive_connections=100)


class _Client(Generic[Http]):
    """What both clients are: settings and credentials over a pool of connections."""

    def __init__(
        self, api: Api, settings: Settings, credentials: Given, http: Http, owner: bool
    ) -> None:
        self._api = api
        self._settings = settings
        self._credentials = Credentials(api.security, credentials, api.variable)
        self._http = http
        self._owner = owner

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={str(self._settings.base_url)!r})"

    def __reduce__(self) -> Any:
        raise TypeError("a client cannot be pickled: it holds secrets and connections")

    def _with(self, options: Mapping[str, Any]) -> Self:
        """A copy with other options, on the same connections, which it never closes."""
        known = ClientOptions.__annotations__
        credentials = {n: value for n, value in options.items() if n not in known}
        other = object.__new__(type(self))
        for name, value in vars(self).items():
            if not isinstance(value, Resource):
                setattr(other, name, value)
        other._settings = self._settings.replaced(
            self._api, cast("ClientOptions", options)
        )
        other._credentials = self._credentials.replaced(credentials)
        other._owner = False
        return other

    def _begin(
        self,
        operation: "Operation[Any]",
        arguments: Sequence[object],
        options: RequestOptions | None,
        body: object,
        properties: Mapping[str, object],
    ) -> "tuple[Call, Chosen]":
        """The call and the secrets it needs; raises for what must not be sent."""
        # Imported at the first call: a program that imports the clients starts sooner.
        from .call import Call
        from .request import write_request

        options = checked(options)
        outgoing = write_request(operation, arguments, body, properties, options)
        call = Call(self._api, self._settings, operation, outgoing, options)
        # Looked into only where a scheme asks; httpx2 is slow to list its own.
        by_hand = ChainMap(
            dict(outgoing.headers), dict(self._settings.headers), self._http.headers
        )
        return call, self._credentials.choose(operation, by_hand)


class SyncClient(_Client[httpx2.Client]):
    """The base of `Client`: a call blocks its thread; threads may share one client."""

    _sleep = staticmethod(time.sleep)

    def __init__(
        self,
        api: Api,
        settings: Settings,
        credentials: Given,
        http_client: httpx2.Client | None,
    ) -> None:
        http = http_client or httpx2.Client(limits=_LIMITS, cookies=_no_cookies())
        super().__init__(api, settings, credentials, http, http_client is None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections, unless they belong to another client."""
        if self._owner:
            self._http.close()

    def raw(self, method: Callable[P, T]) -> "Callable[P, RawResponse[T]]":
        """The same method, returning status, headers and body beside the data.

        `client.raw(client.users.get)("u1").headers["etag"]`
        """
        return cast("Callable[P, RawResponse[T]]", Resource.raw_twin(method, "raw"))

    def stream(
        self, method: Callable[P, object]
    ) -> "Callable[P, AbstractContextManager[StreamedResponse]]":
        """The same method, whose response is read bit by bit.

        `with client.stream(client.files.get)("f1") as response: response.save("f1")`
        """
        from .open_response import opened

        return opened(Resource.raw_twin(method, "open"))

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
        call = self._started(operation, arguments, options, body, properties)
        self._answered(call)
        return call.reply

    def open(
        self,
        operation: "Operation[Any]",
        arguments: Sequence[object],
        options: RequestOptions | None,
        body: object,
        properties: Mapping[str, object],
    ) -> "tuple[Call, httpx2.Response]":
        """The same, but the body of a success is left to be read."""
        call = self._started(operation, arguments, options, body, properties)
        return call, self._answered(call, unread=True)

    def _started(
        self,
        operation: "Operation[Any]",
        arguments: Sequence[object],
        options: RequestOptions | None,
        body: object,
        properties: Mapping[str, object],
    ) -> "Call":
        call, chosen = self._begin(operation, arguments, options, body, properties)
        call.authorise([(scheme, _value(secret)) for scheme, secret in chosen])
        return call

    def _answered(self, call: "Call", *, unread: bool = False) -> httpx2.Response:
        """The success that ends a call; raises when there is none."""
        while True:
            request = call.request(self._http)
            try:
                response = self._http.send(request, stream=True, follow_redirects=False)
                if unread and response.is_success:
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


async def _async_sleep(seconds: float) -> None:
    # Imported when it is needed: a program without async clients never loads it.
    from anyio import sleep

    await sleep(seconds)


class AsyncClient(_Client[httpx2.AsyncClient]):
    """The base of `AsyncClient`: the same with `await`, under asyncio or trio."""

    _sleep: Callable[[float], Awaitable[object]] = staticmethod(_async_sleep)

    def __init__(
        self,
        api: Api,
        settings: Settings,
        credentials: Given,
        http_client: httpx2.AsyncClient | None,
    ) -> None:
        http = http_client or httpx2.AsyncClient(limits=_LIMITS, cookies=_no_cookies())
        super().__init__(api, settings, credentials, http, http_client is None)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Closes the connections, unless they belong to another client."""
        if self._owner:
            await self._http.aclose()

    def raw(
        self, method: Callable[P, Awaitable[T]]
    ) -> "Callable[P, Awaitable[RawResponse[T]]]":
        """The same method, returning status, headers and body beside the data.

        `(await client.raw(client.users.get)("u1")).headers["etag"]`
        """
        return cast(
            "Callable[P, Awaitable[RawResponse[T]]]", Resource.raw_twin(method, "raw")
        )

    def stream(
        self, method: Callable[P, Awaitable[object]]
    ) -> "Callable[P, AbstractAsyncContextManager[AsyncStreamedResponse]]":
        """The same method, whose response is read bit by bit: use it in `async with`.

        `async with client.stream(client.files.get)("f1") as response: ...`
        """
        from .open_response import async_opened

        return async_opened(Resource.raw_twin(method, "open"))

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
        call = await self._started(operation, arguments, options, body, properties)
        await self._answered(call)
        return call.reply

    async def open(
        self,
        operation: "Operation[Any]",
        arguments: Sequence[object],
        options: RequestOptions | None,
        body: object,
        properties: Mapping[str, object],
    ) -> "tuple[Call, httpx2.Response]":
        """The same, but the body of a success is left to be read."""
        call = await self._started(operation, arguments, options, body, properties)
        return call, await self._answered(call, unread=True)

    async def _started(
        self,
        operation: "Operation[Any]",
        arguments: Sequence[object],
        options: RequestOptions | None,
        body: object,
        properties: Mapping[str, object],
    ) -> "Call":
        call, chosen = self._begin(operation, arguments, options, body, properties)
        call.authorise([(scheme, await _awaited(secret)) for scheme, secret in chosen])
        return call

    async def _answered(self, call: "Call", *, unread: bool = False) -> httpx2.Response:
        """The success that ends a call; raises when there is none."""
        while True:
            request = call.request(self._http)
            try:
                response = await self._http.send(
                    request, stream=True, follow_redirects=False
                )
                if unread and response.is_success:
                    return response
                try:
                    async for chunk in response.aiter_bytes():
                        call.receive(chunk, response)
                finally:
                    await response.aclose()
                pause = call.judge(response)
                if pause is None:
                    return response
            except httpx2.RequestError as error:
                pause = call.failed(error)
            await self._sleep(pause)


def _value(secret: AsyncToken) -> str:
    value = secret() if callable(secret) else secret
    if not isinstance(value, str):
        raise TypeError("a function that returns a token to a sync client is not async")
    return value


async def _awaited(secret: AsyncToken) -> str:
    value = secret() if callable(secret) else secret
    return value if isinstance(value, str) else await value


def _no_cookies() -> CookieJar:
    """A jar that keeps nothing: clients with other credentials share a pool."""
    return CookieJar(DefaultCookiePolicy(allowed_domains=()))
