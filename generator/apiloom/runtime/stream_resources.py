"""The bases of the classes for tags whose operations answer with streams."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, cast

import httpx2

from .call import Call
from .codec import codec_of, is_model
from .missing import MISSING
from .narrowing import is_object
from .operation import Operation
from .options import RequestOptions
from .resources import NO_PROPERTIES, AsyncResource, SyncResource
from .streams import AsyncStream, Reopening, Stream

T = TypeVar("T")
SWITCH = "stream"
"""The property of a body that asks for a stream."""


class SyncStreams(SyncResource):
    """The base of the class for a tag, where an operation answers with a stream."""

    def _opened(
        self,
        operation: Operation[Any],
        arguments: Sequence[object],
        options: RequestOptions | None,
        *body: Any,
    ) -> Stream[Any]:
        def reopen(going_on: Reopening) -> tuple[Call, httpx2.Response]:
            later = going_on(options)
            return self._client.open(operation, arguments, later, *body)

        opened = self._client.open(operation, arguments, options, *body)
        return Stream(*opened, reopen)

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
        stream: Stream[T] = self._opened(*given)
        return self._result(stream.as_raw())

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
        stream: Stream[Any] = self._opened(*given)
        if stream.is_whole:
            stream.close()
            raise stream.no_stream()
        return stream if is_form else self._result(stream.as_raw())


class AsyncStreams(AsyncResource):
    """The same for an async client."""

    async def _opened(
        self,
        operation: Operation[Any],
        arguments: Sequence[object],
        options: RequestOptions | None,
        *body: Any,
    ) -> AsyncStream[Any]:
        async def reopen(going_on: Reopening) -> tuple[Call, httpx2.Response]:
            later = going_on(options)
            return await self._client.open(operation, arguments, later, *body)

        opened = await self._client.open(operation, arguments, options, *body)
        return AsyncStream(*opened, reopen)

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
        stream: AsyncStream[T] = await self._opened(*given)
        return self._result(stream.as_raw())

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
        stream: AsyncStream[Any] = await self._opened(*given)
        if stream.is_whole:
            await stream.aclose()
            raise stream.no_stream()
        return stream if is_form else self._result(stream.as_raw())


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
