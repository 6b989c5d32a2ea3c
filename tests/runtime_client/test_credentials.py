"""Credentials: which are used, where they go, and that nothing shows them."""

import base64
import logging
import pickle
import platform
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from .harness import Harness, Recorder, Use, answer
from .sample import AsyncClient, Client, errors
from .scripted_server import Reply, ScriptedServer

SECRET = "s3cr3t-v4lue"
CUSTOMER = {"id": "1", "name": "n"}


def put(client: Any) -> Any:
    return client.governance.update_customer("c1", name="Acme")


def delete(client: Any) -> Any:
    return client.governance.delete_customer("c1")


def greet(client: Any) -> Any:
    return client.governance.greeting()


def export(client: Any) -> Any:
    return client.governance.export()


def sent(both: Harness, use: Use, **arguments: Any) -> httpx2.Request:
    recorder = Recorder(answer(json=CUSTOMER))
    both.run(use, handler=recorder, **arguments)
    return recorder.request


def basic(text: str) -> str:
    return f"Basic {base64.b64encode(text.encode()).decode()}"


def test_bearer(both: Harness) -> None:
    request = sent(both, put, management_bearer_auth=SECRET)
    assert request.headers["authorization"] == f"Bearer {SECRET}"


def test_basic(both: Harness) -> None:
    request = sent(both, delete, basic_auth=("user", "pa:ss é "))
    assert request.headers["authorization"] == basic("user:pa:ss é ")


def test_keys_in_header_cookie_and_query(both: Harness) -> None:
    request = sent(both, delete, api_key="k", session="s%3Aa.b/+=")
    assert request.headers["x-api-key"] == "k"
    assert request.headers["cookie"] == "sid=s%3Aa.b/+="
    assert "authorization" not in request.headers
    request = sent(both, export, query_key="a&b")
    assert request.url.query == b"key=a%26b"


@pytest.mark.parametrize("value", ["a;b", "a b", "a,b", 'a"b', "a\\b", "é"])
def test_a_cookie_key_is_not_changed(both: Harness, value: str) -> None:
    """What no cookie can hold is refused (RFC 6265, section 4.1.1)."""
    with pytest.raises(ValueError, match="session has characters") as raised:
        sent(both, delete, api_key="k", session=value)
    assert value not in str(raised.value)
    assert sent(both, delete, api_key="k", session='"a"').headers["cookie"] == 'sid="a"'


def test_the_first_alternative_that_is_satisfied_is_used(both: Harness) -> None:
    everything = {"basic_auth": ("u", "p"), "api_key": "k", "session": "s"}
    request = sent(both, delete, **everything)
    assert request.headers["authorization"] == basic("u:p")
    assert "x-api-key" not in request.headers
    assert "cookie" not in request.headers


def test_credentials_that_are_optional(both: Harness) -> None:
    assert "authorization" not in sent(both, greet).headers
    request = sent(both, greet, management_bearer_auth="t")
    assert request.headers["authorization"] == "Bearer t"


def test_an_operation_without_security_gets_no_credentials(both: Harness) -> None:
    request = sent(
        both, lambda c: c.governance.submit(), management_bearer_auth="t", api_key="k"
    )
    assert "authorization" not in request.headers
    assert "x-api-key" not in request.headers


def test_missing_credentials_say_what_to_do(both: Harness) -> None:
    recorder = Recorder()
    with pytest.raises(errors.MissingCredentials) as raised:
        both.run(delete, handler=recorder, api_key="k")
    assert str(raised.value) == (
        "deleteCustomer needs credentials: give the client basic_auth=... (or"
        " SAMPLE_BASIC_AUTH), or api_key=... (or SAMPLE_API_KEY) and session=..."
        " (or SAMPLE_SESSION); names in capitals are environment variables"
    )
    assert recorder.requests == []


