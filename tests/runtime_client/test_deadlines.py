"""A deadline bounds the whole call, over real sockets that drip or say nothing."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from typing import Any

import anyio
import pytest

from apiloom.runtime.operation import MediaType, Operation, Response
from apiloom.runtime.stream_resources import AsyncStreams, SyncStreams

from .harness import Harness
from .sample import AsyncClient, Client, errors
from .talking_server import Connection, ok, raw_server

BACKENDS = ["asyncio", *(["trio"] if find_spec("trio") else [])]
LATE = r"updateCustomer .* the deadline has passed"
STREAM_LATE = r"follow .* the deadline has passed"
FAR_TOO_LATE = 3.0
"""Seconds: what drips would take ten times as long, and more."""


def put(client: Any, deadline: float = 0.4) -> Any:
    return client.governance.update_customer("c1", options={"deadline": deadline})


@contextmanager
def in_time() -> Iterator[None]:
    started = time.monotonic()
    yield
    assert 0.3 < time.monotonic() - started < FAR_TOO_LATE


def drip_headers(connection: Connection) -> None:
    connection.send(b"HTTP/1.1 200 OK\r\n")
    connection.drip(b"x-slow: " + b"a" * 300, 0.1)


def drip_status(connection: Connection) -> None:
    connection.drip(ok(), 0.1)


def drip_body(connection: Connection) -> None:
    head, _, body = ok(b'{"id":"' + b"a" * 300 + b'"}').partition(b"\r\n\r\n")
    connection.send(head + b"\r\n\r\n")
    connection.drip(body, 0.1)


def drip_an_error(connection: Connection) -> None:
    connection.send(b"HTTP/1.1 404 Not Found\r\ncontent-length: 300\r\n\r\n")
    connection.drip(b"a" * 300, 0.1)


def say_nothing(connection: Connection) -> None:
    connection.stopped.wait(30)


@pytest.mark.parametrize(
    "answer", [drip_status, drip_headers, drip_body, drip_an_error, say_nothing]
)
@pytest.mark.parametrize("own", [True, False], ids=["ours", "given"])
def test_what_drips(both: Harness, answer: Any, own: bool) -> None:
    with raw_server(answer) as server, in_time():
        arguments: dict[str, Any] = {"management_bearer_auth": "t"}
        run: Any = both.run
        if own:
            arguments["base_url"] = server.url
        else:
            run = partial(both.run_over, {"timeout": 30}, url=server.url)
        with pytest.raises(errors.RequestTimeout, match=LATE):
            run(use=put, **arguments)


def test_a_connection_that_was_opened_without_a_deadline(both: Harness) -> None:
    answers = iter([lambda c: c.send(ok()), drip_headers])

    def use(client: Any) -> Any:
        if both.mode == "sync":
            client.governance.update_customer("c1")
            return put(client)

        async def calls() -> Any:
            await client.governance.update_customer("c1")
            return await put(client)

        return calls()

    def serve(connection: Connection) -> None:
        next(answers)(connection)

    with raw_server(serve) as server:
        with in_time(), pytest.raises(errors.RequestTimeout, match=LATE):
            both.run(use, base_url=server.url, management_bearer_auth="t")
        assert server.connections == 1


def test_an_upload_that_is_read_slowly(both: Harness) -> None:
    """The server reads nothing: what the kernel does not take waits."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        with in_time(), pytest.raises(errors.RequestTimeout, match="the deadline"):
            both.run(
                lambda c: c.governance.update_customer(
                    "c1", name="n" * 40_000_000, options={"deadline": 0.8}
                ),
                base_url=f"http://127.0.0.1:{listener.getsockname()[1]}",
                management_bearer_auth="t",
            )


def test_attempts_and_pauses_count(both: Harness) -> None:
    both.sleeps = True
    busy = b"HTTP/1.1 503 Busy\r\nretry-after-ms: 150\r\ncontent-length: 0\r\n\r\n"
    with raw_server(lambda connection: connection.send(busy)) as server:
        started = time.monotonic()
        with pytest.raises(errors.ServerError):
            both.run(
                put, base_url=server.url, management_bearer_auth="t", max_retries=50
            )
        assert time.monotonic() - started < FAR_TOO_LATE
        assert 2 <= len(server.requests) <= 4


@pytest.mark.parametrize("backend", BACKENDS)
def test_every_event_loop_cancels(backend: str) -> None:
    async def use(url: str) -> None:
        async with AsyncClient(base_url=url, management_bearer_auth="t") as client:
            await put(client)

    with (
        raw_server(drip_headers) as server,
        in_time(),
        pytest.raises(errors.RequestTimeout, match=LATE),
    ):
        anyio.run(use, server.url, backend=backend)


def test_a_call_in_time_is_not_disturbed(both: Harness) -> None:
    with raw_server(lambda connection: connection.send(ok())) as server:
        customer = both.run(
            lambda client: put(client, 20.0),
            base_url=server.url,
            management_bearer_auth="t",
        )
        assert customer.name == "Acme"


LINES: Operation[Any] = Operation(
    id="follow",
    method="GET",
    path="/log",
    responses={
        "200": Response(content=(MediaType("application/jsonl", Any, items=True),))
    },
)
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/jsonl\r\n"


class Logs(SyncStreams):
    def follow(self, deadline: float) -> Any:
        return self._stream(LINES, options={"deadline": deadline})


class AsyncLogs(AsyncStreams):
    async def follow(self, deadline: float) -> Any:
        return await self._stream(LINES, options={"deadline": deadline})


def drip_lines(connection: Connection) -> None:
    connection.send(HEAD + b"transfer-encoding: chunked\r\n\r\n")
    for number in range(300):
        if connection.stopped.wait(0.1):
            return
        connection.send(b"2\r\n%d\n\r\n" % (number % 10))


def drip_one_line(connection: Connection) -> None:
    connection.send(HEAD + b"content-length: 1000\r\n\r\n1\n2\n")
    connection.drip(b"3" * 300, 0.1)


@pytest.mark.parametrize("answer", [drip_lines, drip_one_line])
def test_streams(answer: Any) -> None:
    got: list[Any] = []

    def read(client: Client) -> None:
        for item in Logs(client).follow(0.5):
            got.append(item)  # noqa: PERF402 - it does not come to its end

    with (
        raw_server(answer) as server,
        Client(base_url=server.url) as client,
        in_time(),
        pytest.raises(errors.RequestTimeout, match=STREAM_LATE),
    ):
        read(client)
    assert 2 <= len(got) <= 6


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("answer", [drip_lines, drip_one_line])
def test_async_streams(answer: Any, backend: str) -> None:
    got: list[Any] = []

    async def use(url: str) -> None:
        async with AsyncClient(base_url=url) as client:
            async for item in await AsyncLogs(client).follow(0.5):
                got.append(item)  # noqa: PERF401 - it does not come to its end

    with (
        raw_server(answer) as server,
        in_time(),
        pytest.raises(errors.RequestTimeout, match=STREAM_LATE),
    ):
        anyio.run(use, server.url, backend=backend)
    assert 2 <= len(got) <= 6
