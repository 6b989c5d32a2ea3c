"""When a request is sent again, after how long, and that it is the same one."""

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx2
import pytest

from apiloom.runtime import retry
from apiloom.runtime.errors import ConnectionFailed, RequestTimeout, ServerError
from apiloom.runtime.operation import MediaType, Operation, RequestBody

from .harness import Harness, Recorder, Use, answer
from .sample.models import Customer
from .scripted_server import Reply, ScriptedServer

CUSTOMER = {"id": "c1", "name": "Acme"}
BODY = b'{"id":"c1","name":"Acme"}'
OK = Reply(200, BODY, {"content-type": "application/json"})
TOKEN: dict[str, Any] = {"management_bearer_auth": "t"}


def put(client: Any) -> Any:
    return client.governance.update_customer("c1", name="Acme")


def post(client: Any) -> Any:
    return client.governance.create_customer(Customer(id="c1", name="Acme"))


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_an_idempotent_request_is_sent_again(
    both: Harness, server: ScriptedServer, status: int
) -> None:
    server.script = [Reply(status), Reply(status), OK]
    assert both.run(put, base_url=server.url, **TOKEN).name == "Acme"
    first, second, third = server.requests
    assert first == second == third
    assert first.body == b'{"name":"Acme"}'
    assert len(both.pauses) == 2


def test_files_are_sent_again_as_they_were(
    both: Harness, server: ScriptedServer
) -> None:
    server.script = [Reply(503), Reply(hang_up=True), Reply(204)]
    both.run(
        lambda c: c.governance.upload(file=b"\x00" * 100_000, title="T"),
        base_url=server.url,
    )
    first, second, third = server.requests
    assert first == second == third
    assert len(first.body) > 100_000
    assert b'name="title"' in first.body


@pytest.mark.parametrize("status", [400, 401, 404, 409, 422, 501])
def test_other_errors_are_final(
    both: Harness, server: ScriptedServer, status: int
) -> None:
    server.script = [Reply(status)]
    with pytest.raises(Exception, match=str(status)):
        both.run(put, base_url=server.url, **TOKEN)
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_post_is_not_sent_again_blindly(
    both: Harness, server: ScriptedServer, status: int
) -> None:
    server.script = [Reply(status)]
    with pytest.raises(Exception, match=str(status)):
        both.run(post, base_url=server.url, **TOKEN)
    assert len(server.requests) == 1


@pytest.mark.parametrize(("status", "attempts"), [(429, 2), (503, 2), (500, 1)])
def test_a_post_is_sent_again_when_the_server_says_when(
    both: Harness, server: ScriptedServer, status: int, attempts: int
) -> None:
    created = Reply(201, BODY, {"content-type": "application/json"})
    server.script = [Reply(status, headers={"retry-after": "2"}), created]
    if attempts == 1:
        with pytest.raises(ServerError):
            both.run(post, base_url=server.url, **TOKEN)
    else:
        assert both.run(post, base_url=server.url, **TOKEN).id == "c1"
        assert both.pauses == [2.0]
    assert len(server.requests) == attempts


def test_a_connection_that_breaks(both: Harness, server: ScriptedServer) -> None:
    server.script = [Reply(hang_up=True), OK]
    assert both.run(put, base_url=server.url, **TOKEN).id == "c1"
    server.requests.clear()
    with pytest.raises(ConnectionFailed, match="createCustomer"):
        both.run(post, base_url=server.url, **TOKEN)
    assert len(server.requests) == 1


@pytest.mark.parametrize("use", [put, post])
@pytest.mark.parametrize(
    "error", [httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout]
)
def test_without_a_connection_anything_is_sent_again(
    both: Harness, use: Use, error: type[httpx2.TransportError]
) -> None:
    recorder = Recorder(error("no"), error("no"), answer(json=CUSTOMER))
    assert both.run(use, handler=recorder, **TOKEN).id == "c1"
    assert len(recorder.requests) == 3


def test_a_refused_connection_is_reported(both: Harness) -> None:
    with pytest.raises(ConnectionFailed, match="ConnectError") as raised:
        both.run(put, base_url="http://127.0.0.1:1", **TOKEN)
    assert isinstance(raised.value.__cause__, httpx2.ConnectError)
    assert len(both.pauses) == 2


@pytest.mark.parametrize(("options", "attempts"), [({"max_retries": 0}, 1), ({}, 4)])
def test_the_number_of_retries(
    both: Harness, options: dict[str, Any], attempts: int
) -> None:
    recorder = Recorder(answer(503))
    with pytest.raises(ServerError):
        both.run(
            lambda c: c.governance.update_customer("c1", options=options),
            handler=recorder,
            max_retries=3,
            **TOKEN,
        )
    assert len(recorder.requests) == attempts


def http_date(seconds: float) -> str:
    moment = datetime.now(UTC) + timedelta(seconds=seconds)
    return format_datetime(moment, usegmt=True)


