"""Replies that are sent item by item (OpenAPI 3.2, section 4.14.3)."""

from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable
from typing import TypeAlias, TypeVar

import anyio.lowlevel
from starlette.responses import StreamingResponse
from starlette.types import ASGIApp

from ..media_types import framing_of
from ..sequences import framed
from .reply import RangeReply, Reply
from .wire import Header

T = TypeVar("T")

Items: TypeAlias = AsyncIterable[T] | Iterable[T]
"""What a stream is made of: an asynchronous generator, say, or a list."""


class StreamReply(Reply[Items[T]]):
    """A response whose items are sent as they come; one that fails breaks it off."""

    __slots__ = ()

    def app(
        self, media_type: str, headers: list[Header], write: Callable[[object], bytes]
    ) -> ASGIApp:
        """What sends the reply."""
        return _app(self.status, self.body, media_type, headers, write)


class StreamRangeReply(RangeReply[Items[T]]):
    """The same for a response declared as `2XX` or `default`."""

    __slots__ = ()

    def app(
        self, media_type: str, headers: list[Header], write: Callable[[object], bytes]
    ) -> ASGIApp:
        """What sends the reply."""
        return _app(self.status, self.body, media_type, headers, write)


def _app(
    status: int,
    items: Items[T],
    media_type: str,
    headers: list[Header],
    write: Callable[[object], bytes],
) -> ASGIApp:
    response = StreamingResponse(_chunks(items, media_type, write), status)
    response.raw_headers = headers
    return response


async def _chunks(
    items: Items[T], media_type: str, write: Callable[[object], bytes]
) -> AsyncIterator[bytes]:
    framing = framing_of(media_type) or "lines"
    async for item in items if isinstance(items, AsyncIterable) else _each(items):
        yield framed(write(item), framing)
        # Whoever makes items without a pause must not keep all others waiting, nor
        # miss that the client went away.
        await anyio.lowlevel.checkpoint()


async def _each(items: Iterable[T]) -> AsyncIterator[T]:
    for item in items:
        yield item
