"""What a client is made with, and mistakes that checkers report."""

from typing import assert_type

import httpx2
from transport import (
    AsyncClient,
    AsyncSend,
    Attempt,
    Client,
    ClientCredentials,
    Middleware,
    RawResponse,
    RefreshToken,
    RequestOptions,
    Send,
    Server,
    Servers,
    async_tracing,
    errors,
    tracing,
)


def with_credentials(keep: list[str]) -> None:
    Client(oauth="token")
    Client(oauth=lambda: "token")
    Client(oauth=ClientCredentials("app", "secret", scopes=["read"]))
    AsyncClient(oauth=RefreshToken("r", "app", on_refresh=keep.append))
    Client().with_options(oauth=None, timeout=None)
    Client(oauth=("app", "secret"))  # refused
    Client(oauth=ClientCredentials("app"))  # refused
    Client(oauth=RefreshToken("r", on_refresh=len("r")))  # refused


def with_http_client() -> None:
    Client(http_client=httpx2.Client(timeout=5), timeout=httpx2.Timeout(3))
    Client(http_client=httpx2.AsyncClient())  # refused
    AsyncClient(http_client=httpx2.AsyncClient(auth=("user", "word")))


def with_servers() -> None:
    assert_type(Servers.local(), Server)
    Client(server=Servers.production(region="us", base_path="v1"))
    AsyncClient(server=Servers.beside_another_one(), base_url="http://b.test")
    Client().with_options(server=Server("http://b.test/"))
    Servers.production(base_path="v1", region="moon")  # refused
    Servers.production(region="eu")  # refused
    Client(server="http://b.test")  # refused


def measured(attempt: Attempt, send: Send) -> httpx2.Response:
    response = send(attempt)
    assert_type(attempt.operation_id, str)
    response.headers["x-attempt"] = str(attempt.number)
    return response


async def async_measured(attempt: Attempt, send: AsyncSend) -> httpx2.Response:
    return await send(attempt)


def with_middleware(own: Middleware) -> None:
    Client(middleware=[measured, own], query={"api-version": 3, "tags": ["a"]})
    AsyncClient(middleware=[async_measured]).with_options(middleware=[])
    Client(middleware=[async_measured])  # refused
    AsyncClient(middleware=[measured])  # refused
    Client().with_options(middleware=[async_measured])  # refused


def with_keys_and_spans() -> None:
    assert_type(tracing(), Middleware)
    Client(middleware=[tracing()], idempotency_keys=True)
    AsyncClient(middleware=[async_tracing()])
    Client(middleware=[async_tracing()])  # refused
    Client().things.list(options={"idempotency_key": None})
    Client().things.list(options={"idempotency_key": 5})  # refused


def one_call(client: Client) -> list[str]:
    options: RequestOptions = {"base_url": "http://b.test", "deadline": 1.5}
    client.things.list(options=options)
    client.things.list(options={"dead_line": 1.5})  # refused
    try:
        raw = client.raw(client.things.list)(options={"strict_responses": True})
    except errors.TokenError as error:
        assert_type(error.error, str | None)
        return []
    except errors.StatusError as error:
        return error.headers.get_list("set-cookie")
    assert_type(raw, RawResponse[list[str]])
    assert_type(raw.headers, httpx2.Headers)
    return raw.data
