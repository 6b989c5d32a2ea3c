"""Security schemes: where a request shows who is calling (OpenAPI 3.1, 4.8.27).

A scheme holds no secret; those are in `credentials.py`.
"""

from base64 import b64encode
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias
from urllib.parse import quote

from .styles import quoted

if TYPE_CHECKING:
    # Needed only by a call: a program that imports the clients starts sooner.
    from .parameters import Arguments

Token: TypeAlias = str | Callable[[], str]
"""A secret, or a function that is asked for it before each call."""
AsyncToken: TypeAlias = str | Callable[[], str | Awaitable[str]]
"""A secret, or a function, async or not, that is asked for it before each call."""
Login: TypeAlias = tuple[str, str]
"""A user name and a password."""

_COOKIE_OCTETS = "!#$&'()*+-./:<=>?@[]^_`{|}~"
"""What a cookie holds besides letters and digits (RFC 6265, section 4.1.1)."""


class SecurityScheme(Protocol):
    """A way to show who is calling; `name` is that of the client's argument."""

    @property
    def name(self) -> str: ...

    def place(self, secret: str, request: "Arguments") -> None:
        """Writes the secret into the request."""
        ...

    def given_in(self, headers: Collection[str]) -> bool:
        """Whether the caller wrote the header field of this scheme by hand."""
        ...


@dataclass(frozen=True, slots=True)
class Bearer:
    """A token in `Authorization` (RFC 6750), or another scheme of RFC 9110."""

    name: str
    prefix: str = "Bearer"

    def place(self, secret: str, request: "Arguments") -> None:
        request.headers["authorization"] = f"{self.prefix} {secret}"

    def given_in(self, headers: Collection[str]) -> bool:
        return "authorization" in headers


@dataclass(frozen=True, slots=True)
class Basic:
    """A user name and a password in `Authorization` (RFC 7617)."""

    name: str

    def place(self, secret: str, request: "Arguments") -> None:
        if ":" not in secret:
            raise ValueError(f"{self.name} must be a user name and a password")
        encoded = b64encode(secret.encode()).decode("ascii")
        request.headers["authorization"] = f"Basic {encoded}"

    def given_in(self, headers: Collection[str]) -> bool:
        return "authorization" in headers


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key in a header field, a query parameter or a cookie."""

    name: str
    location: Literal["header", "query", "cookie"]
    key: str

    def place(self, secret: str, request: "Arguments") -> None:
        if self.location == "header":
            request.headers[self.key.lower()] = secret
        elif self.location == "query":
            request.query.append((quoted(self.key), quoted(secret)))
        else:
            request.cookies.append((self.key, quote(secret, safe=_COOKIE_OCTETS)))

    def given_in(self, headers: Collection[str]) -> bool:
        return self.location == "header" and self.key.lower() in headers
