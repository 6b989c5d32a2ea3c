"""What a client is made with, and mistakes that checkers report."""

from typing import assert_type

import httpx2
from transport import AsyncClient, Client, ClientCredentials, RefreshToken, errors


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


def one_call(client: Client) -> list[str]:
    client.things.list(options={"base_url": "http://b.test", "deadline": 1.5})
    client.things.list(options={"dead_line": 1.5})  # refused
    try:
        raw = client.raw(client.things.list)(options={"strict_responses": True})
    except errors.TokenError as error:
        assert_type(error.error, str | None)
        return []
    except errors.StatusError as error:
        return error.headers.get_list("set-cookie")
    assert_type(raw.headers, httpx2.Headers)
    return raw.data
