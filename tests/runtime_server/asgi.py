"""Calling an ASGI application without a server."""

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp, Message, Scope


@dataclass(frozen=True)
class Result:
    """What the application sent."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    def header(self, name: str) -> str | None:
        found = [value for key, value in self.headers if key == name]
        assert len(found) < 2, found
        return found[0] if found else None


def call(
    app: ASGIApp,
    method: str,
    target: str,
    *,
    headers: Iterable[tuple[str, str]] = (),
    body: bytes | Iterable[bytes] = b"",
    root_path: str = "",
    disconnect: bool = False,
) -> Result:
    """Send one request; fails where the application sends nothing."""
    sent = messages(
        app,
        method,
        target,
        headers=headers,
        body=body,
        root_path=root_path,
        disconnect=disconnect,
    )
    start, *rest = sent
    assert start["type"] == "http.response.start"
    return Result(
        start["status"],
        [(k.decode("latin-1"), v.decode("latin-1")) for k, v in start["headers"]],
        b"".join(message["body"] for message in rest),
    )


def messages(
    app: ASGIApp,
    method: str,
    target: str,
    *,
    headers: Iterable[tuple[str, str]] = (),
    body: bytes | Iterable[bytes] = b"",
    root_path: str = "",
    disconnect: bool = False,
) -> list[Message]:
    """Send one request and return all messages that the application sent."""
    chunks = [body] if isinstance(body, bytes) else list(body)
    incoming = [
        {"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks
    ]
    if disconnect:
        incoming.append({"type": "http.disconnect"})
    else:
        incoming[-1]["more_body"] = False
    sent: list[Message] = []

    async def receive() -> Message:
        return incoming.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(_run(app, _scope(method, target, headers, root_path), receive, send))
    return sent


async def _run(app: ASGIApp, scope: Scope, receive: Any, send: Any) -> None:
    await app(scope, receive, send)


def _scope(
    method: str, target: str, headers: Iterable[tuple[str, str]], root_path: str
) -> Scope:
    from urllib.parse import unquote

    raw_path, _, query = target.partition("?")
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "server": ("testserver", 80),
        "client": ("testclient", 1),
        "path": unquote(raw_path),
        "raw_path": raw_path.encode("latin-1"),
        "query_string": query.encode("latin-1"),
        "root_path": root_path,
        "headers": [
            (key.lower().encode("latin-1"), value.encode("utf-8"))
            for key, value in headers
        ],
    }
