"""What a handler returns: one small class for each response the document declares."""

from collections.abc import Callable, Container, Iterable, Mapping
from datetime import datetime
from typing import (
    ClassVar,
    Generic,
    Literal,
    NamedTuple,
    Self,
    TypeAlias,
    TypedDict,
    TypeVar,
    Unpack,
    cast,
)

from starlette.responses import Response
from starlette.types import ASGIApp

from .wire import Header

T = TypeVar("T")


class Frame(NamedTuple):
    """What makes of an item, a JSON text, what is sent; and what ends them all.

    After `idle` seconds without any, a comment says that more is to come.
    """

    framed: Callable[[bytes], bytes]
    end: bytes = b""
    idle: float | None = None


HeaderFields: TypeAlias = Mapping[str, object] | Iterable[tuple[str, object]]
"""Header fields by name, or in pairs: `Set-Cookie` may come several times."""


class CookiePlace(TypedDict, total=False):
    """Where a cookie belongs; the path is `/` if not given, and `samesite` lax."""

    path: str
    domain: str | None
    secure: bool
    httponly: bool
    samesite: Literal["lax", "strict", "none"] | None


class CookieAttributes(CookiePlace, total=False):
    """And how long it lives: in seconds, or until a moment."""

    max_age: int | None
    expires: datetime | str | int | None


class Reply(Generic[T]):
    """A response with a body: generated subclasses fix `status` and the type of `body`.

    `headers` are sent along; a declared one can be any value that its type allows.
    `media_type` says which of several declared media types the body is in; without it,
    it is the one that the client prefers among those that the body fits.
    """

    status: int

    def __init__(
        self,
        body: T,
        *,
        headers: HeaderFields | None = None,
        media_type: str | None = None,
    ) -> None:
        self.body = body
        self.headers = headers
        self.media_type = media_type

    def __repr__(self) -> str:
        return f"{type(self).__qualname__}({self.body!r})"

    def set_cookie(
        self, key: str, value: str = "", **attributes: Unpack[CookieAttributes]
    ) -> Self:
        """Add a cookie (RFC 6265, section 4.1) as Starlette does; returns the reply."""
        made = Response()
        made.set_cookie(key, value, **attributes)
        return self._with_cookies(made)

    def delete_cookie(self, key: str, **place: Unpack[CookiePlace]) -> Self:
        """Have the client forget a cookie that was set in this place."""
        made = Response()
        made.delete_cookie(key, **place)
        return self._with_cookies(made)

    def _with_cookies(self, made: Response) -> Self:
        lines = made.headers.getlist("set-cookie")
        self.headers = with_fields(self.headers, {"set-cookie": lines})
        return self

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


def with_fields(
    headers: HeaderFields | None, declared: Mapping[str, object]
) -> HeaderFields | None:
    """Header fields, and those that are declared: where one is None, it is not sent."""
    given = [(name, value) for name, value in declared.items() if value is not None]
    if headers is None:
        return given or None
    return [*given, *pairs_of(headers)] if given else headers


def pairs_of(headers: HeaderFields) -> Iterable[tuple[str, object]]:
    """Header fields in pairs."""
    if isinstance(headers, Mapping):
        return cast("Mapping[str, object]", headers).items()
    return headers


class ErrorReply(Exception):
    """What a reply is too that tells of an error: it may be raised, or returned."""


class EmptyReply(Reply[None]):
    """A response without a body, such as 204."""

    def __init__(self, *, headers: HeaderFields | None = None) -> None:
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
        headers: HeaderFields | None = None,
        media_type: str | None = None,
    ) -> None:
        super().__init__(body, headers=headers, media_type=media_type)
        self.status = _one_of(self.statuses, status)


class EmptyRangeReply(Reply[None]):
    """A response declared as `4XX` or `default`, without a body."""

    statuses: ClassVar[Container[int]] = range(200, 600)

    def __init__(self, status: int, *, headers: HeaderFields | None = None) -> None:
        super().__init__(None, headers=headers)
        self.status = _one_of(self.statuses, status)


def _one_of(statuses: Container[int], status: int) -> int:
    if status not in statuses:
        raise ValueError(f"{status} is not in {statuses}")
    return status
