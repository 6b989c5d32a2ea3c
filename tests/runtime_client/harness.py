"""Runs one piece of client code with the sync and with the async client."""

import asyncio
from collections.abc import Callable
from typing import Any, Literal, TypeAlias

import httpx2

from .sample import AsyncClient, Client

Mode: TypeAlias = Literal["sync", "async"]
Handler: TypeAlias = Callable[[httpx2.Request], httpx2.Response]
Use: TypeAlias = Callable[[Any], Any]
"""Takes a client; returns a result, which is awaited for the async one."""


class Harness:
    """A client of one kind for each `run`; `pauses` has what it would have slept."""

    def __init__(self, mode: Mode) -> None:
        self.mode: Mode = mode
        self.pauses: list[float] = []
        self.sleeps = False

    def run(self, use: Use, *, handler: Handler | None = None, **arguments: Any) -> Any:
        """What `use` returns for a new client made with `arguments`."""
        arguments.setdefault("base_url", "http://api.test/v1")
        if handler is not None:
            arguments["http_client"] = self.http_client(handler)
        if self.mode == "sync":
            return self._run_sync(use, arguments)
        return asyncio.run(self._run_async(use, arguments))

    def http_client(self, handler: Handler, **arguments: Any) -> Any:
        """An httpx2 client of the right kind that never opens a socket."""
        kind = httpx2.Client if self.mode == "sync" else httpx2.AsyncClient
        return kind(transport=httpx2.MockTransport(handler), **arguments)

    def run_over(
        self, settings: dict[str, Any], use: Use, url: str, **arguments: Any
    ) -> Any:
        """The same over a real HTTP client with `settings`, which is closed after."""
        arguments["base_url"] = url
        if self.mode == "sync":
            with httpx2.Client(**settings) as http:
                return self._run_sync(use, {**arguments, "http_client": http})

        async def run() -> Any:
            async with httpx2.AsyncClient(**settings) as http:
                return await self._run_async(use, {**arguments, "http_client": http})

        return asyncio.run(run())

    def _run_sync(self, use: Use, arguments: dict[str, Any]) -> Any:
        with Client(**arguments) as client:
            if not self.sleeps:
                setattr(client, "_sleep", self.pauses.append)  # noqa: B010
            return use(client)

    async def _run_async(self, use: Use, arguments: dict[str, Any]) -> Any:
        async def sleep(seconds: float) -> None:
            self.pauses.append(seconds)

        async with AsyncClient(**arguments) as client:
            if not self.sleeps:
                setattr(client, "_sleep", sleep)  # noqa: B010
            result = use(client)
            return await result if hasattr(result, "__await__") else result


class Recorder:
    """A handler for `MockTransport` that keeps the requests and answers in turn."""

    def __init__(self, *answers: httpx2.Response | Exception) -> None:
        self.answers = answers or (httpx2.Response(204),)
        self.requests: list[httpx2.Request] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        request.read()
        self.requests.append(request)
        answer = self.answers[min(len(self.requests), len(self.answers)) - 1]
        if isinstance(answer, Exception):
            raise answer
        return httpx2.Response(
            answer.status_code, headers=answer.headers, content=answer.content
        )

    @property
    def request(self) -> httpx2.Request:
        """The only request there was."""
        (request,) = self.requests
        return request


def answer(status: int = 200, json: object = None, **headers: str) -> httpx2.Response:
    """A JSON response; underscores in header names stand for hyphens."""
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    if json is None:
        return httpx2.Response(status, headers=fields)
    return httpx2.Response(status, headers=fields, json=json)
