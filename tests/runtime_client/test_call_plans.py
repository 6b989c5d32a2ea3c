"""What calls have in common is found out once, and anew where it has changed."""

import gc
import weakref
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import httpx2
import pytest

from apiloom.runtime import decode
from apiloom.runtime.body import Body
from apiloom.runtime.call_plan import CallPlan
from apiloom.runtime.configuration import Target
from apiloom.runtime.parameters import Arguments
from apiloom.runtime.request import Outgoing, build_request

from .harness import Harness, Recorder, answer

CUSTOMER = {"id": "c1", "name": "Acme"}
TOKEN: dict[str, Any] = {"management_bearer_auth": "s3cr3t"}


def put(client: Any, **options: Any) -> Any:
    return client.governance.update_customer("c1", name="Acme", options=options)


def between(both: Harness, change: Callable[[Any], object]) -> list[httpx2.Request]:
    """The requests of two calls, of which the HTTP client is changed between them."""
    recorder = Recorder(answer(json=CUSTOMER))
    http = both.http_client(recorder, headers={"x-kept": "1"})

    def sync(client: Any) -> None:
        put(client)
        change(http)
        put(client)

    async def awaited(client: Any) -> None:
        await put(client)
        change(http)
        await put(client)

    both.run(sync if both.mode == "sync" else awaited, http_client=http, **TOKEN)
    return recorder.requests


def test_header_fields_of_the_http_client_may_change(both: Harness) -> None:
    first, second = between(both, lambda http: http.headers.update({"x-new": "2"}))
    assert "x-new" not in first.headers
    assert second.headers["x-new"] == "2"
    assert second.headers["x-kept"] == "1"
    first, second = between(both, lambda http: setattr(http, "headers", {}))
    assert first.headers["x-kept"] == "1"
    assert "x-kept" not in second.headers


def test_who_is_calling_may_change(both: Harness) -> None:
    first, second = between(
        both, lambda http: http.headers.update({"authorization": "Bearer by-hand"})
    )
    assert first.headers["authorization"] == "Bearer s3cr3t"
    assert second.headers["authorization"] == "Bearer by-hand"


def test_cookies_and_parameters_may_change(both: Harness) -> None:
    def change(http: Any) -> None:
        http.cookies.set("a", "b", domain="api.test")
        http.params = {"c": "d"}

    first, second = between(both, change)
    assert "cookie" not in first.headers
    assert not first.url.query
    assert second.headers["cookie"] == "a=b"
    assert second.url.query == b"c=d"


def test_one_call_by_hand_leaves_the_others_alone(both: Harness) -> None:
    recorder = Recorder(answer(json=CUSTOMER))
    http = both.http_client(recorder)
    options: tuple[dict[str, Any], ...] = (
        {},
        {"headers": {"authorization": "Bearer mine", "x-one": "1"}},
        {"headers": {"authorization": "Bearer mine"}, "base_url": "http://other.test"},
        {},
    )

    def sync(client: Any) -> None:
        for each in options:
            put(client, **each)

    async def awaited(client: Any) -> None:
        for each in options:
            await put(client, **each)

    both.run(sync if both.mode == "sync" else awaited, http_client=http, **TOKEN)
    sent = [request.headers["authorization"] for request in recorder.requests]
    assert sent == ["Bearer s3cr3t", "Bearer mine", "Bearer mine", "Bearer s3cr3t"]
    first, second, third, fourth = recorder.requests
    assert second.headers["x-one"] == "1"
    assert third.url.host == third.headers["host"] == "other.test"
    assert fourth.headers.raw == first.headers.raw
    assert fourth.url == first.url


def test_a_copy_of_a_client_has_its_own(both: Harness) -> None:
    recorder = Recorder(answer(json=CUSTOMER))
    http = both.http_client(recorder)

    def others(client: Any) -> Iterator[Any]:
        yield client
        yield client.with_options(management_bearer_auth="other")
        yield client.with_options(headers={"user-agent": "mine"})
        yield client.with_options(base_url="http://other.test")
        yield client

    def sync(client: Any) -> None:
        for each in others(client):
            put(each)

    async def awaited(client: Any) -> None:
        for each in others(client):
            await put(each)

    both.run(sync if both.mode == "sync" else awaited, http_client=http, **TOKEN)
    first, second, third, fourth, fifth = recorder.requests
    assert second.headers["authorization"] == "Bearer other"
    assert third.headers["user-agent"] == "mine"
    assert fourth.url.host == fourth.headers["host"] == "other.test"
    assert first.headers.raw == fifth.headers.raw


FIELDS: tuple[dict[str, str], ...] = (
    {},
    {"x-one": "1"},
    {"host": "virtual.test"},
    {"content-length": "3"},
    {"transfer-encoding": "chunked"},
    {"user-agent": "mine", "accept": "text/plain"},
)


@pytest.mark.parametrize("method", ["GET", "put", "POST", "DELETE", "QUERY"])
@pytest.mark.parametrize("content", [None, b"", b"abc"])
def test_a_request_is_what_httpx2_makes_of_it(
    method: str, content: bytes | None
) -> None:
    for theirs, own in product(FIELDS, FIELDS):
        http = httpx2.Client(headers=theirs)
        plan = CallPlan(
            target=Target("http://api.test:8080/v1"),
            defaults={"user-agent": "ours", "accept": "*/*"},
            theirs=http.headers.raw,
        )
        body = None if content is None else Body(content, "text/plain")
        outgoing = Outgoing(method, Arguments("/a", [("b", "c")]), body, own)
        made = build_request(http, plan, outgoing, {"read": 1.0})
        sent = {**plan.defaults, **({"content-type": "text/plain"} if body else {})}
        sent.update(own)
        others = [
            each for each in http.headers.raw if each[0].decode().lower() not in sent
        ]
        expected = httpx2.Request(
            method,
            "http://api.test:8080/v1/a?b=c",
            content=content,
            headers=[*others, *((n.encode(), v.encode()) for n, v in sent.items())],
            extensions={"timeout": {"read": 1.0}},
        )
        assert made.headers.raw == expected.headers.raw
        assert (made.method, made.url) == (expected.method, expected.url)
        assert (made.content, made.extensions) == (
            expected.content,
            expected.extensions,
        )


def test_a_long_content_type_is_read_and_not_remembered(both: Harness) -> None:
    """It may be another one each time, made to fill memory."""
    before = decode._found.cache_info().currsize
    for number in range(3):
        handler = Recorder(
            answer(
                json=CUSTOMER,
                content_type=f"application/json; x={'y' * 5000}{number}",
            )
        )
        assert both.run(put, handler=handler, **TOKEN).name == "Acme"
    assert decode._found.cache_info().currsize == before


def test_what_a_call_received_is_freed_at_once(both: Harness) -> None:
    """Nothing that a call leaves behind is part of a circle."""

    def sync(client: Any) -> None:
        put(client)
        received = weakref.ref(put(client))
        assert received() is None

    async def awaited(client: Any) -> None:
        await put(client)
        received = weakref.ref(await put(client))
        assert received() is None

    gc.collect()
    gc.disable()
    try:
        handler = Recorder(answer(json=CUSTOMER))
        both.run(sync if both.mode == "sync" else awaited, handler=handler, **TOKEN)
    finally:
        gc.enable()
