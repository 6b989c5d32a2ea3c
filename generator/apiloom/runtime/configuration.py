"""What a client is made of: facts of the document, and choices of the caller."""

import logging
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import httpx2

from .auth import SecurityScheme
from .errors import StatusError
from .header_fields import fields
from .middleware import AsyncMiddleware, Middleware
from .missing import MISSING, Missing
from .options import ClientOptions, RequestOptions, Timeout
from .response_limits import MAX_RESPONSE_BYTES
from .servers import Server

if TYPE_CHECKING:
    from .operation import Operation

_TIMEOUT = 60.0
_NO_TOKEN = re.compile(r"[^!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""What no version of a product holds (RFC 9110, section 5.6.2)."""
_PERSONAL = frozenset({"authorization", "proxy-authorization", "cookie"})


@dataclass(frozen=True, kw_only=True)
class Api:
    """What the document says about every operation.

    `package` names the logger, the user agent and, in capitals, the environment
    variables; `version` is that of the API; `base_url` is the first server, where that
    is a whole URL, and `base_path` where it is a path from the root of any host;
    `errors` has the exceptions, by the key of the response as in the document.
    """

    package: str
    version: str = ""
    base_url: str | None = None
    base_path: str | None = None
    security: tuple[SecurityScheme, ...] = ()
    errors: Mapping[str, type[StatusError]] = field(
        default_factory=dict[str, type[StatusError]]
    )

    def variable(self, name: str) -> str:
        """The environment variable for an argument of the client."""
        return f"{self.package}_{name}".upper()

    @cached_property
    def log(self) -> logging.Logger:
        """What is told about calls."""
        return logging.getLogger(self.package)

    @cached_property
    def user_agent(self) -> str:
        """The product and what it is made with (RFC 9110, section 10.1.5)."""
        version = _NO_TOKEN.sub("-", self.version).strip("-")
        product = f"{self.package}/{version}" if version else self.package
        python = ".".join(map(str, sys.version_info[:3]))
        return f"{product} python/{python} httpx2/{httpx2.__version__}"

    @cached_property
    def secret_headers(self) -> frozenset[str]:
        """Header fields that are for the configured origin alone, in lower case."""
        named = {scheme.header for scheme in self.security}
        return _PERSONAL | {name for name in named if name is not None}

    def server(self, base_url: str | None, server: Server | None = None) -> httpx2.URL:
        """The argument, else what the environment holds now, else the document's.

        A `server` that is a path is resolved against it (RFC 3986, section 5.2), and
        so is the document's own where it has no path itself; one that is a whole URL
        stands for it. Raises ValueError when there is none, or when it is not a plain
        HTTP URL: credentials in it would end up in logs.
        """
        if server is not None and server.is_whole:
            if base_url:
                raise ValueError("give base_url or a server with a whole URL, not both")
            return _plain("server", server.url)
        variable = self.variable("base_url")
        chosen = base_url or os.environ.get(variable) or self.base_url
        if not chosen:
            raise ValueError(f"no base_url: give one, or set {variable}")
        url = _plain("base_url", chosen)
        if server is not None:
            return _plain("server", str(url.join(server.url)))
        if self.base_path is not None and url.path in ("", "/"):
            return url.join(self.base_path)
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
    header fields that the client would send to its own server, and `query`, which is
    what the client adds to each, is empty.
    """

    base: str
    withheld: frozenset[str] = frozenset()
    query: Mapping[str, object] = field(default_factory=dict[str, object], repr=False)

    @property
    def is_foreign(self) -> bool:
        """Whether credentials of the client have no place there."""
        return bool(self.withheld)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How a client behaves; `headers` and `query` are sent with every request.

    `middleware` is around each attempt, the first of it outermost.
    """

    base_url: httpx2.URL
    timeout: Timeout
    max_retries: int
    headers: Mapping[str, str] = field(repr=False)
    strict_responses: bool
    max_response_bytes: int | None = MAX_RESPONSE_BYTES
    query: Mapping[str, object] = field(default_factory=dict[str, object], repr=False)
    middleware: Sequence[Any] = ()
    idempotency_keys: bool = False

    def __post_init__(self) -> None:
        if self.max_retries < 0:
            raise ValueError("max_retries must not be negative")
        object.__setattr__(self, "headers", fields(self.headers))

    @cached_property
    def timeouts(self) -> dict[str, float | None]:
        """The timeout as transports take it, for each phase."""
        return timeouts_of(self.timeout)

    def defaults(self, api: Api, operation: "Operation[Any]") -> dict[str, str]:
        """The header fields of each call of an operation; those of the caller win."""
        return {
            "user-agent": api.user_agent,
            "accept": operation.accept,
            **self.headers,
        }

    @cached_property
    def _target(self) -> Target:
        return Target(_without_slash(self.base_url), query=self.query)

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
        base = _without_slash(url)
        if is_ours:
            return Target(base, query=self.query)
        return Target(base, api.secret_headers)

    def origins(self, target: Target) -> tuple[str, str] | None:
        """The client's own origin, and that of a foreign target."""
        if not target.is_foreign:
            return None
        return _origin(self.base_url), _origin(httpx2.URL(target.base))

    def replaced(self, api: Api, options: ClientOptions) -> "Settings":
        """A copy with other values; header fields are added to those there are."""
        return replace(
            self,
            base_url=self._server(api, options),
            timeout=options.get("timeout", self.timeout),
            max_retries=options.get("max_retries", self.max_retries),
            headers={**self.headers, **fields(options.get("headers") or {})},
            strict_responses=options.get("strict_responses", self.strict_responses),
            max_response_bytes=options.get(
                "max_response_bytes", self.max_response_bytes
            ),
            query={**self.query, **(options.get("query") or {})},
            middleware=options.get("middleware", self.middleware),
            idempotency_keys=options.get("idempotency_keys", self.idempotency_keys),
        )

    def _server(self, api: Api, options: ClientOptions) -> httpx2.URL:
        base_url, server = options.get("base_url"), options.get("server")
        if server is not None and not base_url and not server.is_whole:
            base_url = str(self.base_url)
        is_other = base_url is not None or server is not None
        return api.server(base_url, server) if is_other else self.base_url


def settings_of(
    api: Api,
    http_client: httpx2.Client | httpx2.AsyncClient | None,
    *,
    base_url: str | None,
    server: Server | None = None,
    timeout: Timeout | Missing,
    max_retries: int,
    headers: Mapping[str, str] | None,
    query: Mapping[str, object] | None = None,
    middleware: Sequence[Middleware] | Sequence[AsyncMiddleware] = (),
    idempotency_keys: bool = False,
    strict_responses: bool,
    max_response_bytes: int | None = MAX_RESPONSE_BYTES,
) -> Settings:
    """What is given, else what the HTTP client has, else our own and the document's."""
    is_chosen = base_url or (server is not None and server.is_whole)
    if http_client is not None and not is_chosen and http_client.base_url.host:
        base_url = str(http_client.base_url)
    if timeout is MISSING:
        timeout = _TIMEOUT if http_client is None else http_client.timeout
    return Settings(
        base_url=api.server(base_url, server),
        timeout=timeout,
        max_retries=max_retries,
        headers=headers or {},
        strict_responses=strict_responses,
        max_response_bytes=max_response_bytes,
        query=query or {},
        middleware=tuple(middleware),
        idempotency_keys=idempotency_keys,
    )


def _origin(url: httpx2.URL) -> str:
    """Scheme, host and port, without anything that may be a secret."""
    host = f"[{url.host}]" if ":" in url.host else url.host
    return f"{url.scheme}://{host}" + (f":{url.port}" if url.port else "")


def timeouts_of(timeout: Timeout) -> dict[str, float | None]:
    """A timeout as transports take it: `connect`, `read`, `write` and `pool`."""
    return httpx2.Timeout(timeout).as_dict()


def _plain(name: str, text: str) -> httpx2.URL:
    url = httpx2.URL(text)
    if url.scheme not in ("http", "https") or not url.host:
        raise ValueError(f"{name} must begin with http:// or https:// and a host")
    if url.userinfo or url.query or url.fragment:
        raise ValueError(f"{name} must not have credentials, query or fragment")
    return url


def _without_slash(url: httpx2.URL) -> str:
    return str(url).rstrip("/")
