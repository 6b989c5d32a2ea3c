"""The default answers of a package's mock, each written by the server and read by the
client, which takes nothing that breaks the schema. Nothing of apiloom is imported.
"""

from __future__ import annotations

import asyncio
import importlib
from collections import Counter
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import httpx2


class Answers:
    """The default answers of one package."""

    def __init__(self, package: str) -> None:
        self._package = package
        self.state = self._module("_runtime.testing.mock_state")
        self.counts: Counter[str] = Counter()

    def wrong(self) -> Iterator[tuple[str, Exception]]:
        """What the client does not take, and why; the others are counted."""
        testing = f"{self._package}.testing"
        for tag, handlers in self.state.places(testing).items():
            for handler in handlers:
                route = self.state.routes(testing, tag)[handler]
                for key in route.operation.responses:
                    try:
                        self.counts[self._judged(tag, route, key)] += 1
                    except Exception as error:  # noqa: BLE001 - told
                        yield f"{tag}.{handler} {key}", error

    def _judged(self, tag: str, route: Any, key: str) -> str:
        """How a response was judged: `fine`, or why it was not."""
        replies = self._module("_runtime.testing.example_replies")
        status = None
        if not key.isdigit():
            status = replies.usual_status(key, route.operation.responses)
        examples = replies.examples(f"{self._package}.testing", tag)
        example = examples.get(route.handler, {}).get(key, {})
        kind = replies.reply_class(route, key)
        try:
            reply = replies.example_reply(route, kind, status, example)
        except replies.NoExampleError:
            return "no example is known"
        encoder = self._module("_runtime.server.encode").ReplyEncoder
        scope = {"type": "http", "method": "GET", "path": "/", "headers": []}
        answer = encoder(route.operation, validate=True).encode(reply, scope)
        if answer.app is not None:
            body = asyncio.run(_sent(answer.app, scope))
            return "a stream" if body else "an empty stream"
        if answer.status // 100 in (2, 3):
            self._decode(route.operation, answer)
        return "fine"

    def _decode(self, operation: Any, answer: Any) -> None:
        decode = self._module("_runtime.decode")
        headers = httpx2.Headers(answer.headers)
        received = decode.Received(answer.status, headers, answer.body)
        decode.decode_success(operation, received, strict=True)

    def _module(self, path: str) -> ModuleType:
        return importlib.import_module(f"{self._package}.{path}")


async def _sent(app: Any, scope: dict[str, Any]) -> bytes:
    """What an ASGI application sends."""
    parts: list[bytes] = []

    async def receive() -> dict[str, Any]:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: dict[str, Any]) -> None:
        parts.append(message.get("body", b""))

    await app(scope, receive, send)
    return b"".join(parts)
