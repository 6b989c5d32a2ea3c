"""Request bodies of many items (`itemSchema`), over a real socket."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest

from tests.weaving import Woven, document, weave

from .echo import ECHO
from .running import TLS, Caller, Served, serve

ENTRY: Any = {
    "type": "object",
    "required": ["number"],
    "properties": {"number": {"type": "integer", "minimum": 0}, "text-": {}},
}
EVENT: Any = {
    "type": "object",
    "properties": {"data": {"type": "string"}, "retry": {"type": "integer"}},
}
LINES = {"application/jsonl": {"itemSchema": {"$ref": "#/components/schemas/Entry"}}}
RECORDS = {"application/json-seq": {"itemSchema": {"type": "integer"}}}
EVENTS = {"text/event-stream": {"itemSchema": EVENT}}
WHOLE = {"application/json": {"schema": {"$ref": "#/components/schemas/Entry"}}}
LIMIT = 1000


def _operation(name: str, content: Any, *, required: bool = True) -> Any:
    body = {"required": required, "content": content}
    return {
        "operationId": name,
        "tags": ["default"],
        "requestBody": body,
        "responses": ECHO,
    }


BACK = {"200": {"description": "", "content": LINES}}
PATHS: Any = {
    "/lines": {
        "post": _operation("lines", LINES),
        "put": _operation("early", LINES),
        "patch": {**_operation("back", LINES), "responses": BACK},
    },
    "/records": {"post": _operation("records", RECORDS, required=False)},
    "/events": {"post": _operation("events", EVENTS)},
    "/either": {"post": _operation("either", {**LINES, **WHOLE})},
}


@dataclass
class Running:
    """The service, and what its handler has seen so far."""

    woven: Woven
    served: Served
    seen: list[Any]
    first: threading.Event


async def _collected(running: Running, items: AsyncIterator[Any]) -> list[Any]:
    found: list[Any] = []
    async for item in items:
        running.seen.append(item)
        running.first.set()
        plain = hasattr(item, "model_dump")
        found.append(item.model_dump(exclude_unset=True) if plain else item)
    return found


def _handlers(running: Running) -> Any:
    module = running.woven.module("server.default")

    class Api(module.DefaultApi):  # type: ignore[misc, name-defined]
        async def lines(self, request: Any, /) -> Any:
            return module.Lines.Ok(await _collected(running, request.body))

        async def records(self, request: Any, /) -> Any:
            body = request.body
            found = None if body is None else await _collected(running, body)
            return module.Records.Ok(found)

        async def events(self, request: Any, /) -> Any:
            return module.Events.Ok(await _collected(running, request.body))

        async def early(self, request: Any, /) -> Any:
            return module.Early.Ok((await anext(request.body)).number)

        async def back(self, request: Any, /) -> Any:
            return module.Back.Ok(item async for item in request.body)

        async def either(self, request: Any, /) -> Any:
            if isinstance(request.body, AsyncIterator):
                return module.Either.Ok(await _collected(running, request.body))
            return module.Either.Ok(request.body.number)

    return Api()


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    whole = document("3.2.0", paths=PATHS, schemas={"Entry": ENTRY})
    with weave(whole) as woven:
        found = Running(woven, Served(woven.name, "", []), [], threading.Event())
        app = woven.module("server").create_app(
            default=_handlers(found), max_body_size=LIMIT
        )
        with serve(app) as url:
            found.served = Served(woven.name, url, [])
            yield found


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def call(running: Running, request: pytest.FixtureRequest) -> Caller:
    running.seen.clear()
    running.first.clear()
    return Caller(running.served, request.param)


@pytest.fixture
def http(running: Running) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=running.served.url, verify=TLS) as client:
        yield client


def test_a_list(call: Caller, running: Running) -> None:
    entry = running.woven.models.Entry
    sent = [{"number": 1}, entry(number=2, text_={"a": None})]
    expected = [{"number": 1}, {"number": 2, "text_": {"a": None}}]
    assert call("default.lines", sent) == expected
    assert all(isinstance(each, entry) for each in running.seen)
    assert call("default.lines", []) == []
    assert call("default.records", body=[1, 2, 3]) == [1, 2, 3]
    assert call("default.records") is None
    events = [{"data": "a\nb", "retry": 5}, {"data": ""}]
    assert call("default.events", events) == events


def test_a_generator_is_read_as_it_goes(call: Caller, running: Running) -> None:
    def entries() -> Iterator[Any]:
        yield {"number": 0}
        assert running.first.wait(10), "the server had to have it before the second"
        yield from ({"number": number} for number in range(1, 500))

    found = call("default.lines", entries())
    assert [each["number"] for each in found] == list(range(500))


def test_asynchronous_items(running: Running) -> None:
    async def entries() -> AsyncIterator[Any]:
        yield 1
        await asyncio.sleep(0)
        yield 2

    assert Caller(running.served, True)("default.records", body=entries()) == [1, 2]
    with pytest.raises(TypeError, match="a sync client does not send"):
        Caller(running.served, False)("default.records", body=entries())


def test_what_breaks_the_schema_is_not_sent(call: Caller, running: Running) -> None:
    refused = running.woven.module("errors").RequestValidationError
    wrong: list[Any] = [{"number": 1}, {"number": -1}]
    for items in (wrong, iter(wrong)):
        with pytest.raises(refused, match="lines: body: item 1: number: Input"):
            call("default.lines", items)
    for one in ("text", b"bytes", {"number": 1}, 5):
        with pytest.raises(refused, match="body of application/jsonl is made of items"):
            call("default.lines", one)
    with pytest.raises(refused, match="events: body: item 0: a field of"):
        call("default.events", [{"data": "a\rb"}])


def test_an_iterable_that_fails(call: Caller) -> None:
    def entries() -> Iterator[Any]:
        yield {"number": 1}
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        call("default.lines", entries())


def test_a_handler_that_does_not_wait_for_the_end(call: Caller) -> None:
    assert call("default.early", [{"number": n} for n in range(7, 2000)]) == 7
    assert call("default.lines", [{"number": 1}]) == [{"number": 1}]


def test_a_stream_for_a_stream(http: httpx2.Client) -> None:
    def entries() -> Iterator[bytes]:
        for number in range(300):
            yield b'{"number": %d}\n' % number

    headers = {"content-type": "application/jsonl"}
    with http.stream("PATCH", "/lines", content=entries(), headers=headers) as reply:
        found = [json.loads(line)["number"] for line in reply.iter_lines()]
    assert found == list(range(300))


def test_either_kind_of_body(http: httpx2.Client, call: Caller) -> None:
    assert call("default.either", number=3) == 3
    headers = {"content-type": "application/jsonl"}
    answer = http.post("/either", content=b'{"number":1}\n', headers=headers)
    assert answer.json() == [{"number": 1}]
    items = [{"number": 1}, {"number": 2}]
    assert call("default.either", items, content_type="application/jsonl") == items


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        (b'{"number": 1}\n{"number": "x"}\n', 400, "/1/number"),
        (b"{}\n", 400, "/0/number"),
        (b'{"number": 1}\n{"number"\n', 400, "/1"),
        (b'{"number": NaN}\n', 400, "/0"),
        (b'{"number": 1, "text-": "%s"}\n' % (b"x" * LIMIT), 413, None),
        (b"x" * 2 * LIMIT, 413, None),
    ],
)
def test_server_refuses(
    http: httpx2.Client, body: bytes, status: int, pointer: str | None
) -> None:
    headers = {"content-type": "application/jsonl"}
    answer = http.post("/lines", content=body, headers=headers)
    assert answer.status_code == status
    errors = answer.json().get("errors", [])
    assert [each["pointer"] for each in errors] == ([pointer] if pointer else [])
    assert http.post("/lines", content=b"", headers=headers).json() == []
    assert http.post("/lines", content=b"1\n").status_code == 415


def test_nothing_is_reported(running: Running) -> None:
    assert running.woven.warnings == []