@pytest.mark.parametrize(
    ("headers", "least", "most"),
    [
        ({"retry-after": "3"}, 3, 3),
        ({"retry-after": "0"}, 0, 0),
        ({"retry-after": "1.5"}, 1.5, 1.5),
        ({"retry-after-ms": "250"}, 0.25, 0.25),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25, 0.25),
        ({"retry-after": http_date(-30)}, 0, 0),
        ({"retry-after": http_date(3605), "date": http_date(3600)}, 5, 5),
        ({"retry-after": "60"}, 60, 60),
        ({"retry-after": "soon"}, 0, 0.5),
        ({"retry-after": "-1"}, 0, 0.5),
        ({"retry-after": "nan"}, 0, 0.5),
        ({}, 0, 0.5),
    ],
)
def test_the_pause_that_the_server_asks_for(
    both: Harness, headers: dict[str, str], least: float, most: float
) -> None:
    recorder = Recorder(httpx2.Response(429, headers=headers), answer(json=CUSTOMER))
    both.run(put, handler=recorder, **TOKEN)
    (pause,) = both.pauses
    assert least <= pause <= most


def test_the_pause_until_a_date(both: Harness) -> None:
    headers = {"retry-after": http_date(30)}
    recorder = Recorder(httpx2.Response(429, headers=headers), answer(json=CUSTOMER))
    both.run(put, handler=recorder, **TOKEN)
    (pause,) = both.pauses
    assert 10 <= pause <= 31


@pytest.mark.parametrize(
    "asked", ["61", "999999999", http_date(7200)], ids=["a minute", "ages", "a date"]
)
def test_no_client_waits_for_ever(both: Harness, asked: str) -> None:
    recorder = Recorder(httpx2.Response(503, headers={"retry-after": asked}))
    with pytest.raises(ServerError):
        both.run(put, handler=recorder, **TOKEN)
    assert both.pauses == []


def test_backoff_grows_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "random", lambda: 1.0)
    pauses = [retry.backoff(attempt) for attempt in range(1, 8)]
    assert pauses == [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0]
    monkeypatch.setattr(retry, "random", lambda: 0.0)
    assert retry.backoff(5) == 0.0


def test_a_slow_answer_times_out(both: Harness, server: ScriptedServer) -> None:
    server.script = [Reply(delay=5)]
    with pytest.raises(RequestTimeout, match="ReadTimeout"):
        both.run(
            lambda c: c.governance.update_customer("c1", options={"timeout": 0.05}),
            base_url=server.url,
            max_retries=1,
            **TOKEN,
        )
    assert len(server.requests) == 2


def test_the_deadline_covers_reading(both: Harness, server: ScriptedServer) -> None:
    server.script = [Reply(200, b" " * 500, drip=0.02)]
    started = time.monotonic()
    with pytest.raises(RequestTimeout, match="deadline"):
        both.run(
            lambda c: c.governance.update_customer("c1", options={"deadline": 0.2}),
            base_url=server.url,
            **TOKEN,
        )
    assert time.monotonic() - started < 3
    assert len(server.requests) == 1


def test_the_deadline_covers_pauses(both: Harness) -> None:
    recorder = Recorder(httpx2.Response(503, headers={"retry-after": "5"}))
    with pytest.raises(ServerError):
        both.run(
            lambda c: c.governance.update_customer("c1", options={"deadline": 1}),
            handler=recorder,
            **TOKEN,
        )
    assert both.pauses == []
    assert len(recorder.requests) == 1


def test_the_deadline_shortens_timeouts(both: Harness) -> None:
    recorder = Recorder(answer(json=CUSTOMER))
    both.run(
        lambda c: c.governance.update_customer("c1", options={"deadline": 7}),
        handler=recorder,
        timeout=httpx2.Timeout(None, connect=2.0),
        **TOKEN,
    )
    timeout = recorder.request.extensions["timeout"]
    assert timeout["connect"] == 2.0
    assert 6 < timeout["read"] <= 7


def test_the_real_pause(both: Harness, server: ScriptedServer) -> None:
    server.script = [Reply(503, headers={"retry-after-ms": "100"}), OK]
    both.sleeps = True
    started = time.monotonic()
    both.run(put, base_url=server.url, **TOKEN)
    assert time.monotonic() - started >= 0.1


@pytest.mark.parametrize("again", [True, False])
def test_items_are_sent_again_where_they_can_be(both: Harness, again: bool) -> None:
    media = MediaType("application/jsonl", int, items=True)
    operation: Operation[None] = Operation(
        id="put", method="PUT", path="/", body=RequestBody(content=(media,))
    )
    recorder = Recorder(answer(503), answer(204))
    items = [1, 2] if again else iter([1, 2])

    def send(client: Any) -> Any:
        return client.exchange(operation, body=items)

    if again:
        both.run(send, handler=recorder)
    else:
        with pytest.raises(ServerError):
            both.run(send, handler=recorder)
    sent = [request.content for request in recorder.requests]
    assert sent == [b"1\n2\n"] * (2 if again else 1)
