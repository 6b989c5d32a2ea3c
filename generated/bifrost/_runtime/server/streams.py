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
from starlette.types import ASGIApp, Send

from .reply import Frame, RangeReply, Reply
from .wire import Header

T = TypeVar("T")
S = TypeVar("S")

Items: TypeAlias = AsyncIterable[T] | Iterable[T]
"""What a stream is made of: an asynchronous generator, say, or a list."""

_END = object()
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
    return sent_in_pieces(_chunks(items, frame, write), status, headers)


def sent_in_pieces(
    pieces: AsyncIterator[bytes], status: int, headers: list[Header]
) -> ASGIApp:
    """What sends a body piece by piece; one that fails breaks it off."""
    response = _Streamed(pieces, status)
    response.raw_headers = headers
    return response


class _Streamed(StreamingResponse):
    """A stream that ends what it is made of, also when the client leaves early."""

    async def stream_response(self, send: Send) -> None:
        try:
            await super().stream_response(send)
        finally:
            await _close(self.body_iterator)


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
        await _close(source)


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


async def _close(source: object) -> None:
    """Let a generator do what it does at its end; whoever has cancelled it waits."""
    if isinstance(source, AsyncGenerator):
        with anyio.move_on_after(_LONGEST_END, shield=True):
            await source.aclose()
