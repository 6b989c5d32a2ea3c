"""A server in a thread, and the two clients as one kind of caller."""

import asyncio
import importlib
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import Thread
from typing import Any

import httpx2
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

PATIENCE = 10.0
"""Seconds that the server has to start, and again to stop."""
TLS = ssl.create_default_context()
"""Nothing here uses TLS, but a client that made its own would be slower than a test."""


@dataclass
class Counter:
    """An application that remembers the paths it was asked for."""

    app: ASGIApp
    paths: list[str] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            self.paths.append(scope["path"])
        await self.app(scope, receive, send)


@dataclass(frozen=True)
class Served:
    """The running service: its package, where it is, and what it was asked for."""

    package: str
    url: str
    paths: list[str]

    def module(self, name: str) -> Any:
        """A module of the generated package."""
        return importlib.import_module(f"{self.package}.{name}")


@contextmanager
def serve(app: ASGIApp) -> Iterator[str]:
    """Serves on a free port of this machine; yields the base URL."""
    config = uvicorn.Config(
        app, log_config=None, ws="none", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=server.run, args=([listener],), name="round trip")
        thread.start()
        try:
            deadline = time.monotonic() + PATIENCE
            while not server.started:
                assert thread.is_alive(), "the server did not start"
                assert time.monotonic() < deadline, "the server is too slow"
                time.sleep(0.005)
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(PATIENCE)
            assert not thread.is_alive(), "the server did not stop"


def unchunked(body: bytes) -> bytes:
    """A body without the lines between its chunks (RFC 9112, section 7.1)."""
    pieces: list[bytes] = []
    while body:
        size, _, body = body.partition(b"\r\n")
        length = int(size, 16)
        pieces.append(body[:length])
        body = body[length + 2 :]
    return b"".join(pieces)


@dataclass(frozen=True)
class Caller:
    """Calls an operation by `tag.method` with one of the generated clients."""

    served: Served
    is_async: bool
    options: dict[str, Any] = field(default_factory=dict)

    def given(self, **options: Any) -> "Caller":
        """The same with credentials, or other arguments of the client."""
        return replace(self, options=options)

    def __call__(self, operation: str, *arguments: Any, **keywords: Any) -> Any:
        return self._call(operation, arguments, keywords, raw=False)

    def raw(self, operation: str, *arguments: Any, **keywords: Any) -> Any:
        """The whole response and not only its data."""
        return self._call(operation, arguments, keywords, raw=True)

    def _call(
        self,
        operation: str,
        arguments: tuple[Any, ...],
        keywords: dict[str, Any],
        *,
        raw: bool,
    ) -> Any:
        module = self.served.module("client")
        settings = {"base_url": self.served.url, "max_retries": 0, **self.options}
        tag, _, name = operation.partition(".")

        def method(client: Any) -> Any:
            found = getattr(getattr(client, tag), name)
            return client.raw(found) if raw else found

        async def call() -> Any:
            async with (
                httpx2.AsyncClient(verify=TLS) as http,
                module.AsyncClient(http_client=http, **settings) as client,
            ):
                return await method(client)(*arguments, **keywords)

        if self.is_async:
            return asyncio.run(call())
        with (
            httpx2.Client(verify=TLS) as http,
            module.Client(http_client=http, **settings) as client,
        ):
            return method(client)(*arguments, **keywords)
