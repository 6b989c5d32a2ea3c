"""Clients as such: options, connections, raw responses, import."""

import asyncio
import gc
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx2
import pytest

from apiloom.runtime.decode import RawResponse

from . import sample
from .harness import Harness, Recorder, answer
from .sample import AsyncClient, Client, errors
from .sample.models import Customer, UpdateCustomerRequest
from .scripted_server import Reply, ScriptedServer

CUSTOMER = {"id": "c1", "name": "Acme"}
JSON = {"content-type": "application/json"}
OK = Reply(200, b'{"id":"c1","name":"Acme"}', JSON)


def put(client: Any) -> Any:
    return client.governance.update_customer("c1", name="Acme")


def test_with_options_does_not_change_the_original(both: Harness) -> None:
    recorder = Recorder(answer(json=CUSTOMER), answer(json=CUSTOMER))

    def change(client: Any) -> Any:
        before = vars(client).copy()
        resource = client.governance
        other = client.with_options(
            base_url="http://other.test",
            management_bearer_auth="two",
            headers={"X-B": "2"},
            timeout=1.0,
            max_retries=0,
            strict_responses=True,
        )
        assert {**before, "governance": resource} == vars(client)
        assert other.governance is not resource
        assert type(other) is type(client)
        return put(other)

    arguments: dict[str, Any] = {
        "http_client": both.http_client(recorder),
        "management_bearer_auth": "one",
        "headers": {"X-A": "1"},
    }
    both.run(change, **arguments)
    both.run(put, **arguments | {"http_client": both.http_client(recorder)})
    second, first = recorder.requests
    assert second.url == "http://other.test/customers/c1"
    assert second.headers["authorization"] == "Bearer two"
    assert (second.headers["x-a"], second.headers["x-b"]) == ("1", "2")
    assert second.extensions["timeout"]["read"] == 1.0
    assert first.headers["authorization"] == "Bearer one"
    assert "x-b" not in first.headers
    assert first.extensions["timeout"]["read"] == 5.0


def test_with_options_can_take_a_credential_away(both: Harness) -> None:
    with pytest.raises(errors.MissingCredentials):
        both.run(
            lambda c: put(c.with_options(management_bearer_auth=None)),
            handler=Recorder(),
            management_bearer_auth="one",
        )


def test_misspelt_options_are_refused(both: Harness) -> None:
    with pytest.raises(TypeError, match="time_out"):
        both.run(lambda c: c.with_options(time_out=3), handler=Recorder())


def test_with_options_shares_connections_and_leaves_them_open() -> None:
    http = httpx2.Client(
        transport=httpx2.MockTransport(Recorder(answer(json=CUSTOMER)))
    )
    with Client(http_client=http, management_bearer_auth="t") as client:
        with client.with_options(max_retries=0) as other:
            put(other)
        assert put(client).name == "Acme"


def test_a_client_closes_what_it_opened(server: ScriptedServer) -> None:
    server.script = [OK]
    client = Client(base_url=server.url, management_bearer_auth="t")
    with client.with_options(timeout=5.0) as other:
        put(other)
    put(client)
    client.close()
    with pytest.raises(errors.UnusableClient, match="closed"):
        put(client)

    async def use() -> None:
        client = AsyncClient(base_url=server.url, management_bearer_auth="t")
        async with client.with_options(timeout=5.0) as other:
            await put(other)
        await put(client)
        await client.aclose()
        with pytest.raises(errors.UnusableClient, match="closed"):
            await put(client)

    asyncio.run(use())


def test_the_http_client_of_the_user_stays_open() -> None:
    recorder = Recorder(answer(json=CUSTOMER))
    with httpx2.Client(transport=httpx2.MockTransport(recorder)) as http:
        with Client(http_client=http, management_bearer_auth="t") as client:
            put(client)
        assert not http.is_closed

    async def use() -> None:
        transport = httpx2.MockTransport(recorder)
        async with httpx2.AsyncClient(transport=transport) as http:
            async with AsyncClient(
                http_client=http, management_bearer_auth="t"
            ) as client:
                await put(client)
            assert not http.is_closed

    asyncio.run(use())


def test_what_the_http_client_adds_is_sent(both: Harness) -> None:
    recorder = Recorder(answer(json=[]))
    http = both.http_client(
        recorder,
        headers={"x-pool": "1"},
        params={"pool": "a b"},
        cookies={"pool": "1"},
    )
    both.run(
        lambda c: c.governance.search(["a"], q="x", theme="dark"), http_client=http
    )
    request = recorder.request
    assert request.headers["x-pool"] == "1"
    assert request.url.query == b"pool=a+b&q=x"
    assert request.headers["cookie"] == "pool=1; theme=dark"


def test_cookies_of_the_server_are_not_kept(
    both: Harness, server: ScriptedServer
) -> None:
    server.script = [Reply(200, OK.body, {**JSON, "set-cookie": "sid=other"})]

    def twice(client: Any) -> Any:
        if both.mode == "sync":
            return [put(client), put(client)]

        async def calls() -> list[Any]:
            return [await put(client), await put(client)]

        return calls()

    both.run(twice, base_url=server.url, management_bearer_auth="t")
    assert len(server.requests) == 2
    assert all("cookie" not in request.headers for request in server.requests)


