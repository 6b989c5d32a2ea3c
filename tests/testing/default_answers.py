"""What a mock answers by default, for every response of a package.

    python -m tests.testing.default_answers DOCUMENT...

Each answer is written by the server and read by the client, which takes nothing that
breaks the schema. What differs is printed, with the number of answers of each document.
"""

from __future__ import annotations

import asyncio
import importlib
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx2

from apiloom.core.exit_codes import FINE
from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job


class Answers:
    """The default answers of one package."""

    def __init__(self, package: str) -> None:
        self._package = package
        self.state = self._module("_runtime.testing.mock_state")
        self.counts: Counter[str] = Counter()

    def wrong(self) -> Iterator[str]:
        """What the client does not take, and why; the others are counted."""
        testing = f"{self._package}.testing"
        for tag, handlers in self.state.places(testing).items():
            for handler in handlers:
                route = self.state.routes(testing, tag)[handler]
                for key in route.operation.responses:
                    try:
                        self.counts[self._judged(tag, route, key)] += 1
                    except Exception as error:  # noqa: BLE001 - told
                        reason = f"{type(error).__name__}: {str(error)[:300]}"
                        yield f"{tag}.{handler} {key}: {reason}"

    def _judged(self, tag: str, route: Any, key: str) -> str:
        """How a response was judged: `fine`, or why it was not."""
        replies = self._module("_runtime.testing.example_replies")
        status = None
        if not key.isdigit():
            # What a default is for is none of those that have a response of their own.
            is_only = not any(each[0] == "2" for each in route.operation.responses)
            plain = 200 if is_only else 599
            status = plain if key == "default" else int(key[0]) * 100
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


def main(documents: list[str]) -> int:
    """Judge the answers of documents; 1 where one of them is not as it should be."""
    failed = 0
    for number, document in enumerate(documents):
        with tempfile.TemporaryDirectory() as folder:
            package = Path(folder) / f"answering_{number}"
            outcome = generate(Job(Path(document), package))
            if outcome.exit_code != FINE:
                _tell(f"{document}: not generated")
                continue
            sys.path.insert(0, folder)
            answers = Answers(package.name)
            wrong = [*answers.wrong()]
            sys.path.remove(folder)
        failed += bool(wrong)
        _tell(f"{document}: {len(wrong)} wrong, {dict(answers.counts)}")
        for each in wrong:
            _tell(f"  {each}")
    return int(failed > 0)


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
