"""What a handler returns: one small class for each response the document declares."""

from collections.abc import Callable, Container, Mapping
from typing import ClassVar, Generic, NamedTuple, TypeVar

from starlette.types import ASGIApp

from .wire import Header

T = TypeVar("T")


class Frame(NamedTuple):
    """What makes of an item, a JSON text, what is sent; and what ends them all."""

    framed: Callable[[bytes], bytes]
    end: bytes = b""


class Reply(Generic[T]):
    """A response with a body: generated subclasses fix `status` and the type of `body`.

    `headers` are sent along; a declared one can be any value that its type allows.
    `media_type` says which of several declared media types the body is in; without it,
    it is the first one.
    """

    status: int

    def __init__(
        self,
        body: T,
        *,
        headers: Mapping[str, object] | None = None,
        media_type: str | None = None,
    ) -> None:
        self.body = body
        self.headers = headers
        self.media_type = media_type

    def __repr__(self) -> str:
        return f"{type(self).__qualname__}({self.body!r})"

    @property
    def is_stream(self) -> bool:
        """Whether it is sent item by item where it need not be."""
        return False

    def app(
        self, frame: Frame, headers: list[Header], write: Callable[[object], bytes]
    ) -> ASGIApp:
        """What sends the reply item by item; only some can."""
        del frame, headers, write
        raise TypeError(f"{type(self).__qualname__} is no stream")


class ErrorReply(Exception):
    """What a reply is too that tells of an error: it may be raised, or returned."""


class EmptyReply(Reply[None]):
    """A response without a body, such as 204."""

    def __init__(self, *, headers: Mapping[str, object] | None = None) -> None:
        super().__init__(None, headers=headers)


class RangeReply(Reply[T]):
    """A response declared as `4XX` or `default`: the handler says which status it is.

    Generated subclasses fix `statuses`; any other status is a `ValueError`.
    """

    statuses: ClassVar[Container[int]] = range(200, 600)

    def __init__(
        self,
        status: int,
        body: T,
        *,
        headers: Mapping[str, object] | None = None,
        media_type: str | None = None,
    ) -> None:
        super().__init__(body, headers=headers, media_type=media_type)
        self.status = _one_of(self.statuses, status)


class EmptyRangeReply(Reply[None]):
    """A response declared as `4XX` or `default`, without a body."""

    statuses: ClassVar[Container[int]] = range(200, 600)

    def __init__(
        self, status: int, *, headers: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(None, headers=headers)
        self.status = _one_of(self.statuses, status)


def _one_of(statuses: Container[int], status: int) -> int:
    if status not in statuses:
        raise ValueError(f"{status} is not in {statuses}")
    return status
