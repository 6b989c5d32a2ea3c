"""An ASGI application as what a client sends with: no socket, and no buffering."""

from collections.abc import AsyncIterator, Callable, Iterator
from threading import Lock, Thread
from typing import Any, TypeVar
from weakref import finalize

import anyio
import anyio.to_thread
import httpx2
from anyio.from_thread import BlockingPortal
from starlette.types import ASGIApp

from .exchange import Exchange
from .lifespans import Lifespan

T = TypeVar("T")

_ASGI = {"version": "3.0"}


class AppTransport(httpx2.AsyncBaseTransport):
    """Sends requests to an application, in the event loop of whoever sends.

    It is started before the first request, and ended with the transport. `root_path` is
    where it is mounted.
    """

    def __init__(self, app: ASGIApp, *, root_path: str = "") -> None:
        self._app = app
        self._root_path = root_path
        self._lifespan: Lifespan | None = None
        self._lock: anyio.Lock | None = None

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """The answer as soon as it has begun."""
        lifespan = await self._started()
        url = request.url
        scope = {
            "type": "http",
            "asgi": _ASGI,
            "http_version": "1.1",
            "method": request.method,
            "scheme": url.scheme,
            "path": url.path,
            "raw_path": url.raw_path.partition(b"?")[0],
            "query_string": url.query,
            "root_path": self._root_path,
            "headers": [(name.lower(), value) for name, value in request.headers.raw],
            "server": (url.host, url.port),
            "client": ("127.0.0.1", 1),
            "state": {**lifespan.state},
        }
        stream = request.stream
        assert isinstance(stream, httpx2.AsyncByteStream)
        return await Exchange(self._app, scope, stream).response()

    async def aclose(self) -> None:
        """End the application."""
        if self._lifespan is not None:
            lifespan, self._lifespan = self._lifespan, None
            await lifespan.end()

    async def _started(self) -> Lifespan:
        if self._lock is None:
            self._lock = anyio.Lock()
        async with self._lock:
            if self._lifespan is None:
                lifespan = Lifespan(self._app)
                await lifespan.start()
                self._lifespan = lifespan
            return self._lifespan


class SyncAppTransport(httpx2.BaseTransport):
    """The same for clients that are not async: the application has a thread."""

    def __init__(self, app: ASGIApp, *, root_path: str = "") -> None:
        self._inner = AppTransport(app, root_path=root_path)
        self._lock = Lock()
        self._thread: _LoopThread | None = None

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The answer as soon as it has begun."""
        with self._lock:
            if self._thread is None:
                self._thread = _LoopThread()
                finalize(self, self._thread.stop).atexit = False
            thread = self._thread
        if not isinstance(request.stream, httpx2.AsyncByteStream):
            assert isinstance(request.stream, httpx2.SyncByteStream)
            request.stream = _SentBody(request.stream)
        answer = thread.call(self._inner.handle_async_request, request)
        return httpx2.Response(
            answer.status_code,
            headers=answer.headers,
            stream=_ReadBody(answer, thread),
        )

    def close(self) -> None:
        """End the application, and its thread."""
        with self._lock:
            thread, self._thread = self._thread, None
        if thread is not None:
            try:
                thread.call(self._inner.aclose)
            finally:
                thread.stop()


class _LoopThread:
    """A thread with an event loop, which no program has to wait for at its end."""

    def __init__(self) -> None:
        self.is_stopped = False
        self._portal: BlockingPortal | None = None
        self._ready = Lock()
        self._ready.acquire()
        Thread(target=anyio.run, args=(self._run,), daemon=True).start()

    def call(self, function: Callable[..., Any], *arguments: object) -> Any:
        """Call an async function there, and wait for it."""
        return self._running().call(function, *arguments)

    def stop(self) -> None:
        """Let the thread come to its end."""
        if not self.is_stopped:
            self.is_stopped = True
            portal = self._running()
            portal.start_task_soon(portal.stop, True)

    def _running(self) -> BlockingPortal:
        with self._ready:
            assert self._portal is not None
            return self._portal

    async def _run(self) -> None:
        async with BlockingPortal() as portal:
            self._portal = portal
            self._ready.release()
            await portal.sleep_until_stopped()


class _SentBody(httpx2.AsyncByteStream):
    """A request body that blocks whoever reads it: it is read in a thread."""

    def __init__(self, stream: httpx2.SyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        chunks = iter(self._stream)
        while (chunk := await anyio.to_thread.run_sync(next, chunks, None)) is not None:
            yield chunk


class _ReadBody(httpx2.SyncByteStream):
    """The body of an answer, read from another thread."""

    def __init__(self, answer: httpx2.Response, thread: _LoopThread) -> None:
        assert isinstance(answer.stream, httpx2.AsyncByteStream)
        self._stream = answer.stream
        self._thread = thread

    def __iter__(self) -> Iterator[bytes]:
        chunks = aiter(self._stream)

        async def following() -> bytes | None:
            return await anext(chunks, None)

        while (chunk := self._thread.call(following)) is not None:
            yield chunk

    def close(self) -> None:
        if not self._thread.is_stopped:
            self._thread.call(self._stream.aclose)
