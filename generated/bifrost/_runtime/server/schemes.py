"""The kinds of security schemes (OpenAPI 3.1 section 4.8.27)."""

import binascii
import re
from abc import ABC, abstractmethod
from base64 import b64decode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeAlias, TypeVar
from urllib.parse import unquote_plus

from starlette.types import Scope

from ..awaitables import awaitable, takes
from .pairs import Pairs, cookie_pairs, query_pairs
from .request import HttpRequest
from .route import AnyOperation
from .wire import header_values

Principal = TypeVar("Principal")

Fault: TypeAlias = Literal["invalid_token", "insufficient_scope"]
"""Why credentials are not good enough (RFC 6750, section 3.1)."""


@dataclass(frozen=True, slots=True)
class Access:
    """What credentials are to be good for: one operation, asked for by one request.

    `scopes` are those that the document names beside the scheme: scopes of OAuth 2 and
    OpenID Connect, roles of others (OpenAPI 3.1, section 4.8.30).
    """

    operation: AnyOperation
    scopes: tuple[str, ...]
    http: HttpRequest


AsyncTokenCheck: TypeAlias = Callable[[str, Access], Awaitable[Principal | None]]
"""Who a token or API key stands for, or None."""
AsyncBasicCheck: TypeAlias = Callable[[str, str, Access], Awaitable[Principal | None]]
"""Who a user is, or None: receives user name and password."""
AsyncRequestCheck: TypeAlias = Callable[[Access], Awaitable[Principal | None]]
"""Who sent a request, or None, by whatever it carries."""

# The same, async or not. Checkers find the principal in an async function only where
# they are asked about those alone, which is why generated code asks in two overloads.
TokenCheck: TypeAlias = Callable[
    [str, Access], Awaitable[Principal | None] | Principal | None
]
BasicCheck: TypeAlias = Callable[
    [str, str, Access], Awaitable[Principal | None] | Principal | None
]
RequestCheck: TypeAlias = Callable[
    [Access], Awaitable[Principal | None] | Principal | None
]

_VISIBLE = re.compile(r"[!-~]+")
_BEARER = re.compile(rb"[Bb]earer ([!-~]+)")


class MalformedCredentialsError(Exception):
    """Credentials were sent in a form that the scheme does not have."""


class Scheme(ABC, Generic[Principal]):
    """A security scheme and the function that checks its credentials.

    Without a function, no credentials are good enough. A function that is not async
    is called in a thread. Comparing secrets in constant time (`hmac.compare_digest`) is
    the function's business. Raises `TypeError` where it takes other arguments.
    """

    knows_absence = True
    """Whether `read` can tell that no credentials were sent."""
    _given = 1
    """How many values `read` gives."""

    def __init__(
        self,
        name: str,
        check: Callable[..., Awaitable[Principal | None] | Principal | None] | None,
    ) -> None:
        self.name = name
        if check is not None and not takes(check, *[None] * self._given, None):
            values = f"{self._given} and what they are for" if self._given else "access"
            raise TypeError(f"the function for {name} has to take {values}")
        self.ask: Callable[..., Awaitable[Principal | None]] = (
            _nobody if check is None else awaitable(check)
        )
        """Who credentials stand for, None if they are not good enough; given what
        `read` returns, and what they are to be good for."""

    @abstractmethod
    def read(self, scope: Scope) -> tuple[Any, ...] | None:
        """The credentials in a request, or None if there are none.

        Raises `MalformedCredentialsError`.
        """

    @abstractmethod
    def challenge(self, fault: Fault | None, scopes: tuple[str, ...]) -> str:
        """The WWW-Authenticate challenge (RFC 9110 section 11.6.1)."""


async def _nobody(*_given: Any) -> None:
    """Who credentials stand for where no function judges them."""


