"""Replies that are sent item by item (OpenAPI 3.2, section 4.14.3)."""

from collections.abc import (
    AsyncGenerator,
    AsyncIterable,
    AsyncIterator,
    Callable,
    Generator,
    Iterable,
    Iterator,
)
from functools import partial
from typing import Generic, TypeAlias, TypeVar, cast

import anyio
import anyio.lowlevel
import anyio.to_thread
from starlette.responses import StreamingResponse
from starlette.types import ASGIApp, Message, Send

from .reply import Frame, RangeReply, Reply
from .wire import Header

T = TypeVar("T")
S = TypeVar("S")

Items: TypeAlias = AsyncIterable[T] | Iterable[T]
"""What a stream is made of: an asynchronous generator, say, or a list."""

_END = object()
_PING: Message = {
    "type": "http.response.body",
    "body": b": ping\n\n",
    "more_body": True,
}
_LONGEST_END = 30.0
"""Seconds that a generator has for its end when nobody asks for more."""


class StreamReply(Reply[Items[T]]):
    """A response whose items are sent as they come; one that fails breaks it off."""

    def app(
        self, frame: Frame, headers: list[Header], write: Callable[[object], bytes]
    ) -> ASGIApp:
        """What sends the reply."""
        return _app(self.status, self.body, frame, headers, write)


class StreamRangeReply(RangeReply[Items[T]]):
    """The same for a response declared as `2XX` or `default`."""

    def app(
        self, frame: Frame, headers: list[Header], write: Callable[[object], bytes]
    ) -> ASGIApp:
        """What sends the reply."""
        return _app(self.status, self.body, frame, headers, write)


class EitherReply(Reply[T | Items[S]], Generic[T, S]):
    """A response that is a value, or items: an iterator that gives one after another.

    `media_type` says which of both where the body is an iterable of another kind.
    """

    @property
    def is_stream(self) -> bool:
        """Whether the body is made of items."""
        return isinstance(self.body, AsyncIterable | Iterator)

    def app(
        self, frame: Frame, headers: list[Header], write: Callable[[object], bytes]
    ) -> ASGIApp:
        """What sends the reply."""
        items = cast("Items[S]", self.body)
        return _app(self.status, items, frame, headers, write)


class EitherRangeReply(RangeReply[T | Items[S]], Generic[T, S]):
    """The same for a response declared as `2XX` or `default`."""

    @property
    def is_stream(self) -> bool:
        """Whether the body is made of items."""
        return isinstance(self.body, AsyncIterable | Iterator)

    def app(
        self, frame: Frame, headers: list[Header], write: Callable[[object], bytes]
    ) -> ASGIApp:
        """What sends the reply."""
        items = cast("Items[S]", self.body)
        return _app(self.status, items, frame, headers, write)


def _app(
    status: int,
    items: Items[T],
    frame: Frame,
    headers: list[Header],
    write: Callable[[object], bytes],
) -> ASGIApp:
    pieces = _chunks(items, frame, write)
    return sent_in_pieces(pieces, status, headers, idle=frame.idle)


def sent_in_pieces(
    pieces: AsyncIterator[bytes],
    status: int,
    headers: list[Header],
    *,
    idle: float | None = None,
) -> ASGIApp:
    """What sends a body piece by piece; one that fails breaks it off.

    With `idle`, a comment is sent after so many seconds without a piece.
    """
    response = _Streamed(pieces, status)
    response.idle = idle
    response.raw_headers = headers
    return response


class _Streamed(StreamingResponse):
    """A stream that ends what it is made of, also when the client leaves early."""

    idle: float | None = None

    async def stream_response(self, send: Send) -> None:
        try:
            if self.idle is None:
                await super().stream_response(send)
            else:
                await self._stream_with_pings(_Pings(send, self.idle))
        finally:
            await close_source(self.body_iterator)

    async def _stream_with_pings(self, pings: "_Pings") -> None:
        failure: Exception | None = None
        async with anyio.create_task_group() as group:
            group.start_soon(pings.run, group.cancel_scope)
            try:
                await super().stream_response(pings.send)
            except Exception as error:  # noqa: BLE001 - raised outside of the group
                failure = error
            group.cancel_scope.cancel()
        failure = failure or pings.failure
        if failure is not None:
            raise failure


class _Pings:
    """Sends a comment where nothing else has been sent for a while.

    "Authors can include a comment line every 15 seconds or so" (HTML, section 9.2.7),
    which also finds out that a client has left.
    """

    def __init__(self, send: Send, idle: float) -> None:
        self._send = send
        self._idle = idle
        self._lock = anyio.Lock()
        self._last: float | None = None
        self._is_over = False
        self.failure: OSError | None = None

    async def send(self, message: Message) -> None:
        """Send what is more than a comment."""
        async with self._lock:
            self._is_over = not message.get("more_body", True)
            await self._send(message)
            self._last = anyio.current_time()

    async def run(self, scope: anyio.CancelScope) -> None:
        """Send comments until the end; cancels `scope` where the client has left."""
        while not self._is_over:
            if self._last is None:
                await anyio.sleep(self._idle)
                continue
            rest = self._last + self._idle - anyio.current_time()
            if rest > 0:
                await anyio.sleep(rest)
                continue
            try:
                await self._ping()
            except OSError as error:
                self.failure = error
                scope.cancel()
                return

    async def _ping(self) -> None:
        async with self._lock:
            if not self._is_over:
                await self._send(_PING)
                self._last = anyio.current_time()


async def _chunks(
    items: Items[T], frame: Frame, write: Callable[[object], bytes]
) -> AsyncIterator[bytes]:
    source = items if isinstance(items, AsyncIterable) else one_by_one(items)
    try:
        async for item in source:
            yield frame.framed(write(item))
            # Whoever makes items without a pause must not keep all others waiting,
            # nor miss that the client went away.
            await anyio.lowlevel.checkpoint()
        if frame.end:
            yield frame.end
    finally:
        await close_source(source)


async def one_by_one(items: Iterable[T]) -> AsyncIterator[T]:
    """The items one after another; an iterator may block, and works in a thread."""
    if not isinstance(items, Iterator):
        for item in items:
            yield item
        return
    following: Callable[[], object] = partial(next, items, _END)
    try:
        while (more := await anyio.to_thread.run_sync(following)) is not _END:
            yield cast("T", more)
    finally:
        if isinstance(items, Generator):
            with anyio.move_on_after(_LONGEST_END, shield=True):
                await anyio.to_thread.run_sync(items.close)


async def close_source(source: object) -> None:
    """Let a generator do what it does at its end; whoever has cancelled it waits."""
    if isinstance(source, AsyncGenerator):
        with anyio.move_on_after(_LONGEST_END, shield=True):
            await source.aclose()