def test_the_environment_is_read_at_construction(
    both: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAMPLE_MANAGEMENT_BEARER_AUTH", "one")
    monkeypatch.setenv("SAMPLE_BASIC_AUTH", "user:pa:ss")
    monkeypatch.setenv("SAMPLE_BASE_URL", "http://env.test/base/")

    def change_then(use: Use) -> Use:
        def changed(client: Any) -> Any:
            monkeypatch.setenv("SAMPLE_MANAGEMENT_BEARER_AUTH", "two")
            monkeypatch.setenv("SAMPLE_BASE_URL", "http://other.test")
            return use(client)

        return changed

    request = sent(both, change_then(put), base_url=None)
    assert request.headers["authorization"] == "Bearer one"
    assert str(request.url) == "http://env.test/base/customers/c1"
    assert sent(both, delete).headers["authorization"] == basic("user:pa:ss")


def test_an_argument_wins_over_the_environment(
    both: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAMPLE_MANAGEMENT_BEARER_AUTH", "env")
    request = sent(both, put, management_bearer_auth="given")
    assert request.headers["authorization"] == "Bearer given"
    monkeypatch.setenv("SAMPLE_MANAGEMENT_BEARER_AUTH", "")
    with pytest.raises(errors.MissingCredentials):
        sent(both, put)


def test_a_header_written_by_hand_wins(both: Harness) -> None:
    by_hand = {"Authorization": "Custom x"}
    request = sent(both, put, management_bearer_auth="t", headers=by_hand)
    assert request.headers.get_list("authorization") == ["Custom x"]
    assert sent(both, put, headers=by_hand).headers["authorization"] == "Custom x"
    recorder = Recorder(answer(json=CUSTOMER))
    both.run(
        lambda c: c.governance.update_customer("c1", options={"headers": by_hand}),
        http_client=both.http_client(recorder, headers={"authorization": "Pool y"}),
        management_bearer_auth="t",
    )
    assert recorder.request.headers.get_list("authorization") == ["Custom x"]


@pytest.mark.parametrize("secret", ["", " ", "a\nb", "a\r\nx: y", "t\n"])
def test_unusable_secrets_are_refused(both: Harness, secret: str) -> None:
    for name, value in (
        ("management_bearer_auth", secret),
        ("api_key", secret),
        ("management_bearer_auth", lambda: secret),
    ):
        with pytest.raises(ValueError, match=name) as raised:
            both.run(put, handler=Recorder(), **{name: value})
        assert "x: y" not in str(raised.value)
    with pytest.raises(ValueError, match="user name and a password"):
        both.run(delete, handler=Recorder(), basic_auth="user")
    with pytest.raises(ValueError, match="colon"):
        both.run(delete, handler=Recorder(), basic_auth=("a:b", "c"))


def test_a_function_is_asked_once_for_each_call(both: Harness) -> None:
    tokens: Iterator[str] = iter(["one", "two"])
    recorder = Recorder(answer(503), answer(json=CUSTOMER))
    client = both.http_client(recorder)
    both.run(put, http_client=client, management_bearer_auth=lambda: next(tokens))
    first, second = recorder.requests
    assert first.headers["authorization"] == "Bearer one"
    assert first.headers.raw == second.headers.raw


def test_an_async_function_is_awaited() -> None:
    async def token() -> str:
        return "later"

    request = sent(Harness("async"), put, management_bearer_auth=token)
    assert request.headers["authorization"] == "Bearer later"


@pytest.mark.parametrize("value", [None, 5])
def test_a_function_must_return_text(both: Harness, value: Any) -> None:
    recorder = Recorder()
    with pytest.raises(TypeError):
        both.run(put, handler=recorder, management_bearer_auth=lambda: value)
    assert recorder.requests == []


SECRETS: dict[str, Any] = {
    "management_bearer_auth": SECRET,
    "basic_auth": ("user", SECRET),
    "api_key": SECRET,
    "query_key": SECRET,
    "session": SECRET,
}


def test_no_repr_shows_a_secret(both: Harness) -> None:
    def shown(client: Any) -> None:
        for value in (client, client.governance, *vars(client).values()):
            assert SECRET not in repr(value)
            assert SECRET not in str(value)
        assert repr(client).endswith("Client(base_url='http://api.test/v1')")

    both.run(shown, handler=Recorder(), headers={"x-key": SECRET}, **SECRETS)


def test_a_client_is_not_pickled(both: Harness) -> None:
    def pickled(client: Any) -> None:
        for value in (client, client.governance, vars(client)["_credentials"]):
            with pytest.raises(TypeError, match="pickled"):
                pickle.dumps(value)

    both.run(pickled, handler=Recorder(), **SECRETS)


def test_no_log_shows_a_secret_or_a_value(
    both: Harness, server: ScriptedServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.script = [Reply(503), Reply(200, b"zip", {"x-token": SECRET})]
    both.run(export, base_url=server.url, **SECRETS)
    both.run(
        lambda c: c.governance.update_customer("id-value", name="name-value"),
        base_url=server.url,
        http_client=both.http_client(Recorder(answer(json=CUSTOMER))),
        **SECRETS,
    )
    own = [record for record in caplog.records if record.name == "sample"]
    text = "\n".join(record.getMessage() for record in own)
    assert "export (GET /export): 503, attempt 1" in text
    assert "export (GET /export): attempt 2 in" in text
    assert "updateCustomer (PUT /customers/{customer_id}): 200, attempt 1" in text
    assert "value" not in text
    assert all(record.levelno <= logging.INFO for record in own)
    for record in caplog.records:
        # Header fields of responses are logged by the transport when it is debugged.
        if not record.name.startswith("httpcore2"):
            assert SECRET not in record.getMessage()
    assert any("key=[secure]" in record.getMessage() for record in caplog.records)


def test_no_error_shows_a_secret(both: Harness) -> None:
    for response in (answer(500), httpx2.ConnectError("no route")):
        with pytest.raises(errors.ApiError) as raised:
            both.run(export, handler=Recorder(response), **SECRETS)
        assert SECRET not in str(raised.value)
        assert SECRET not in repr(raised.value)
        assert SECRET.encode() not in pickle.dumps(raised.value)


def test_nothing_internal_travels(both: Harness, server: ScriptedServer) -> None:
    server.script = [Reply(200, b'{"id":"1","name":"n"}')]
    both.run(
        lambda c: c.raw(c.governance.update_customer)("c1"),
        base_url=server.url,
        management_bearer_auth="t",
    )
    (request,) = server.requests
    assert sorted(request.headers) == [
        "accept",
        "accept-encoding",
        "authorization",
        "connection",
        "content-length",
        "content-type",
        "host",
        "user-agent",
    ]
    product, python, http = request.headers["user-agent"].split(" ")
    assert (product, http) == ("sample/1.2-beta", f"httpx2/{httpx2.__version__}")
    assert python == f"python/{platform.python_version()}"
    assert request.headers["accept"] == "application/json"
    assert request.target == "/v1/customers/c1"


@pytest.mark.parametrize(
    "base_url",
    [
        "http://user:pass@api.test",
        "http://api.test/?key=1",
        "http://api.test/#f",
        "api.test",
        "/v1",
        "ftp://api.test",
        "http://",
    ],
)
def test_unusable_base_urls(base_url: str) -> None:
    for kind in (Client, AsyncClient):
        with pytest.raises(ValueError, match="base_url") as raised:
            kind(base_url=base_url)
        assert "pass" not in str(raised.value)
