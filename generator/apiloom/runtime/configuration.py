"""What a client is made of: facts of the document, and choices of the caller."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import httpx2

from .auth import SecurityScheme
from .errors import StatusError
from .header_fields import fields
from .missing import MISSING, Missing
from .options import ClientOptions, RequestOptions, Timeout
from .response_limits import MAX_RESPONSE_BYTES

if TYPE_CHECKING:
    from .operation import Operation

_TIMEOUT = 60.0
_PERSONAL = frozenset({"authorization", "proxy-authorization", "cookie"})


@dataclass(frozen=True, kw_only=True)
class Api:
    """What the document says about every operation.

    `package` names the logger, the user agent and, in capitals, the environment
    variables; `base_url` is the first server, where that is a whole URL; `errors` has
    the exceptions, by the key of the response as in the document.
    """

    package: str
    base_url: str | None = None
    security: tuple[SecurityScheme, ...] = ()
    errors: Mapping[str, type[StatusError]] = field(
        default_factory=dict[str, type[StatusError]]
    )

    def variable(self, name: str) -> str:
        """The environment variable for an argument of the client."""
        return f"{self.package}_{name}".upper()

    @cached_property
    def secret_headers(self) -> frozenset[str]:
        """Header fields that are for the configured origin alone, in lower case."""
        named = {scheme.header for scheme in self.security}
        return _PERSONAL | {name for name in named if name is not None}

    def server(self, base_url: str | None) -> httpx2.URL:
        """The argument, else what the environment holds now, else the document's.

        Raises ValueError when there is none, or when it is not a plain HTTP URL:
        credentials in it would end up in logs.
        """
        variable = self.variable("base_url")
        chosen = base_url or os.environ.get(variable) or self.base_url
        if not chosen:
            raise ValueError(f"no base_url: give one, or set {variable}")
        url = httpx2.URL(chosen)
        if url.scheme not in ("http", "https") or not url.host:
            raise ValueError("base_url must begin with http:// or https:// and a host")
        if url.userinfo or url.query or url.fragment:
            raise ValueError("base_url must not have credentials, query or fragment")
        return url

    def server_of(
        self, operation: "Operation[Any]", base_url: httpx2.URL
    ) -> httpx2.URL:
        """Where an operation goes: to its own server, unless the caller chose one.

        One that is relative is found from either (RFC 3986, section 5.2).
        """
        own = operation.server
        if not own:
            return base_url
        if "://" not in own:
            joined = base_url.join(own)
            return joined if joined.origin == base_url.origin else base_url
        if self.base_url is None or base_url != httpx2.URL(self.base_url):
            return base_url
        return httpx2.URL(own)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a call goes: a URL without a slash at its end, and what must not go there.

    One of another origin than the client was made for is foreign: `withheld` has the
    header fields that the client would send to its own server.
    """

    base: str
    withheld: frozenset[str] = frozenset()

    @property
    def is_foreign(self) -> bool:
        """Whether credentials of the client have no place there."""
        return bool(self.withheld)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How a client behaves; `headers` are sent with every request."""

    base_url: httpx2.URL
    timeout: Timeout
    max_retries: int
    headers: Mapping[str, str] = field(repr=False)
    strict_responses: bool
    max_response_bytes: int | None = MAX_RESPONSE_BYTES

    def __post_init__(self) -> None:
        if self.max_retries < 0:
            raise ValueError("max_retries must not be negative")
        object.__setattr__(self, "headers", fields(self.headers))

    @cached_property
    def timeouts(self) -> dict[str, float | None]:
        """The timeout as transports take it, for each phase."""
        return timeouts_of(self.timeout)

    @cached_property
    def _target(self) -> Target:
        return Target(_without_slash(self.base_url))

    def target(
        self, api: Api, operation: "Operation[Any]", options: RequestOptions
    ) -> Target:
        """Where a call goes. Raises ValueError for an unusable `base_url`."""
        chosen = options.get("base_url")
        if chosen is None and not operation.server:
            return self._target
        base_url = api.server(chosen) if chosen else self.base_url
        is_ours = base_url.origin == self.base_url.origin
        url = api.server_of(operation, base_url)
        withheld = frozenset[str]() if is_ours else api.secret_headers
        return Target(_without_slash(url), withheld)

    def replaced(self, api: Api, options: ClientOptions) -> "Settings":
        """A copy with other values; header fields are added to those there are."""
        base_url = options.get("base_url")
        return replace(
            self,
            base_url=api.server(base_url) if base_url else self.base_url,
            timeout=options.get("timeout", self.timeout),
            max_retries=options.get("max_retries", self.max_retries),
            headers={**self.headers, **fields(options.get("headers") or {})},
            strict_responses=options.get("strict_responses", self.strict_responses),
            max_response_bytes=options.get(
                "max_response_bytes", self.max_response_bytes
            ),
        )


def settings_of(
    api: Api,
    http_client: httpx2.Client | httpx2.AsyncClient | None,
    *,
    base_url: str | None,
    timeout: Timeout | Missing,
    max_retries: int,
    headers: Mapping[str, str] | None,
    strict_responses: bool,
    max_response_bytes: int | None = MAX_RESPONSE_BYTES,
) -> Settings:
    """What is given, else what the HTTP client has, else our own and the document's."""
    if http_client is not None and not base_url and http_client.base_url.host:
        base_url = str(http_client.base_url)
    if timeout is MISSING:
        timeout = _TIMEOUT if http_client is None else http_client.timeout
    return Settings(
        base_url=api.server(base_url),
        timeout=timeout,
        max_retries=max_retries,
        headers=headers or {},
        strict_responses=strict_responses,
        max_response_bytes=max_response_bytes,
    )


def timeouts_of(timeout: Timeout) -> dict[str, float | None]:
    """A timeout as transports take it: `connect`, `read`, `write` and `pool`."""
    return httpx2.Timeout(timeout).as_dict()


def _without_slash(url: httpx2.URL) -> str:
    return str(url).rstrip("/")
