"""Functions around each attempt: what they see, change and answer."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from apiloom.runtime.middleware import Attempt

from .harness import Harness, Recorder, answer
from .sample import errors
from .scripted_server import Reply, ScriptedServer

CUSTOMER = {"id": "c1", "name": "Acme"}
TOKEN: dict[str, Any] = {"management_bearer_auth": "s3cr3t"}
Step = Callable[[Attempt, Callable[[], httpx2.Response]], httpx2.Response]
"""What middleware does, given what sends: the same for both clients."""


def middleware(both: Harness, step: Any) -> Any:
    """Middleware for the client of this kind, of a generator that yields to send."""

    def sync(attempt: Any, send: Any) -> Any:
        course = step(attempt)
        try:
            next(course)
            course.send(send(attempt))
        except StopIteration as end:
            return end.value
        raise AssertionError("it did not return")

    async def asynchronous(attempt: Any, send: Any) -> Any:
        course = step(attempt)
        try:
            next(course)
            course.send(await send(attempt))
        except StopIteration as end:
            return end.value
        raise AssertionError("it did not return")

    return sync if both.mode == "sync" else asynchronous


def put(client: Any, **options: Any) -> Any:
    return client.governance.update_customer("c1", name="Acme", options=options)


def test_it_sees_every_attempt_and_its_answer(both: Harness) -> None:
    seen: list[Any] = []

    def watch(attempt: Attempt) -> Any:
        response = yield
        seen.append((attempt.number, response.status_code))
        assert attempt.request.headers["authorization"] == "Bearer s3cr3t"
        assert (attempt.method, attempt.path) == ("PUT", "/customers/{customer_id}")
        assert (attempt.operation_id, attempt.tag) == ("updateCustomer", "Governance")
        return response

    recorder = Recorder(answer(503), answer(json=CUSTOMER))
    chain = [middleware(both, watch)]
    result = both.run(put, handler=recorder, middleware=chain, **TOKEN)
    assert result.name == "Acme"
    assert seen == [(1, 503), (2, 200)]
    assert len(recorder.requests) == 2


def test_the_first_is_outermost(both: Harness) -> None:
    order: list[str] = []

    def named(name: str) -> Any:
        def step(attempt: Attempt) -> Any:
            order.append(f"{name} in")
            attempt.request.headers["x-way"] = (
                attempt.request.headers.get("x-way", "") + name
            )
            response = yield
            order.append(f"{name} out")
            return response

        return middleware(both, step)

    recorder = Recorder(answer(json=CUSTOMER))
    both.run(put, handler=recorder, middleware=[named("a"), named("b")], **TOKEN)
    assert order == ["a in", "b in", "b out", "a out"]
    assert recorder.request.headers["x-way"] == "ab"


def test_it_may_answer_itself(both: Harness) -> None:
    def cached(attempt: Attempt) -> Any:
        if attempt.number == 1:
            return httpx2.Response(200, json=CUSTOMER, headers={"x-from": "cache"})
        return (yield)

    def use(client: Any) -> Any:
        return client.raw(client.governance.update_customer)("c1", name="x")

    recorder = Recorder()
    chain = [middleware(both, cached)]
    raw = both.run(use, handler=recorder, middleware=chain, **TOKEN)
    assert (raw.data.name, raw.headers["x-from"]) == ("Acme", "cache")
    assert recorder.requests == []


def test_its_own_answer_is_judged_as_any(both: Harness) -> None:
    def refuse(attempt: Attempt) -> Any:
        if attempt.number == 1:
            return httpx2.Response(404, json={"message": "no"})
        return (yield)

    with pytest.raises(errors.NotFoundError):
        both.run(put, middleware=[middleware(both, refuse)], **TOKEN)


def test_a_broken_connection_of_its_own_is_another_attempt(both: Harness) -> None:
    def broken_once(attempt: Attempt) -> Any:
        response = yield
        if attempt.number == 1:
            raise httpx2.ReadError("torn")
        return response

    recorder = Recorder(answer(json=CUSTOMER))
    chain = [middleware(both, broken_once)]
    assert both.run(put, handler=recorder, middleware=chain, **TOKEN).name == "Acme"
    assert len(recorder.requests) == 2


def test_what_else_it_raises_is_the_callers(both: Harness) -> None:
    def refuse(attempt: Attempt) -> Any:
        yield
        raise PermissionError("not today")

    recorder = Recorder(answer(json=CUSTOMER))
    with pytest.raises(PermissionError, match="not today"):
        both.run(put, handler=recorder, middleware=[middleware(both, refuse)], **TOKEN)
    assert len(recorder.requests) == 1


def test_what_is_no_response_is_refused(both: Harness) -> None:
    def forgotten(attempt: Attempt) -> Any:
        yield

    recorder = Recorder(answer(json=CUSTOMER))
    chain = [middleware(both, forgotten)]
    with pytest.raises(TypeError, match="returned NoneType"):
        both.run(put, handler=recorder, middleware=chain, **TOKEN)


def test_connections_are_given_back(both: Harness, server: ScriptedServer) -> None:
    """Those of responses that middleware has put others in the place of."""

    def replace(attempt: Attempt) -> Any:
        yield
        return httpx2.Response(200, json=CUSTOMER)

    server.script = [Reply(200, b"unread " * 1000)] * 3
    limits = httpx2.Limits(max_connections=1)
    chain = [middleware(both, replace)]

    def use(client: Any) -> Any:
        if both.mode == "sync":
            return [put(client).name for _ in range(3)]

        async def run() -> Any:
            return [(await put(client)).name for _ in range(3)]

        return run()

    settings = {"limits": limits, "timeout": 5}
    names = both.run_over(settings, use, server.url, middleware=chain, **TOKEN)
    assert names == ["Acme"] * 3
    assert len(server.requests) == 3


def test_with_options_has_others(both: Harness) -> None:
    count: list[int] = []

    def counted(attempt: Attempt) -> Any:
        count.append(attempt.number)
        return (yield)

    def use(client: Any) -> Any:
        chain = [middleware(both, counted)]
        return put(client.with_options(middleware=chain))

    both.run(use, handler=Recorder(answer(json=CUSTOMER)), **TOKEN)
    assert count == [1]


def test_client_level_query(both: Harness) -> None:
    recorder = Recorder(answer(json=CUSTOMER))
    query = {"api-version": "2024", "tags": ["a", "b"]}
    both.run(put, handler=recorder, query=query, **TOKEN)
    assert recorder.request.url.query == b"api-version=2024&tags=a&tags=b"


def test_an_argument_of_one_name_goes_before(both: Harness) -> None:
    recorder = Recorder(answer(json=CUSTOMER))

    def use(client: Any) -> Any:
        other = client.with_options(query={"b": "client"})
        return put(other, query={"a": "call"})

    both.run(use, handler=recorder, query={"a": "first"}, **TOKEN)
    assert recorder.request.url.query == b"b=client&a=call"


def test_it_is_no_business_of_another_origin(both: Harness) -> None:
    recorder = Recorder(answer(json=CUSTOMER))
    http = both.http_client(recorder, params={"theirs": "s3cr3t"})
    options = {"base_url": "http://other.test", "headers": {"authorization": "own"}}
    arguments = {"http_client": http, "query": {"key": "s3cr3t"}, **TOKEN}
    both.run(lambda client: put(client, **options), **arguments)
    assert recorder.request.url == "http://other.test/customers/c1"
    assert recorder.request.headers["authorization"] == "own"


def test_its_values_are_not_shown(both: Harness) -> None:
    recorder = Recorder(answer(json=CUSTOMER))
    both.run(put, handler=recorder, query={"key": "s3cr3t"}, **TOKEN)
    assert str(recorder.request.url).endswith("?key=[secure]")
    assert "s3cr3t" in recorder.request.url.query.decode()


def test_completion_shows_what_programs_use(both: Harness) -> None:
    def use(client: Any) -> Any:
        shown = {name for name in dir(client) if name[:1] != "_"}
        closes = "close" if both.mode == "sync" else "aclose"
        makes = {"follow", "paginate", "raw", "stream", "with_options"}
        assert shown == {closes, "governance", *makes}
        methods = {name for name in dir(client.governance) if name[:1] != "_"}
        assert all(inspect.ismethod(getattr(client.governance, n)) for n in methods)
        assert {"update_customer", "delete_customer"} <= methods
        assert "raw_twin" not in methods
        assert not [name for name in dir(client) if name[:1] == "_" != name[1:2]]

    if both.mode == "sync":
        both.run(use)
    else:

        async def nothing() -> None: ...

        both.run(lambda client: (use(client), nothing())[1])
