"""Who may call: one function for each security scheme of the document."""

from typing import overload

from apiloom.runtime.server.schemes import (
    ApiKey,
    AsyncBasicCheck,
    AsyncTokenCheck,
    Basic,
    BasicCheck,
    Bearer,
    Principal,
    TokenCheck,
)
from apiloom.runtime.server.security import SecuritySchemes


class Security(SecuritySchemes[Principal]):
    """Each function says who its credentials stand for; None answers 401.

    A scheme that is given None in place of a function accepts nobody.
    """

    @overload
    def __init__(
        self,
        *,
        management_bearer_auth: AsyncTokenCheck[Principal] | None,
        api_key: AsyncTokenCheck[Principal] | None,
        query_key: AsyncTokenCheck[Principal] | None,
        session: AsyncTokenCheck[Principal] | None,
        login: AsyncBasicCheck[Principal] | None,
    ) -> None: ...
    @overload
    def __init__(
        self,
        *,
        management_bearer_auth: TokenCheck[Principal] | None,
        api_key: TokenCheck[Principal] | None,
        query_key: TokenCheck[Principal] | None,
        session: TokenCheck[Principal] | None,
        login: BasicCheck[Principal] | None,
    ) -> None: ...
    def __init__(
        self,
        *,
        management_bearer_auth: TokenCheck[Principal] | None,
        api_key: TokenCheck[Principal] | None,
        query_key: TokenCheck[Principal] | None,
        session: TokenCheck[Principal] | None,
        login: BasicCheck[Principal] | None,
    ) -> None:
        super().__init__(
            Bearer("management_bearer_auth", management_bearer_auth),
            ApiKey("api_key", api_key, location="header", parameter="X-Api-Key"),
            ApiKey("query_key", query_key, location="query", parameter="key"),
            ApiKey("session", session, location="cookie", parameter="session"),
            Basic("login", login),
        )
