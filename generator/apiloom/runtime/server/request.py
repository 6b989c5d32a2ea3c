"""The request as it came over HTTP, beside what an operation made of it."""

from collections.abc import Awaitable, Callable
from typing import Any, Generic, ParamSpec, TypeVar, cast, get_args, get_origin

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.types import Receive, Scope

from .accept import accepted, by_preference
from .spooling import Files

P = ParamSpec("P")
M = TypeVar("M")
T = TypeVar("T")

_BLANK: Scope = {
    "type": "http",
    "method": "GET",
    "path": "/",
    "query_string": b"",
    "headers": [],
}
"""What a request that did not come over HTTP says of itself."""


class HttpRequest(Request):
    """Starlette's request: `headers`, `client`, `app`, `state`, `cookies`, `url`.

    `await body()` is the body as it was sent, where the operation has read it already;
    one that is read as it arrives, such as a multipart form, nobody has as a whole.
    """

    def __init__(self, scope: Scope, receive: Receive | None = None) -> None:
        if receive is None:
            super().__init__(dict(scope))
        else:
            super().__init__(scope, receive)
        self.tasks: list[BackgroundTask] = []
        """What is to be done once the response is sent."""
        self._files: Files | None = None

    def keep(self, body: bytes) -> None:
        """Have `body()` say what has been read."""
        self._body = body

    @property
    def raw_body(self) -> bytes:
        """The body as it was sent, where the operation has read it; else nothing."""
        body: bytes = getattr(self, "_body", b"")
        return body

    def state_as(self, kind: type[T]) -> T:
        """The state that the lifespan gives, as the `TypedDict` that it is.

        Raises `LookupError` where a value that `kind` requires is not there, as in an
        application whose lifespan nobody runs.
        """
        state: dict[str, Any] = self.scope.get("state", {})
        required = getattr(kind, "__required_keys__", frozenset[str]())
        if missing := sorted(required - state.keys()):
            raise LookupError(
                f"the state has no {', '.join(missing)}: the lifespan has to yield it,"
                " and that of a mounted application is run by lifespan_of"
            )
        return cast("T", state)

    def keep_no_body(self) -> None:
        """Have `body()` and `stream()` refuse: it is read as it arrives."""
        self._stream_consumed = True

    @property
    def files(self) -> Files:
        """The files that have come with the request."""
        if self._files is None:
            self._files = Files()
        return self._files

    def keep_files(self) -> None:
        """Leave the files of a form open for as long as somebody has them."""
        if self._files is not None:
            self._files.keep()

    async def close_files(self) -> None:
        """Delete them: the request is over."""
        if self._files is not None:
            await self._files.close()

    def add_task(
        self,
        function: Callable[P, Awaitable[Any] | Any],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> None:
        """Call a function once the response is sent; one that is not async in a thread.

        Nothing is called where the handler raises. Tasks follow one another; what one
        raises is logged, and ends none of the others.
        """
        self.tasks.append(BackgroundTask(function, *args, **kwargs))


class OperationRequest:
    """What every handler receives: generated subclasses add what the caller sent.

    `http` is no field: requests are equal, and shown, by what the document declares.
    """

    __slots__ = ("_http",)
    _http: HttpRequest

    @property
    def http(self) -> HttpRequest:
        """The request as it came, blank where it was made by hand, as in a test."""
        try:
            return self._http
        except AttributeError:
            object.__setattr__(self, "_http", HttpRequest(_BLANK))
            return self._http


class NegotiatedRequest(OperationRequest, Generic[M]):
    """The request of an operation whose successes are in one of several media types."""

    __slots__ = ()

    @property
    def accepted(self) -> M:
        """The declared media type that the client prefers (RFC 9110, section 12.5.1).

        The first where it is all one.
        """
        names = media_types_of(type(self))
        ranked = by_preference(names, accepted(self.http.scope))
        return cast("M", next(iter(ranked), names[0]))


def media_types_of(request: type[object]) -> tuple[str, ...]:
    """The media types that a class of requests is about; none of an operation's own."""
    for class_ in request.__mro__:
        for base in vars(class_).get("__orig_bases__", ()):
            if get_origin(base) is NegotiatedRequest:
                return get_args(get_args(base)[0])
    return ()


def attach(request: object, http: HttpRequest) -> None:
    """Let `request` tell what it came with."""
    object.__setattr__(request, "_http", http)
