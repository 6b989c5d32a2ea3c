"""Security schemes: where a request shows who is calling (OpenAPI 3.1, 4.8.27).

A scheme holds no secret; those are in `credentials.py`.
"""

import re
from base64 import b64encode
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from .styles import quoted

if TYPE_CHECKING:
    # Needed only by a call: a program that imports the clients starts sooner.
    from .oauth import TokenSource
    from .parameters import Arguments

Token: TypeAlias = str | Callable[[], str]
"""A secret, or a function that is asked for it before each call."""
AsyncToken: TypeAlias = str | Callable[[], str | Awaitable[str]]
"""A secret, or a function, async or not, that is asked for it before each call."""
Login: TypeAlias = tuple[str, str]
"""A user name and a password."""
Credential: TypeAlias = "AsyncToken | TokenSource"
"""What a client holds for a scheme."""

_COOKIE_OCTETS = r"[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*"
_COOKIE_VALUE = re.compile(rf'{_COOKIE_OCTETS}|"{_COOKIE_OCTETS}"')
"""Cookie-octets, perhaps in quotes (RFC 6265, section 4.1.1); `%` is one of them."""


class SecurityScheme(Protocol):
    """A way to show who is calling; `name` is that of the client's argument."""

    @property
    def name(self) -> str: ...

    @property
    def header(self) -> str | None:
        """The header field that the secret is in, in lower case, if any."""
        ...

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

    @property
    def header(self) -> str:
        return "authorization"

    def place(self, secret: str, request: "Arguments") -> None:
        request.headers["authorization"] = f"{self.prefix} {secret}"

    def given_in(self, headers: Collection[str]) -> bool:
        return self.header in headers


@dataclass(frozen=True, slots=True)
class OAuth2(Bearer):
    """OAuth 2.0: a token, or credentials that the URLs of the document give one for.

    `refresh_url` is for refresh tokens (OpenAPI 3.1, section 4.8.29).
    """

    token_url: str | None = None
    refresh_url: str | None = None


@dataclass(frozen=True, slots=True)
class Basic:
    """A user name and a password in `Authorization` (RFC 7617)."""

    name: str

    @property
    def header(self) -> str:
        return "authorization"

    def place(self, secret: str, request: "Arguments") -> None:
        if ":" not in secret:
            raise ValueError(f"{self.name} must be a user name and a password")
        encoded = b64encode(secret.encode()).decode("ascii")
        request.headers["authorization"] = f"Basic {encoded}"

    def given_in(self, headers: Collection[str]) -> bool:
        return self.header in headers


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key in a header field, a query parameter or a cookie."""

    name: str
    location: Literal["header", "query", "cookie"]
    key: str

    @property
    def header(self) -> str | None:
        if self.location == "query":
            return None
        return self.key.lower() if self.location == "header" else "cookie"

    def place(self, secret: str, request: "Arguments") -> None:
        if self.location == "header":
            request.headers[self.key.lower()] = secret
        elif self.location == "query":
            request.query.append((quoted(self.key), quoted(secret)))
        else:
            request.cookies.append((self.key, _cookie_value(self.name, secret)))

    def given_in(self, headers: Collection[str]) -> bool:
        return self.location == "header" and self.key.lower() in headers


def _cookie_value(name: str, secret: str) -> str:
    """The secret as it is: to encode what is no cookie-octet would change it."""
    if not _COOKIE_VALUE.fullmatch(secret):
        raise ValueError(
            f"{name} has characters that no cookie can hold (RFC 6265, section 4.1.1);"
            " encode it as the server does"
        )
    return secret
