"""Request bodies that are sent item by item (OpenAPI 3.2, section 4.14.3)."""

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from typing import Any, TypeAlias, TypeGuard

from .errors import RequestValidationError
from .judging import Judge
from .media_types import Framing, framing_of
from .operation import EventData, MediaType
from .sequences import framed

Items: TypeAlias = AsyncIterable[Any] | Iterable[Any]


class ItemBody:
    """The chunks of a body; each item is judged when it is its turn.

    With `once`, the items can be had a single time, so the body can be sent just once.
    """

    def __init__(self, operation_id: str, media: MediaType, items: object) -> None:
        self._what = f"{operation_id}: body"
        self._type = media.type
        self._framing: Framing = framing_of(media.name) or "lines"
        self._data: EventData = media.data
        self._items = _checked(items, f"{self._what} of {media.name}")
        self.once = isinstance(items, Iterator | AsyncIterator)
        self.is_async = not isinstance(items, Iterable)

    def __iter__(self) -> Iterator[bytes]:
        """For a sync client, which cannot have asynchronous ones."""
        if not isinstance(self._items, Iterable):
            return
        for number, item in enumerate(self._items):
            yield self._chunk(number, item)

    async def chunks(self) -> AsyncIterator[bytes]:
        """For an async client."""
        if isinstance(self._items, Iterable):
            for chunk in self:
                yield chunk
            return
        number = 0
        async for item in self._items:
            yield self._chunk(number, item)
            number += 1

    def _chunk(self, number: int, item: object) -> bytes:
        what = f"{self._what}: item {number}"
        text = Judge(self._type, what).json_bytes(item)
        try:
            return framed(text, self._framing, self._data)
        except ValueError as error:
            raise RequestValidationError(f"{what}: {error}") from error


def _checked(items: object, what: str) -> Items:
    if not _are_items(items):
        raise RequestValidationError(f"{what} is made of items")
    return items


def _are_items(given: object) -> TypeGuard[Items]:
    """Text and objects can be iterated over, but are not made of items."""
    is_one = isinstance(given, str | bytes | bytearray | dict)
    return isinstance(given, Iterable | AsyncIterable) and not is_one