def test_a_chained_one_liner(server: ScriptedServer) -> None:
    server.script = [OK]
    governance = Client(base_url=server.url, management_bearer_auth="t").governance
    gc.collect()
    assert governance.update_customer("c1").name == "Acme"
    vars(governance)["_client"].close()


def test_the_base_url_keeps_its_path(both: Harness) -> None:
    for base_url in ("http://api.test/a/b", "http://api.test/a/b/"):
        recorder = Recorder(answer(json=CUSTOMER))
        both.run(put, handler=recorder, base_url=base_url, management_bearer_auth="t")
        assert str(recorder.request.url) == "http://api.test/a/b/customers/c1"


def test_raw_responses(both: Harness) -> None:
    recorder = Recorder(answer(json=CUSTOMER, X_Request_Id="r1"))
    raw = both.run(
        lambda c: c.raw(c.governance.update_customer)("c1", name="Acme"),
        handler=recorder,
        management_bearer_auth="t",
    )
    assert type(raw) is RawResponse
    assert raw.status_code == 200
    assert raw.headers["x-request-id"] == "r1"
    assert type(raw.data) is Customer
    assert raw.body.startswith(b"{")
    assert repr(raw) == "RawResponse(status_code=200)"
    assert "raw" not in str(recorder.request.headers).lower()


def test_raw_does_not_change_the_resource(both: Harness) -> None:
    def use(client: Any) -> Any:
        client.raw(client.governance.update_customer)
        return put(client)

    arguments: dict[str, Any] = {"management_bearer_auth": "t"}
    recorder = Recorder(answer(json=CUSTOMER))
    assert type(both.run(use, handler=recorder, **arguments)) is Customer


def test_raw_takes_only_methods_of_resources(both: Harness) -> None:
    with pytest.raises(TypeError, match="no method of a client's resources: <built-in"):
        both.run(lambda c: c.raw(print), handler=Recorder())


def test_raw_errors_are_raised(both: Harness) -> None:
    with pytest.raises(errors.NotFoundError):
        both.run(
            lambda c: c.raw(c.governance.update_customer)("c1"),
            handler=Recorder(answer(404, {"message": "m"})),
            management_bearer_auth="t",
        )


def test_threads_share_a_client(server: ScriptedServer) -> None:
    server.script = [OK]
    with (
        Client(base_url=server.url, management_bearer_auth="t") as client,
        ThreadPoolExecutor(8) as pool,
    ):
        names = list(pool.map(lambda _: put(client).name, range(40)))
    assert names == ["Acme"] * 40
    assert len(server.requests) == 40


def test_tasks_share_a_client(server: ScriptedServer) -> None:
    server.script = [OK]

    async def use() -> list[Any]:
        async with AsyncClient(
            base_url=server.url, management_bearer_auth="t"
        ) as client:
            return await asyncio.gather(*(put(client) for _ in range(40)))

    assert len(asyncio.run(use())) == 40


def test_a_cancelled_call_gives_its_connection_back(server: ScriptedServer) -> None:
    server.script = [Reply(delay=5), OK]

    async def use() -> str:
        async with AsyncClient(
            base_url=server.url, management_bearer_auth="t"
        ) as client:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.1):
                    await put(client)
            updated: Customer = await put(client)
            return updated.name

    assert asyncio.run(use()) == "Acme"


def test_dumps_have_no_sentinels() -> None:
    request = UpdateCustomerRequest(name="n")
    for dump in (request.model_dump_json(), str(request.model_dump()), repr(request)):
        assert "MISSING" not in dump
        assert "UNSET" not in dump


def test_negative_retries_are_refused() -> None:
    with pytest.raises(ValueError, match="max_retries"):
        Client(max_retries=-1)


def test_threads_are_not_left_behind(server: ScriptedServer) -> None:
    server.script = [OK]
    before = threading.active_count()
    with Client(base_url=server.url, management_bearer_auth="t") as client:
        put(client)
    assert threading.active_count() <= before + 1


def test_a_package_is_lazy() -> None:
    assert {"Client", "AsyncClient", "errors", "models"} <= set(dir(sample))
    assert sample.models.Customer is Customer
    with pytest.raises(AttributeError, match="no attribute 'Clinet'"):
        getattr(sample, "Clinet")  # noqa: B009


IMPORTS = """
import sys
import runtime_client.sample as sample
heavy = {"pydantic", "httpx2", "email.utils", "runtime_client.sample.client"}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
sample.Client
assert "Client" in vars(sample)
assert "runtime_client.sample.operations.governance" not in sys.modules
assert "runtime_client.sample.models.customer" not in sys.modules
calling = {"call", "request", "decode", "lenient", "model", "operation", "multipart"}
loaded = calling & {name.removeprefix("apiloom.runtime.") for name in sys.modules}
assert not loaded, loaded
sample.Client().governance
assert "runtime_client.sample.models.customer" in sys.modules
"""


def test_importing_loads_nothing_heavy() -> None:
    tests = Path(__file__).parents[1]
    paths = [str(tests), str(tests.parent / "generator")]
    subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = {paths!r}\n{IMPORTS}"],
        check=True,
    )
