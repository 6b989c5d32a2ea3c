"""Replies that are sent item by item (OpenAPI 3.2, section 4.14.3)."""

from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Iterator
from typing import Generic, TypeAlias, TypeVar, cast

import anyio.lowlevel
from starlette.responses import StreamingResponse
from starlette.types import ASGIApp

from .reply import Frame, RangeReply, Reply
from .wire import Header

T = TypeVar("T")
S = TypeVar("S")

Items: TypeAlias = AsyncIterable[T] | Iterable[T]
"""What a stream is made of: an asynchronous generator, say, or a list."""


class StreamReply(Reply[Items[T]]):
    """A response whose items are sent as they come; one that fails breaks it off."""

    __slots__ = ()

    def app(
        self, frame: Frame, headers: list[Header], write: Callable[[object], bytes]
    ) -> ASGIApp:
        """What sends the reply."""
        return _app(self.status, self.body, frame, headers, write)


class StreamRangeReply(RangeReply[Items[T]]):
    """The same for a response declared as `2XX` or `default`."""

    __slots__ = ()

    def app(
        self, frame: Frame, headers: list[Header], write: Callable[[object], bytes]
    ) -> ASGIApp:
        """What sends the reply."""
        return _app(self.status, self.body, frame, headers, write)


class EitherReply(Reply[T | Items[S]], Generic[T, S]):
    """A response that is a value, or items: an iterator that gives one after another.

    `media_type` says which of both where the body is an iterable of another kind.
    """

    __slots__ = ()

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

    __slots__ = ()

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
    response = StreamingResponse(_chunks(items, frame, write), status)
    response.raw_headers = headers
    return response


async def _chunks(
    items: Items[T], frame: Frame, write: Callable[[object], bytes]
) -> AsyncIterator[bytes]:
    async for item in items if isinstance(items, AsyncIterable) else _each(items):
        yield frame.framed(write(item))
        # Whoever makes items without a pause must not keep all others waiting, nor
        # miss that the client went away.
        await anyio.lowlevel.checkpoint()
    if frame.end:
        yield frame.end


async def _each(items: Iterable[T]) -> AsyncIterator[T]:
    for item in items:
        yield item
