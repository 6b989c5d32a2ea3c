"""One request to an ASGI application, whose answer is read as it is sent."""

from asyncio import get_running_loop
from collections.abc import AsyncIterator, Callable, Coroutine
from importlib import import_module
from typing import Any

import anyio
import httpx2
from starlette.types import ASGIApp, Message, Scope

_TASKS: set[object] = set()
"""Those that run: an event loop alone would let them be collected."""


def spawn(function: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run a function beside the task that is running, under asyncio or trio."""
    try:
        loop = get_running_loop()
    except RuntimeError:
        import_module("trio.lowlevel").spawn_system_task(function)
        return
    task = loop.create_task(function())
    _TASKS.add(task)
    task.add_done_callback(_TASKS.discard)


class Exchange:
    """A request and its answer. The application waits until each chunk is read."""

    def __init__(
        self, app: ASGIApp, scope: Scope, body: httpx2.AsyncByteStream
    ) -> None:
        self._app = app
        self._scope = scope
        self._chunks = aiter(body)
        self._is_sent = False
        self._begun = anyio.Event()
        self._left = anyio.Event()
        self._failure: Exception | None = None
        self._start: Message | None = None
        self._is_complete = False
        sink, source = anyio.create_memory_object_stream[bytes](0)
        self._sink, self._source = sink, source

    async def response(self) -> httpx2.Response:
        """The answer, once it has begun; raises what the application raises before."""
        spawn(self._run)
        try:
            await self._begun.wait()
        except BaseException:
            self.leave()
            raise
        if self._start is None:
            self.leave()
            raise self._broken("the application has answered nothing")
        return httpx2.Response(
            self._start["status"],
            headers=list(self._start.get("headers", [])),
            stream=_Body(self),
        )

    async def chunk(self) -> bytes | None:
        """What follows of the body, None at its end: the application is done then."""
        try:
            return await self._source.receive()
        except anyio.EndOfStream:
            self._source.close()
        if not self._is_complete:
            raise self._broken("the answer was broken off") from self._failure
        return None

    def leave(self) -> None:
        """Read no further; the application is told as if a connection was closed."""
        self._left.set()
        self._source.close()

    def _broken(self, message: str) -> Exception:
        is_unanswered = self._failure is not None and self._start is None
        failure = self._failure if is_unanswered else None
        return failure or httpx2.RemoteProtocolError(message)

    async def _run(self) -> None:
        try:
            await self._app(self._scope, self._receive, self._send)
        except Exception as error:  # noqa: BLE001 - raised where the answer is read
            self._failure = error
        finally:
            self._begun.set()
            self._sink.close()

    async def _receive(self) -> Message:
        if self._is_sent:
            await self._left.wait()
            return {"type": "http.disconnect"}
        chunk = await anext(self._chunks, None)
        self._is_sent = chunk is None
        return {
            "type": "http.request",
            "body": chunk or b"",
            "more_body": not self._is_sent,
        }

    async def _send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            self._begun.set()
            return
        body = message.get("body", b"")
        if body and self._scope["method"] != "HEAD":
            try:
                await self._sink.send(body)
            except anyio.BrokenResourceError:
                raise OSError("the client has left") from None
        self._is_complete = not message.get("more_body", False)


class _Body(httpx2.AsyncByteStream):
    """The body of an answer."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while (chunk := await self._exchange.chunk()) is not None:
            yield chunk

    async def aclose(self) -> None:
        self._exchange.leave()
