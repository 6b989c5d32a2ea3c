"""Responses that are read item by item, each as soon as it has arrived."""

from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Generator,
    Iterator,
    Sequence,
)
from contextlib import aclosing, closing, contextmanager
from functools import cached_property
from time import sleep
from typing import Generic, Self, TypeAlias, TypeVar

import httpx2

from .call import Call
from .deadlines import async_chunks, chunks
from .decode import RawResponse, Received, decode_item, raw_response
from .errors import ConnectionFailed, RequestTimeout, ResponseValidationError
from .media_types import Framing, best_match, framing_of, read_content_type
from .operation import MediaType
from .options import RequestOptions
from .sequences import Splitter

T = TypeVar("T")
_LAST_EVENT_ID = "last-event-id"
_NO_CONTENT = 204
_RETRY = 1.0
"""Seconds before a stream is asked for again, where the server does not say."""
Reopening: TypeAlias = Callable[[RequestOptions | None], RequestOptions]
"""Makes of the options of a call those of the one that goes on with it."""


class _Items(Generic[T]):
    """What both streams are: a response, and the way from its bytes to items."""

    def _start(self, call: Call, response: httpx2.Response) -> None:
        self._call = call
        self._response = response
        self.status_code = response.status_code
        self.headers = response.headers
        """Header fields of the response: names in any case, `get_list` for several."""
        self._splitter = Splitter(self._framing(), call.operation.sentinel)

    def _going_on(self, options: RequestOptions | None) -> RequestOptions:
        """The options of a call that goes on after the last event."""
        last = self._splitter.last_event_id
        headers = {**(options or {}).get("headers", {})}
        if last:
            headers = {n: v for n, v in headers.items() if n.lower() != _LAST_EVENT_ID}
            headers[_LAST_EVENT_ID] = last
        return {**(options or {}), "headers": headers}

    def _started_again(self, call: Call, response: httpx2.Response) -> None:
        last, retry = self._splitter.last_event_id, self._splitter.retry
        self._start(call, response)
        self._splitter.last_event_id, self._splitter.retry = last, retry

    def _pause(self, error: Exception, failures: int, attempts: int) -> float:
        """Seconds to wait; raises the error where it was once too often."""
        deadline = self._call.deadline
        if failures > attempts or (deadline is not None and deadline.has_passed):
            raise error
        return self._rest

    @property
    def _rest(self) -> float:
        """Seconds before the call is made again, as the server has said."""
        retry = self._splitter.retry
        return _RETRY if retry is None else retry / 1000

    @property
    def _is_final(self) -> bool:
        """Whether a stream that has come to its end is not to be asked for again."""
        return self._splitter.is_ended or self._response.status_code == _NO_CONTENT

    def as_raw(self) -> RawResponse[Self]:
        """The response that the items come in; its body is still to be read."""
        call, received = self._call, Received(self.status_code, self.headers, b"")
        return raw_response(call.operation, received, self, strict=call.strict)

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

    def _decoded(self, text: bytes) -> T:
        received = Received(self.status_code, self.headers, text)
        item: T = decode_item(self._call.operation, received, strict=self._call.strict)
        return item

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

    def __init__(
        self,
        call: Call,
        response: httpx2.Response,
        reopen: "Callable[[Reopening], tuple[Call, httpx2.Response]]",
    ) -> None:
        self._start(call, response)
        self._reopen = reopen

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        text = next(self._texts)
        try:
            return self._decoded(text)
        except ResponseValidationError:
            self.close()
            raise

    def items_or_errors(self) -> "Iterator[T | ResponseValidationError]":
        """The items; for one that cannot be read, the error, and then the next."""
        for text in self._texts:
            try:
                item: T | ResponseValidationError = self._decoded(text)
            except ResponseValidationError as error:
                item = error
            yield item

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the stream and gives the connection back."""
        self._response.close()

    def reconnecting(
        self, *, attempts: int = 5, after_end: bool = False
    ) -> Iterator[T]:
        """The items; where the connection breaks, the call is made again.

        The server is told the id of the last event (WHATWG HTML, section 9.2.4), and
        waited for as long as it has said. What broke is raised after so many `attempts`
        without an item. A stream that comes to its end has ended: answers do. With
        `after_end` it is asked for again, as browsers do (section 9.2.3), until the
        server answers 204 or the sentinel comes.
        """
        failures, again = 0, False
        while True:
            try:
                if again:
                    self._started_again(*self._reopen(self._going_on))
                    self.__dict__.pop("_texts", None)
                for item in self:
                    failures = 0
                    yield item
            except (ConnectionFailed, RequestTimeout) as error:
                failures += 1
                sleep(self._pause(error, failures, attempts))
            else:
                if self._is_final or not after_end:
                    return
                sleep(self._rest)
            again = True

    @cached_property
    def _texts(self) -> Iterator[bytes]:
        return self._read()

    def _read(self) -> Iterator[bytes]:
        with self._reading(), closing(self._response):
            for chunk in chunks(self._response, self._call.deadline):
                yield from self._splitter.feed(chunk)
                if self._splitter.is_ended:
                    return
            yield from self._splitter.end()


class AsyncStream(_Items[T]):
    """The same for `async for` and `async with`."""

    def __init__(
        self,
        call: Call,
        response: httpx2.Response,
        reopen: "Callable[[Reopening], Awaitable[tuple[Call, httpx2.Response]]]",
    ) -> None:
        self._start(call, response)
        self._reopen = reopen

    def __aiter__(self) -> AsyncIterator[T]:
        return self

    async def __anext__(self) -> T:
        text = await anext(self._texts)
        try:
            return self._decoded(text)
        except ResponseValidationError:
            await self.aclose()
            raise

    async def items_or_errors(self) -> "AsyncIterator[T | ResponseValidationError]":
        """The items; for one that cannot be read, the error, and then the next."""
        async for text in self._texts:
            try:
                item: T | ResponseValidationError = self._decoded(text)
            except ResponseValidationError as error:
                item = error
            yield item

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Ends the stream and gives the connection back."""
        await self._response.aclose()

    async def reconnecting(
        self, *, attempts: int = 5, after_end: bool = False
    ) -> AsyncIterator[T]:
        """The items; where the connection breaks, the call is made again.

        As that of a `Stream`, with pauses in which others go on.
        """
        # Imported when it is needed: a sync program never loads it.
        from anyio import sleep as pause

        failures, again = 0, False
        while True:
            try:
                if again:
                    self._started_again(*await self._reopen(self._going_on))
                    self.__dict__.pop("_texts", None)
                async for item in self:
                    failures = 0
                    yield item
            except (ConnectionFailed, RequestTimeout) as error:
                failures += 1
                await pause(self._pause(error, failures, attempts))
            else:
                if self._is_final or not after_end:
                    return
                await pause(self._rest)
            again = True

    @cached_property
    def _texts(self) -> AsyncIterator[bytes]:
        return self._read()

    async def _read(self) -> AsyncIterator[bytes]:
        with self._reading():
            async with aclosing(self._response):
                body = async_chunks(self._response, self._call.deadline)
                async for chunk in body:
                    for text in self._splitter.feed(chunk):
                        yield text
                    if self._splitter.is_ended:
                        return
                for text in self._splitter.end():
                    yield text
