"""Streams of OpenAPI 3.2 (`itemSchema`), over a real socket."""

from __future__ import annotations

import asyncio
import importlib
import json
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job
from tests.dialects.serving import Answer, handlers, package_of, served
from tests.roundtrip.running import TLS, Caller, Served

PACKAGE = "streams_32"
GATE = threading.Event()
"""Opened by a test to let the endless stream go on."""


def services(package: str) -> dict[str, Any]:
    """Handlers that send streams."""
    streams = importlib.import_module(f"{package}.server.streams")
    server = importlib.import_module(f"{package}.server")
    models = importlib.import_module(f"{package}.models")

    async def entries(count: int) -> AsyncIterator[Any]:
        for number in range(count):
            yield models.Entry(number=number, text="a\nb")
            if number:
                continue
            # The first is with the client before the second is made.
            await asyncio.to_thread(GATE.wait)

    async def breaking() -> AsyncIterator[Any]:
        yield models.Entry(number=1)
        raise RuntimeError("broken off")

    def lines(request: Any) -> Any:
        if request.count is None:
            return streams.ReadLines.NotFound(models.Point(x=1))
        if request.count < 0:
            return streams.ReadLines.Ok(breaking())
        headers = {"X-Count": request.count}
        return streams.ReadLines.Ok(entries(request.count), headers=headers)

    def events(_: Any) -> Any:
        item = models.ReadEventsResponse200Item
        return streams.ReadEvents.Ok(
            [item(data="one\ntwo", event="e", id="1", retry=5), item(data="")]
        )

    answers: dict[str, Answer] = {
        "read_lines": lines,
        "read_records": lambda request: streams.ReadRecords.Success(201, request.body),
        "read_events": events,
        "read_plain": lambda _: streams.ReadPlain.Ok("plain"),
    }
    security = server.Security(device=lambda token, operation: token)
    return {"streams": handlers(package, "streams", answers), "security": security}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    document = Path(__file__).parent / "only-3.2.yaml"
    with (
        package_of(document, tmp_path_factory.mktemp("streams"), PACKAGE),
        served(PACKAGE, services) as running,
    ):
        yield running


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def call(service: Served, request: pytest.FixtureRequest) -> Caller:
    return Caller(service, request.param, {"device": "token"})


def read(call: Caller, operation: str, *arguments: Any, **keywords: Any) -> list[Any]:
    """Every item of a stream."""
    module = call.served.module("client")
    settings = {"base_url": call.served.url, "max_retries": 0, "device": "token"}

    async def collected() -> list[Any]:
        async with (
            httpx2.AsyncClient(verify=TLS) as http,
            module.AsyncClient(http_client=http, **settings) as client,
        ):
            method = getattr(client.streams, operation)
            async with await method(*arguments, **keywords) as stream:
                return [item async for item in stream]

    if call.is_async:
        return asyncio.run(collected())
    with (
        httpx2.Client(verify=TLS) as http,
        module.Client(http_client=http, **settings) as client,
        getattr(client.streams, operation)(*arguments, **keywords) as stream,
    ):
        return list(stream)


def test_items_arrive_one_by_one(service: Served) -> None:
    GATE.clear()
    module = service.module("client")
    with (
        httpx2.Client(verify=TLS) as http,
        module.Client(base_url=service.url, device="t", http_client=http) as client,
    ):
        stream = client.streams.read_lines(count=3)
        assert (stream.status_code, stream.headers["x-count"]) == (200, "3")
        assert next(stream).number == 0
        GATE.set()
        assert [(entry.number, entry.text) for entry in stream] == [
            (1, "a\nb"),
            (2, "a\nb"),
        ]


def test_a_stream_that_is_closed_early(service: Served) -> None:
    GATE.set()
    module = service.module("client")
    with (
        httpx2.Client(verify=TLS) as http,
        module.Client(base_url=service.url, device="t", http_client=http) as client,
    ):
        with client.streams.read_lines(count=100_000_000) as stream:
            assert next(stream).number == 0
        reply = client.raw(client.streams.read_lines)(count=1)
        assert reply.status_code == 200
        assert [entry.number for entry in reply.data] == [0]


def test_lines(call: Caller) -> None:
    GATE.set()
    assert [entry.number for entry in read(call, "read_lines", count=2)] == [0, 1]
    assert read(call, "read_lines", count=0) == []


def test_records(call: Caller) -> None:
    points = [{"x": 1, "y": 2}, {"y": 3}]
    received = read(call, "read_records", points)
    assert [point.model_dump(exclude_unset=True) for point in received] == points


def test_events(call: Caller) -> None:
    one, two = read(call, "read_events")
    assert (one.data, one.event, one.id, one.retry) == ("one\ntwo", "e", "1", 5)
    assert two.model_dump(exclude_unset=True) == {"data": ""}


def test_beside_streams(call: Caller) -> None:
    assert call("streams.read_plain") == "plain"


def test_errors_are_raised_before_the_stream(call: Caller) -> None:
    errors = call.served.module("errors")
    with pytest.raises(errors.NotFoundError) as missing:
        read(call, "read_lines")
    assert missing.value.data.x == 1


def test_a_stream_that_breaks_off(call: Caller) -> None:
    errors = call.served.module("errors")
    with pytest.raises(errors.ConnectionFailed):
        read(call, "read_lines", count=-1)


def test_the_items_of_an_error_are_reported(tmp_path: Path) -> None:
    item = "{itemSchema: {type: object, properties: {a: {type: integer}}}}"
    document = tmp_path / "api.yaml"
    document.write_text(f"""
openapi: 3.2.0
info: {{title: t, version: "1"}}
paths:
  /x:
    post:
      operationId: x
      requestBody: {{content: {{application/jsonl: {item}}}}}
      responses:
        "200":
          description: d
          content:
            text/event-stream: {item}
            application/json: {{schema: {{type: string}}}}
        default: {{description: d, content: {{application/jsonl: {item}}}}}
""")
    outcome = generate(Job(document, tmp_path / "mixed"))
    assert outcome.exit_code == 0
    codes = [item.code for item in outcome.diagnostics]
    assert codes == ["items-not-streamed"]
    written = (tmp_path / "mixed" / "operations" / "x.py").read_text()
    assert "-> Stream[XResponse200Item]: ..." in written
    assert "body: Iterable[" in written
    names = json.loads((tmp_path / "mixed" / "manifest.json").read_text())["names"]
    assert {name.rpartition(":")[2] for name in names.values()} == {
        "XBodyItem",
        "XResponse200Item",
        "XResponseDefaultItem",
    }
