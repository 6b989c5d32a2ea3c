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
    TypeAlias,
    TypeVar,
    cast,
    overload,
)

from .resources import Resource

if TYPE_CHECKING:
    from .declared_response import DeclaredResponse
    from .decode import RawResponse
    from .open_response import (
        AsyncDeclaredStreamedResponse,
        AsyncStreamedResponse,
        DeclaredStreamedResponse,
        StreamedResponse,
    )
    from .typed_headers import TypedHeaders

H = TypeVar("H", bound="TypedHeaders")
P = ParamSpec("P")
T = TypeVar("T")

if TYPE_CHECKING:
    _Declared: TypeAlias = DeclaredResponse[Any, H]
    _Coming: TypeAlias = Coroutine[Any, Any, DeclaredResponse[Any, H]]
    _Opened: TypeAlias = AbstractContextManager[DeclaredStreamedResponse[H]]
    _AsyncOpened: TypeAlias = AbstractAsyncContextManager[
        AsyncDeclaredStreamedResponse[H]
    ]


class ForCheckers:
    """Nothing is of this class."""

    def __new__(cls) -> NoReturn:
        """Refuses to make anything."""
        raise TypeError("this is for type checkers alone")


class AsStream(ForCheckers):
    """Marks the form of a method that gives its items as they arrive."""


class AsRaw(ForCheckers):
    """Marks the form of a method that gives a response with all that is declared."""


class AsPages(ForCheckers):
    """Marks the form of a method that gives the items of all pages."""


def behind_overloads(method: Callable[..., Any]) -> Callable[..., Any]:
    """The method itself, which type checkers take for one that has all its forms."""
    return method


class SyncForms:
    """What a sync client makes of methods."""

    @overload
    def raw(
        self, method: Callable[Concatenate[ForCheckers, AsRaw, P], T]
    ) -> Callable[P, T]: ...

    @overload  # as for `stream`
    def raw(
        self, method: Callable[Concatenate[ForCheckers, AsRaw, ...], object]
    ) -> Any: ...

    @overload
    def raw(self, method: Callable[P, T]) -> "Callable[P, RawResponse[T]]": ...

    def raw(self, method: Callable[..., Any]) -> Callable[..., Any]:
        """The same method, returning status, headers and body beside the data.

        `client.raw(client.users.get)("u1").headers["etag"]`

        Header fields that the document declares are values of `typed_headers`:
        `client.raw(client.users.get)("u1").typed_headers.x_rate_limit`
        """
        return Resource.raw_twin(method, "raw")

    def follow(
        self,
        answer: "RawResponse[Any]",
        method: Callable[..., T],
        link: str | None = None,
    ) -> Callable[..., T]:
        """The same method, with the arguments that a link of an answer has for it.

        `answer = client.raw(client.users.create)(name="Ann")`, and then
        `client.follow(answer, client.users.get)()`. What is given by keyword comes
        before what the link has; `link` is its name, where there are several.
        """
        from .links import follow

        return follow(getattr(answer, "exchange", None), method, link)

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
        self,
        method: "Callable[Concatenate[ForCheckers, AsRaw, P], _Declared[H]]",
    ) -> "Callable[P, _Opened[H]]": ...

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

    @overload
    def raw(
        self,
        method: Callable[Concatenate[ForCheckers, AsRaw, P], Coroutine[Any, Any, T]],
    ) -> Callable[P, Awaitable[T]]: ...

    @overload
    def raw(
        self, method: Callable[Concatenate[ForCheckers, AsRaw, ...], object]
    ) -> Any: ...

    @overload
    def raw(
        self, method: Callable[P, Awaitable[T]]
    ) -> "Callable[P, Awaitable[RawResponse[T]]]": ...

    def raw(self, method: Callable[..., Any]) -> Callable[..., Any]:
        """The same method, returning status, headers and body beside the data.

        `(await client.raw(client.users.get)("u1")).headers["etag"]`

        Header fields that the document declares are values of `typed_headers`:
        `(await client.raw(client.users.get)("u1")).typed_headers.x_rate_limit`
        """
        return Resource.raw_twin(method, "raw")

    def follow(
        self,
        answer: "RawResponse[Any]",
        method: Callable[..., T],
        link: str | None = None,
    ) -> Callable[..., T]:
        """The same method, with the arguments that a link of an answer has for it.

        `answer = await client.raw(client.users.create)(name="Ann")`, and then
        `await client.follow(answer, client.users.get)()`. What is given by keyword
        comes before what the link has; `link` is its name, where there are several.
        """
        from .links import follow

        return follow(getattr(answer, "exchange", None), method, link)

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
        self,
        method: "Callable[Concatenate[ForCheckers, AsRaw, P], _Coming[H]]",
    ) -> "Callable[P, _AsyncOpened[H]]": ...

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
