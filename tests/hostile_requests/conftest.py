"""A server whose handlers take whatever the document lets through, on a socket."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any, Final, TypeAlias

import pytest
import yaml

from tests.roundtrip.running import PATIENCE, serve
from tests.weaving import Woven, weave

Talk: TypeAlias = Callable[..., bytes]

_DOCUMENT: Final = Path(__file__).parent / "openapi.yaml"


@pytest.fixture(scope="session")
def address() -> Iterator[tuple[str, int]]:
    """Host and port of the server."""
    document = yaml.safe_load(_DOCUMENT.read_text("utf-8"))
    with weave(document) as woven, serve(_app(woven)) as url:
        host, port = url.removeprefix("http://").split(":")
        yield host, int(port)


@pytest.fixture
def talk(address: tuple[str, int]) -> Talk:
    """Sends pieces over a connection of its own; returns what comes until it ends."""

    def exchange(*pieces: bytes) -> bytes:
        with socket.create_connection(address, PATIENCE) as connection:
            for piece in pieces:
                connection.sendall(piece)
            received = b""
            while chunk := connection.recv(65536):
                received += chunk
            return received

    return exchange


@pytest.fixture(autouse=True)
def _nothing_is_logged_as_failed(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    assert [each.message for each in caplog.records if each.levelname == "ERROR"] == []


def request(method: str, target: str, *fields: str, body: bytes = b"") -> bytes:
    """The bytes of a request; with a body, and no other length, that of the body."""
    lines = [f"{method} {target} HTTP/1.1", "Host: x", *fields]
    names = {line.partition(":")[0].strip().lower() for line in fields}
    if body and not names & {"content-length", "transfer-encoding"}:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def last(method: str, target: str, *fields: str, body: bytes = b"") -> bytes:
    """The same, and no request after it on its connection."""
    return request(method, target, *fields, "Connection: close", body=body)


def statuses(received: bytes) -> list[int]:
    """The status of each response on a connection."""
    return [int(each[1:4]) for each in received.split(b"HTTP/1.1")[1:]]


def _app(woven: Woven) -> Any:
    server = woven.module("server")
    services = {}
    for tag in (
        "anything",
        "events",
        "forms",
        "items",
        "lines",
        "numbers",
        "shelves",
        "text",
    ):
        module = woven.module(f"server.{tag}")
        routes = next(v for k, v in vars(module).items() if k.endswith("_ROUTES"))
        base = next(v for k, v in vars(module).items() if k.endswith("Api"))
        methods = {each.handler: _handler(module, each) for each in routes}
        services[tag] = type("Service", (base,), methods)()
    return server.create_app(**services)


def _handler(module: Any, route: Any) -> Any:
    class_ = getattr(module, route.request.__qualname__.partition(".")[0])

    async def handle(_: Any, request: Any) -> Any:
        body = getattr(request, "body", None)
        if isinstance(body, AsyncIterator):
            return class_.Ok(len([item async for item in body]))
        if hasattr(class_, "NoContent"):
            return class_.NoContent()
        return class_.Ok(body)

    return handle
