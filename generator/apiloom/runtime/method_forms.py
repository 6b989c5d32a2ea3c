# mypy: disable-error-code="overload-overlap,overload-cannot-match"
# pyright: reportOverlappingOverload=false
"""What a client makes of a method: the same call, which gives something else.

A method that has another form says so by an overload that begins with `ForCheckers`,
of which there is no instance: type checkers find there what `client.stream(method)`
gives. Whoever calls the method never meets it.
"""

from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import (
    TYPE_CHECKING,
    Any,
    Concatenate,
    NoReturn,
    ParamSpec,
    TypeVar,
    cast,
    overload,
)

from .resources import Resource

if TYPE_CHECKING:
    from .decode import RawResponse
    from .open_response import AsyncStreamedResponse, StreamedResponse

P = ParamSpec("P")
T = TypeVar("T")


class ForCheckers:
    """Nothing is of this class."""

    def __new__(cls) -> NoReturn:
        """Refuses to make anything."""
        raise TypeError("this is for type checkers alone")


class AsStream(ForCheckers):
    """Marks the form of a method that gives its items as they arrive."""


class AsPages(ForCheckers):
    """Marks the form of a method that gives the items of all pages."""


def behind_overloads(method: Callable[..., Any]) -> Callable[..., Any]:
    """The method itself, which type checkers take for one that has all its forms."""
    return method


class SyncForms:
    """What a sync client makes of methods."""

    def raw(self, method: Callable[P, T]) -> "Callable[P, RawResponse[T]]":
        """The same method, returning status, headers and body beside the data.

        `client.raw(client.users.get)("u1").headers["etag"]`
        """
        return cast("Callable[P, RawResponse[T]]", Resource.raw_twin(method, "raw"))

    @overload
    def stream(
        self, method: Callable[Concatenate[ForCheckers, AsStream, P], T]
    ) -> "Callable[P, AbstractContextManager[T]]": ...

    @overload  # what mypy makes of a signature that has `Any`: Any, and no `function`
    def stream(
        self, method: Callable[Concatenate[ForCheckers, AsStream, ...], object]
    ) -> Any: ...

    @overload
    def stream(
        self, method: Callable[P, object]
    ) -> "Callable[P, AbstractContextManager[StreamedResponse]]": ...

    def stream(self, method: Callable[..., Any]) -> Callable[..., Any]:
        """The same method, whose response is read bit by bit.

        `with client.stream(client.files.get)("f1") as response: response.save("f1")`

        Of a method whose answer may come as a stream, it is that stream:
        `with client.stream(client.chats.create)(text="Hi") as chunks: ...`
        """
        from .open_response import opened

        return opened(Resource.raw_twin(method, "open"))

    def paginate(
        self, method: Callable[Concatenate[ForCheckers, AsPages, P], T]
    ) -> Callable[P, T]:
        """The same method, giving the items of all pages, or `.pages()` one by one.

        `for customer in client.paginate(client.customers.list)(limit=100): ...`
        """
        # No other argument: with one, mypy looks at the first overload alone.
        from .pages import pages_of

        return cast("Callable[P, T]", pages_of(method))


class AsyncForms:
    """What an async client makes of methods."""

    def raw(
        self, method: Callable[P, Awaitable[T]]
    ) -> "Callable[P, Awaitable[RawResponse[T]]]":
        """The same method, returning status, headers and body beside the data.

        `(await client.raw(client.users.get)("u1")).headers["etag"]`
        """
        return cast(
            "Callable[P, Awaitable[RawResponse[T]]]", Resource.raw_twin(method, "raw")
        )

    @overload
    def stream(
        self,
        method: Callable[Concatenate[ForCheckers, AsStream, P], Coroutine[Any, Any, T]],
    ) -> "Callable[P, AbstractAsyncContextManager[T]]": ...

    @overload
    def stream(
        self,
        method: Callable[Concatenate[ForCheckers, AsStream, ...], object],
    ) -> Any: ...

    @overload
    def stream(
        self, method: Callable[P, Awaitable[object]]
    ) -> "Callable[P, AbstractAsyncContextManager[AsyncStreamedResponse]]": ...

    def stream(self, method: Callable[..., Any]) -> Callable[..., Any]:
        """The same method, whose response is read bit by bit: use it in `async with`.

        `async with client.stream(client.files.get)("f1") as response: ...`

        Of a method whose answer may come as a stream, it is that stream:
        `async with client.stream(client.chats.create)(text="Hi") as chunks: ...`
        """
        from .open_response import async_opened

        return async_opened(Resource.raw_twin(method, "open"))

    def paginate(
        self,
        method: Callable[Concatenate[ForCheckers, AsPages, P], Coroutine[Any, Any, T]],
    ) -> Callable[P, T]:
        """The same method, giving the items of all pages, or `.pages()` one by one.

        `async for customer in client.paginate(client.customers.list)(limit=100): ...`
        """
        from .pages import async_pages_of

        return cast("Callable[P, T]", async_pages_of(method))
