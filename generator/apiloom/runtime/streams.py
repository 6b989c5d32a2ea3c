"""Responses that are read item by item, each as soon as it has arrived."""

from collections.abc import (
    AsyncIterator,
    Generator,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from contextlib import aclosing, closing, contextmanager
from functools import cached_property
from typing import Any, Generic, Self, TypeVar, cast

import httpx2

from .call import Call
from .codec import codec_of, is_model
from .deadlines import async_chunks, chunks
from .decode import RawResponse, Received, decode_item
from .errors import ResponseValidationError
from .media_types import Framing, best_match, framing_of, read_content_type
from .missing import MISSING
from .narrowing import is_object
from .operation import MediaType, Operation
from .options import RequestOptions
from .resources import NO_PROPERTIES, AsyncResource, SyncResource
from .sequences import Splitter

T = TypeVar("T")
SWITCH = "stream"
"""The property of a body that asks for a stream."""


class _Items(Generic[T]):
    """What both streams are: a response, and the way from its bytes to items."""

    def __init__(self, call: Call, response: httpx2.Response) -> None:
        self._call = call
        self._response = response
        self.status_code = response.status_code
        self.headers = response.headers
        """Header fields of the response: names in any case, `get_list` for several."""
        self._splitter = Splitter(self._framing())

    @property
    def is_whole(self) -> bool:
        """Whether the body is declared as a whole, and not by its items."""
        sent = read_content_type(self.headers.get("content-type", ""))
        found = best_match(self._content(), sent)
        return found is not None and not found.items

    def no_stream(self) -> ResponseValidationError:
        """The exception for what came in the place of a stream."""
        operation, kind = self._call.operation, self.headers.get("content-type", "")
        return ResponseValidationError(
            f"{operation.id}: the answer is {kind}, which is no stream",
            status_code=self.status_code,
            headers=self.headers,
            body=b"",
            operation=(operation.id, operation.method, operation.path),
        )

    def _content(self) -> Sequence[MediaType]:
        key = self._call.operation.response_key(self.status_code)
        return self._call.operation.responses[key].content if key else ()

    def _framing(self) -> Framing:
        """That of the media type that was sent, or else of the one declared."""
        declared = (each.name for each in self._content() if each.items)
        names = (self.headers.get("content-type", ""), *declared)
        for name in names:
            framing = framing_of(name)
            if framing is not None:
                return framing
        return "lines"

    def _decoded(self, texts: Iterable[bytes]) -> Iterator[T]:
        for text in texts:
            received = Received(self.status_code, self.headers, text)
            yield decode_item(self._call.operation, received, strict=self._call.strict)

    @contextmanager
    def _reading(self) -> Generator[None]:
        """Tells of a connection that breaks as all calls do."""
        try:
            yield
        except httpx2.RequestError as error:
            raise self._call.broken(error) from error


class Stream(_Items[T]):
    """The items of a response. It holds a connection until it is read or closed.

    ```python
    with client.logs.follow() as entries:
        for entry in entries: ...
    ```
    """

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        return next(self._items)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the stream and gives the connection back."""
        self._response.close()

    @cached_property
    def _items(self) -> Iterator[T]:
        return self._read()

    def _read(self) -> Iterator[T]:
        with self._reading(), closing(self._response):
            for chunk in chunks(self._response, self._call.deadline):
                yield from self._decoded(self._splitter.feed(chunk))
            yield from self._decoded(self._splitter.end())


class AsyncStream(_Items[T]):
    """The same for `async for` and `async with`."""

    def __aiter__(self) -> AsyncIterator[T]:
        return self

    async def __anext__(self) -> T:
        return await anext(self._items)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Ends the stream and gives the connection back."""
        await self._response.aclose()

    @cached_property
    def _items(self) -> AsyncIterator[T]:
        return self._read()

    async def _read(self) -> AsyncIterator[T]:
        with self._reading():
            async with aclosing(self._response):
                body = async_chunks(self._response, self._call.deadline)
                async for chunk in body:
                    for item in self._decoded(self._splitter.feed(chunk)):
                        yield item
                for item in self._decoded(self._splitter.end()):
                    yield item


class SyncStreams(SyncResource):
    """The base of the class for a tag, where an operation answers with a stream."""

    def _stream(
        self,
        operation: Operation[T],
        arguments: Sequence[object] = (),
        options: RequestOptions | None = None,
        body: object = MISSING,
        properties: Mapping[str, object] = NO_PROPERTIES,
    ) -> Stream[T]:
        given = operation, arguments, options, body, properties
        if self._form == "open":
            return cast("Stream[T]", self._open(*given))
        stream: Stream[T] = Stream(*self._client.open(*given))
        return self._result(_reply(stream, stream))

    def _answer(
        self,
        operation: Operation[T],
        arguments: Sequence[object] = (),
        options: RequestOptions | None = None,
        body: object = MISSING,
        properties: Mapping[str, object] = NO_PROPERTIES,
        *,
        switch: str | None = None,
    ) -> T | Stream[Any]:
        """A stream where the call is in that form, or its `switch` says so."""
        is_form = self._form == "open"
        if not is_form and (switch is None or properties.get(switch) is not True):
            return self._call(operation, arguments, options, body, properties)
        body, properties = switched_on(body, properties, switch)
        options = accepting(operation, options)
        given = operation, arguments, options, body, properties
        stream: Stream[Any] = Stream(*self._client.open(*given))
        if stream.is_whole:
            stream.close()
            raise stream.no_stream()
        return stream if is_form else self._result(_reply(stream, stream))


class AsyncStreams(AsyncResource):
    """The same for an async client."""

    async def _stream(
        self,
        operation: Operation[T],
        arguments: Sequence[object] = (),
        options: RequestOptions | None = None,
        body: object = MISSING,
        properties: Mapping[str, object] = NO_PROPERTIES,
    ) -> AsyncStream[T]:
        given = operation, arguments, options, body, properties
        if self._form == "open":
            return cast("AsyncStream[T]", await self._open(*given))
        stream: AsyncStream[T] = AsyncStream(*await self._client.open(*given))
        return self._result(_reply(stream, stream))

    async def _answer(
        self,
        operation: Operation[T],
        arguments: Sequence[object] = (),
        options: RequestOptions | None = None,
        body: object = MISSING,
        properties: Mapping[str, object] = NO_PROPERTIES,
        *,
        switch: str | None = None,
    ) -> T | AsyncStream[Any]:
        """A stream where the call is in that form, or its `switch` says so."""
        is_form = self._form == "open"
        if not is_form and (switch is None or properties.get(switch) is not True):
            return await self._call(operation, arguments, options, body, properties)
        body, properties = switched_on(body, properties, switch)
        options = accepting(operation, options)
        given = operation, arguments, options, body, properties
        stream: AsyncStream[Any] = AsyncStream(*await self._client.open(*given))
        if stream.is_whole:
            await stream.aclose()
            raise stream.no_stream()
        return stream if is_form else self._result(_reply(stream, stream))


def switched_on(
    body: object,
    properties: Mapping[str, object],
    switch: str | None,
) -> tuple[object, Mapping[str, object]]:
    """A body that asks for a stream, whether it is given whole or by its properties."""
    if switch is None:
        return body, properties
    if body is MISSING or body is None:
        return body, {**properties, switch: True}
    type_: Any = type(body)
    if is_model(type_):
        body = codec_of(type_).write(body)
    return ({**body, SWITCH: True} if is_object(body) else body), properties


def accepting(
    operation: Operation[Any], options: RequestOptions | None
) -> RequestOptions:
    """The options of a call that accepts streams alone, unless they say otherwise."""
    headers = {"accept": operation.accept_items}
    if options is None:
        return {"headers": headers}
    given = options.get("headers", {})
    if any(name.lower() == "accept" for name in given):
        return options
    return {**options, "headers": {**given, **headers}}


S = TypeVar("S")


def _reply(stream: S, items: _Items[Any]) -> RawResponse[S]:
    return RawResponse(items.status_code, items.headers, b"", stream)
