"""A client of httpx2 that the caller made keeps what it is set to."""

import asyncio
import base64
import copy
import os
import pickle
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from .harness import Harness, Recorder, answer
from .sample import AsyncClient, Client, errors
from .talking_server import Connection, ok, raw_server

CUSTOMER = {"id": "c1", "name": "Acme"}
TOKEN: dict[str, Any] = {"management_bearer_auth": "s3cr3t"}


def put(client: Any, **options: Any) -> Any:
    return client.governance.update_customer("c1", name="Acme", options=options)


def delete(client: Any, **options: Any) -> Any:
    return client.governance.delete_customer("c1", options=options)


def read_timeout(both: Harness, http: Any, recorder: Recorder, **arguments: Any) -> Any:
    both.run(put, http_client=http, **TOKEN, **arguments)
    return recorder.request.extensions["timeout"]["read"]


def test_its_timeout(both: Harness) -> None:
    for arguments, expected in (
        ({}, 7.0),
        ({"timeout": 3}, 3),
        ({"timeout": None}, None),
    ):
        recorder = Recorder(answer(json=CUSTOMER))
        http = both.http_client(recorder, timeout=7.0)
        assert read_timeout(both, http, recorder, **arguments) == expected


def test_its_base_url(both: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMPLE_BASE_URL", "http://environment.test")
    for given, expected in (
        (None, "http://pool.test/api/customers/c1"),
        ("http://argument.test/v2", "http://argument.test/v2/customers/c1"),
    ):
        recorder = Recorder(answer(json=CUSTOMER))
        http = both.http_client(recorder, base_url="http://pool.test/api")
        both.run(put, http_client=http, base_url=given, **TOKEN)
        assert str(recorder.request.url) == expected
    recorder = Recorder(answer(json=CUSTOMER))
    both.run(put, http_client=both.http_client(recorder), base_url=None, **TOKEN)
    assert recorder.request.url.host == "environment.test"


def test_its_cookies(both: Harness) -> None:
    """By the path that the call goes to, not by that of the base URL."""
    recorder = Recorder(answer(json=CUSTOMER))
    jar = httpx2.Cookies()
    jar.set("whole", "1", domain="api.test")
    jar.set("part", "2", domain="api.test", path="/v1/customers")
    jar.set("other", "3", domain="other.test")
    both.run(put, http_client=both.http_client(recorder, cookies=jar), **TOKEN)
    cookies = set(recorder.request.headers["cookie"].split("; "))
    assert cookies == {"whole=1", "part=2"}


def basic(user: str, password: str) -> str:
    return f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"


def test_its_auth_stands_for_credentials(
    both: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAMPLE_MANAGEMENT_BEARER_AUTH", "environment")
    recorder = Recorder(answer(json=CUSTOMER))
    http = both.http_client(recorder, auth=("user", "word"))
    both.run(put, http_client=http)
    assert recorder.request.headers["authorization"] == basic("user", "word")


def test_credentials_come_before_its_auth(both: Harness) -> None:
    recorder = Recorder(answer(json=CUSTOMER))
    http = both.http_client(recorder, auth=("user", "word"))
    both.run(put, http_client=http, **TOKEN)
    assert recorder.request.headers.get_list("authorization") == ["Bearer s3cr3t"]


def test_its_auth_and_a_key_go_together(both: Harness) -> None:
    recorder = Recorder(httpx2.Response(204))
    http = both.http_client(recorder, auth=("user", "word"))
    both.run(delete, http_client=http, api_key="k", session="s")
    headers = recorder.request.headers
    assert headers["x-api-key"] == "k"
    assert headers["authorization"] == basic("user", "word")


class Signing(httpx2.Auth):
    """Is asked again by the server, as digest authentication is."""

    def auth_flow(self, request: httpx2.Request) -> Any:
        response = yield request
        request.headers["authorization"] = f"Signed {response.headers['x-nonce']}"
        yield request


def test_an_auth_that_answers_a_challenge(both: Harness) -> None:
    def serve(connection: Connection) -> None:
        if b"Signed n1" in connection.request:
            connection.send(ok())
        else:
            connection.send(
                b"HTTP/1.1 401 No\r\nx-nonce: n1\r\ncontent-length: 0\r\n\r\n"
            )

    with raw_server(serve) as server:
        customer = both.run_over({"auth": Signing()}, put, server.url)
        assert customer.name == "Acme"
        assert len(server.requests) == 2


def moved(location: str, status: int = 307) -> Callable[[Connection], None]:
    head = (
        f"HTTP/1.1 {status} Moved\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n"
    )
    return lambda connection: connection.send(head.encode())


def test_its_redirects_are_followed(both: Harness) -> None:
    def serve(connection: Connection) -> None:
        if connection.request.startswith(b"PUT /v1/customers/c1 "):
            moved("/v1/elsewhere")(connection)
        else:
            connection.send(ok())

    with raw_server(serve) as server:
        customer = both.run_over({"follow_redirects": True}, put, server.url, **TOKEN)
        assert customer.name == "Acme"
        second = server.requests[1]
        assert second.startswith(b"PUT /v1/elsewhere HTTP/1.1\r\n")
        assert b"authorization: Bearer s3cr3t" in second
        assert second.endswith(b'{"name":"Acme"}')


def test_no_secret_follows_a_redirect_to_another_origin(both: Harness) -> None:
    with raw_server(lambda c: c.send(b"HTTP/1.1 204 No\r\n\r\n")) as other:
        target = f"http://localhost:{other.port}/v1/customers/c1"
        with raw_server(moved(target)) as server:
            both.run_over(
                {"follow_redirects": True, "cookies": {"jar": "in-jar"}},
                delete,
                server.url,
                api_key="s3cr3t-key",
                session="s3cr3t-cookie",
                headers={"x-other": "fine"},
            )
            assert b"s3cr3t-key" in server.requests[0]
            assert b"s3cr3t-cookie" in server.requests[0]
        (request,) = other.requests
        assert request.startswith(b"DELETE /v1/customers/c1 ")
        assert b"x-other: fine" in request
        assert b"s3cr3t" not in request
        assert b"in-jar" not in request


def test_redirects_without_end(both: Harness) -> None:
    with raw_server(moved("/v1/customers/c1")) as server:
        settings = {"follow_redirects": True, "max_redirects": 3}
        with pytest.raises(errors.ConnectionFailed, match="TooManyRedirects"):
            both.run_over(settings, put, server.url, **TOKEN)
        assert len(server.requests) == 4


def test_a_base_url_for_one_call(both: Harness) -> None:
    recorder = Recorder(answer(json=CUSTOMER))
    both.run(lambda c: put(c, base_url="http://api.test/v2"), handler=recorder, **TOKEN)
    assert str(recorder.request.url) == "http://api.test/v2/customers/c1"
    assert recorder.request.headers["authorization"] == "Bearer s3cr3t"


def test_no_secret_goes_to_another_origin(both: Harness) -> None:
    """Credentials are for the server that the client was made for."""
    elsewhere: Any = {"base_url": "http://other.test/v1"}
    secrets: Any = {
        "headers": {"authorization": "by s3cr3t hand", "x-fine": "1"},
        "api_key": "s3cr3t",
        "session": "s3cr3t",
    }
    recorder = Recorder(answer(json=CUSTOMER))
    http = both.http_client(
        recorder,
        auth=("u", "s3cr3t"),
        headers={"x-api-key": "s3cr3t"},
        cookies={"sid": "s3cr3t"},
    )
    with pytest.raises(errors.MissingCredentials, match="own origin"):
        both.run(lambda c: put(c, **elsewhere), http_client=http, **secrets)
    assert recorder.requests == []
    both.run(
        lambda c: c.governance.greeting(options=elsewhere), http_client=http, **secrets
    )
    request = recorder.request
    assert request.url.host == "other.test"
    assert request.headers["x-fine"] == "1"
    assert "s3cr3t" not in str(sorted(request.headers.multi_items()))
    mine: Any = {**elsewhere, "headers": {"authorization": "Mine x"}}
    both.run(lambda c: put(c, **mine), http_client=http, **secrets)
    assert recorder.requests[1].headers["authorization"] == "Mine x"
    both.run(
        lambda c: put(c.with_options(base_url=elsewhere["base_url"])),
        http_client=http,
        **TOKEN,
    )
    assert recorder.requests[2].headers["authorization"] == "Bearer s3cr3t"


def test_response_headers_have_the_semantics_of_http(both: Harness) -> None:
    """Names in any case, and fields of one name apart (RFC 9110, section 5.3)."""
    cookies = (b"Set-Cookie: a=1; expires=Thu, 01 Jan 2026", b"set-cookie: b=2")
    with raw_server(
        lambda c: c.send(ok(b'{"id":"c1","name":"n"}', *cookies))
    ) as server:
        raw = both.run(
            lambda c: c.raw(c.governance.update_customer)("c1"),
            base_url=server.url,
            **TOKEN,
        )
    assert raw.headers["CONTENT-type"] == "application/json"
    assert raw.headers.get_list("Set-Cookie") == [
        "a=1; expires=Thu, 01 Jan 2026",
        "b=2",
    ]


def test_headers_of_errors_too(both: Harness) -> None:
    head = b"HTTP/1.1 404 No\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n"
    with (
        raw_server(lambda c: c.send(head + b"content-length: 0\r\n\r\n")) as server,
        pytest.raises(errors.NotFoundError) as raised,
    ):
        both.run(put, base_url=server.url, **TOKEN)
    for error in (
        raised.value,
        pickle.loads(pickle.dumps(raised.value)),
        copy.deepcopy(raised.value),
    ):
        assert error.headers.get_list("set-cookie") == ["a=1", "b=2"]
        assert error.headers["SET-COOKIE"] == "a=1, b=2"


def test_a_closed_http_client(both: Harness) -> None:
    http = both.http_client(Recorder(answer(json=CUSTOMER)))
    if both.mode == "sync":
        http.close()
    else:
        asyncio.run(http.aclose())
    with pytest.raises(errors.UnusableClient, match="has been closed") as raised:
        both.run(put, http_client=http, **TOKEN)
    assert isinstance(raised.value, errors.ApiError)


def test_a_second_event_loop() -> None:
    def elsewhere(client: AsyncClient) -> str:
        with pytest.raises(errors.UnusableClient, match="another event loop"):
            asyncio.run(put(client))
        return "refused"

    async def use(http: httpx2.AsyncClient | None) -> None:
        async with AsyncClient(
            base_url=server.url, http_client=http, **TOKEN
        ) as client:
            assert (await put(client)).name == "Acme"
            assert await asyncio.to_thread(elsewhere, client) == "refused"
            assert (await put(client)).name == "Acme"

    async def use_both() -> None:
        async with httpx2.AsyncClient() as http:
            await use(None)
            await use(http)

    with raw_server(lambda connection: connection.send(ok())) as server:
        asyncio.run(use_both())


def test_what_has_no_connections_is_used_in_any_loop() -> None:
    recorder = Recorder(answer(json=CUSTOMER))
    http = httpx2.AsyncClient(transport=httpx2.MockTransport(recorder))
    client = AsyncClient(base_url="http://a.test", http_client=http, **TOKEN)
    for _ in range(2):
        assert asyncio.run(put(client)).name == "Acme"


def forked(act: Callable[[], str]) -> str:
    """What `act` returns, or the exception that it raises, in a child process."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            said = act()
        except BaseException as error:  # noqa: BLE001 - it is told to the parent
            said = f"{type(error).__name__}: {error}"
        os.write(writing, said.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode()
    os.waitpid(child, 0)
    return said


def test_a_forked_child_opens_connections_of_its_own() -> None:
    with (
        raw_server(lambda connection: connection.send(ok())) as server,
        Client(base_url=server.url, **TOKEN) as client,
    ):
        twin = client.with_options(max_retries=0)
        put(client)
        assert server.connections == 1
        assert forked(lambda: str(put(client).name + put(twin).name)) == "AcmeAcme"
        assert server.connections == 2
        assert put(client).name == "Acme"
        assert server.connections == 2


def test_a_forked_child_of_an_async_client() -> None:
    with raw_server(lambda connection: connection.send(ok())) as server:
        client = AsyncClient(base_url=server.url, **TOKEN)

        def in_child() -> str:
            return str(asyncio.run(put(client)).name)

        async def use() -> str:
            async with client:
                return await both_sides()

        async def both_sides() -> str:
            before = await put(client)
            said = await asyncio.to_thread(
                forked, lambda: asyncio.run(put(client)).name
            )
            after = await put(client)
            return f"{before.name} {said} {after.name}"

        assert asyncio.run(use()) == "Acme Acme Acme"
        assert server.connections == 2


def test_a_given_http_client_is_not_used_on_both_sides_of_a_fork() -> None:
    with (
        raw_server(lambda connection: connection.send(ok())) as server,
        httpx2.Client() as http,
    ):
        client = Client(base_url=server.url, http_client=http, **TOKEN)
        assert forked(lambda: str(put(client).name)) == "Acme"
        put(client)
        said = forked(lambda: str(put(client).name))
        assert said.startswith("UnusableClient: the http_client was used before")
        assert put(client).name == "Acme"