class Bearer(Scheme[Principal]):
    """Bearer tokens (RFC 6750 section 2.1), also those of OAuth 2 and OpenID."""

    def __init__(self, name: str, check: TokenCheck[Principal] | None) -> None:
        super().__init__(name, check)

    def read(self, scope: Scope) -> tuple[str] | None:
        headers = scope["headers"]
        lines: dict[bytes, bytes] = dict(headers)
        # As nearly everybody writes it; the rest is taken apart with more care.
        usual = _BEARER.fullmatch(lines.get(b"authorization", b""))
        if usual is not None and len(lines) == len(headers):
            return (usual[1].decode("ascii"),)
        token = _authorization(scope, "bearer")
        return None if token is None else (token,)

    def challenge(self, fault: Fault | None, scopes: tuple[str, ...]) -> str:
        told = {"error": fault or "", "scope": " ".join(map(quotable, scopes))}
        pairs = ", ".join(f'{name}="{value}"' for name, value in told.items() if value)
        return f"Bearer {pairs}".rstrip()


class Basic(Scheme[Principal]):
    """User name and password (RFC 7617)."""

    _given = 2

    def __init__(self, name: str, check: BasicCheck[Principal] | None) -> None:
        super().__init__(name, check)

    def read(self, scope: Scope) -> tuple[str, str] | None:
        token = _authorization(scope, "basic")
        if token is None:
            return None
        try:
            text = b64decode(token, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError) as error:
            raise MalformedCredentialsError from error
        username, colon, password = text.partition(":")
        if not colon:
            raise MalformedCredentialsError
        return username, password

    def challenge(self, fault: Fault | None, scopes: tuple[str, ...]) -> str:
        del fault, scopes
        return f'Basic realm="{self.name}", charset="UTF-8"'


class ApiKey(Scheme[Principal]):
    """A key in a header, a query parameter or a cookie.

    No HTTP authentication scheme is registered for it; the challenge says where the
    key belongs.
    """

    def __init__(
        self,
        name: str,
        check: TokenCheck[Principal] | None,
        *,
        location: Literal["header", "query", "cookie"],
        parameter: str,
    ) -> None:
        super().__init__(name, check)
        self.location = location
        self.parameter = parameter
        self._header = parameter.lower().encode("latin-1", "replace")

    def read(self, scope: Scope) -> tuple[str] | None:
        values = self._values(scope)
        if not values:
            return None
        if len(values) > 1 or not values[0]:
            raise MalformedCredentialsError
        return (values[0],)

    def challenge(self, fault: Fault | None, scopes: tuple[str, ...]) -> str:
        del fault, scopes
        parameter = quotable(self.parameter)
        return f'ApiKey in="{self.location}", name="{parameter}"'

    def _values(self, scope: Scope) -> list[str]:
        if self.location == "header":
            return header_values(scope, self._header)
        if self.location == "query":
            return [unquote_plus(v) for v in self._sent(query_pairs(scope))]
        # As it is: `%` is a cookie-octet like others (RFC 6265, section 4.1.1).
        return self._sent(cookie_pairs(scope))

    def _sent(self, pairs: Pairs) -> list[str]:
        return pairs.get(self.parameter, [])


class Other(Scheme[Principal]):
    """Any other scheme, such as mutual TLS or HTTP Digest: the function reads it all.

    `scheme` is what a client is challenged with.
    """

    knows_absence = False
    _given = 0

    def __init__(
        self, name: str, check: RequestCheck[Principal] | None, *, scheme: str
    ) -> None:
        super().__init__(name, check)
        self._scheme = scheme

    def read(self, scope: Scope) -> tuple[()]:
        del scope
        return ()

    def challenge(self, fault: Fault | None, scopes: tuple[str, ...]) -> str:
        del fault, scopes
        return self._scheme


def quotable(text: str) -> str:
    """A text for a quoted string (RFC 9110, section 5.6.4)."""
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _authorization(scope: Scope, scheme: str) -> str | None:
    """The token68 of an Authorization header for `scheme`, in any case of letters.

    Credentials of another scheme are none for this one (RFC 9110 section 11.6.2).
    """
    headers = header_values(scope, b"authorization")
    if not headers:
        return None
    if len(headers) > 1:
        raise MalformedCredentialsError
    found, _, token = headers[0].strip().partition(" ")
    if found.lower() != scheme:
        return None
    token = token.strip(" ")
    if not _VISIBLE.fullmatch(token):
        raise MalformedCredentialsError
    return token
