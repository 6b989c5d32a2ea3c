"""The clients of the sample API."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Self, Unpack

import httpx2

from apiloom.runtime.auth import ApiKey, AsyncToken, Basic, Bearer, Login, Token
from apiloom.runtime.client import AsyncClient as _AsyncClient
from apiloom.runtime.client import SyncClient
from apiloom.runtime.configuration import Api, settings_of
from apiloom.runtime.middleware import AsyncMiddleware, Middleware
from apiloom.runtime.missing import MISSING, Missing
from apiloom.runtime.options import AsyncClientOptions, ClientOptions, Timeout

from .errors import ERRORS

if TYPE_CHECKING:
    from .operations.governance import AsyncGovernance, Governance

API = Api(
    package="sample",
    version="1.2 (beta)",
    base_url="http://localhost:8080/v1",
    security=(
        Bearer("management_bearer_auth"),
        Basic("basic_auth"),
        ApiKey("api_key", "header", "X-API-Key"),
        ApiKey("query_key", "query", "key"),
        ApiKey("session", "cookie", "sid"),
    ),
    errors=ERRORS,
)


class Options(ClientOptions, total=False):
    """What `Client.with_options` can change."""

    management_bearer_auth: Token | None
    basic_auth: Login | None
    api_key: Token | None
    query_key: Token | None
    session: Token | None


class AsyncOptions(AsyncClientOptions, total=False):
    """What `AsyncClient.with_options` can change."""

    management_bearer_auth: AsyncToken | None
    basic_auth: Login | None
    api_key: AsyncToken | None
    query_key: AsyncToken | None
    session: AsyncToken | None


class Client(SyncClient):
    """A client of the sample API.

    Without `base_url` it talks to `SAMPLE_BASE_URL`, or `http://localhost:8080/v1`.
    Credentials that are not given come from `SAMPLE_MANAGEMENT_BEARER_AUTH`,
    `SAMPLE_BASIC_AUTH`, `SAMPLE_API_KEY`, `SAMPLE_QUERY_KEY`, `SAMPLE_SESSION`.
    """

    def __init__(
        self,
        *,
        base_url: str | None = None,
        management_bearer_auth: Token | None = None,
        basic_auth: Login | None = None,
        api_key: Token | None = None,
        query_key: Token | None = None,
        session: Token | None = None,
        timeout: Timeout | Missing = MISSING,
        max_retries: int = 2,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, object] | None = None,
        middleware: Sequence[Middleware] = (),
        idempotency_keys: bool = False,
        strict_responses: bool = False,
        http_client: httpx2.Client | None = None,
    ) -> None:
        super().__init__(
            API,
            settings_of(
                API,
                http_client,
                base_url=base_url,
                timeout=timeout,
                max_retries=max_retries,
                headers=headers,
                query=query,
                middleware=middleware,
                idempotency_keys=idempotency_keys,
                strict_responses=strict_responses,
            ),
            {
                "management_bearer_auth": management_bearer_auth,
                "basic_auth": basic_auth,
                "api_key": api_key,
                "query_key": query_key,
                "session": session,
            },
            http_client,
        )

    def with_options(self, **options: Unpack[Options]) -> Self:
        """A client with other options, over the same connections."""
        return self._with(options)

    @cached_property
    def governance(self) -> "Governance":
        """Customers and what they may spend"""
        from .operations.governance import Governance

        return Governance(self)


class AsyncClient(_AsyncClient):
    """A client of the sample API, async.

    Without `base_url` it talks to `SAMPLE_BASE_URL`, or `http://localhost:8080/v1`.
    Credentials that are not given come from `SAMPLE_MANAGEMENT_BEARER_AUTH`,
    `SAMPLE_BASIC_AUTH`, `SAMPLE_API_KEY`, `SAMPLE_QUERY_KEY`, `SAMPLE_SESSION`.
    """

    def __init__(
        self,
        *,
        base_url: str | None = None,
        management_bearer_auth: AsyncToken | None = None,
        basic_auth: Login | None = None,
        api_key: AsyncToken | None = None,
        query_key: AsyncToken | None = None,
        session: AsyncToken | None = None,
        timeout: Timeout | Missing = MISSING,
        max_retries: int = 2,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, object] | None = None,
        middleware: Sequence[AsyncMiddleware] = (),
        idempotency_keys: bool = False,
        strict_responses: bool = False,
        http_client: httpx2.AsyncClient | None = None,
    ) -> None:
        super().__init__(
            API,
            settings_of(
                API,
                http_client,
                base_url=base_url,
                timeout=timeout,
                max_retries=max_retries,
                headers=headers,
                query=query,
                middleware=middleware,
                idempotency_keys=idempotency_keys,
                strict_responses=strict_responses,
            ),
            {
                "management_bearer_auth": management_bearer_auth,
                "basic_auth": basic_auth,
                "api_key": api_key,
                "query_key": query_key,
                "session": session,
            },
            http_client,
        )

    def with_options(self, **options: Unpack[AsyncOptions]) -> Self:
        """A client with other options, over the same connections."""
        return self._with(options)

    @cached_property
    def governance(self) -> "AsyncGovernance":
        """Customers and what they may spend"""
        from .operations.governance import AsyncGovernance

        return AsyncGovernance(self)
