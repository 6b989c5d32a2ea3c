"""The server of `apiloom mock`: a mocked API over HTTP, as slow and as broken as asked.

What it is made of (Starlette, uvicorn) are no dependencies of apiloom itself.
"""

from __future__ import annotations

import importlib
import json
import socket
import sys
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Final

import anyio
import uvicorn
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PROBLEM: Final = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How requests are answered; `latency` in milliseconds."""

    latency: int = 0
    fault_rate: float = 0.0
    fault_status: int = 503
    seed: int | None = None
    stateful: bool = False
    cors: bool = False


@dataclass(slots=True)
class MockServer:
    """Serves the package that it was told of last."""

    behaviour: Behaviour
    _testing: Any = None
    _api: Any = None
    _random: Random = field(init=False)

    def __post_init__(self) -> None:
        self._random = Random(self.behaviour.seed)  # noqa: S311 - nothing is secret

    def use(self, package: Path) -> None:
        """Answer from now on what a package of its own folder has examples of."""
        sys.path.insert(0, str(package.parent))
        try:
            importlib.invalidate_caches()
            testing = importlib.import_module(f"{package.name}.testing")
        finally:
            sys.path.remove(str(package.parent))
        behaviour = self.behaviour
        self._testing = testing
        self._api = testing.MockApi(
            defaults=True, stateful=behaviour.stateful, seed=behaviour.seed
        )

    def bound(self, host: str, port: int) -> socket.socket:
        """A socket that listens. Raises `OSError` where that cannot be."""
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)

    def address(self, listening: socket.socket) -> str:
        """The URL of a socket."""
        host, port = listening.getsockname()[:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    def serve(self, listening: socket.socket) -> None:
        """Answer until interrupted."""
        app: ASGIApp = self
        if self.behaviour.cors:
            everything = ["*"]
            app = CORSMiddleware(
                app,
                allow_origins=everything,
                allow_methods=everything,
                allow_headers=everything,
                expose_headers=everything,
            )
        config = uvicorn.Config(app, lifespan="off", log_level="warning")
        server = uvicorn.Server(config)
        try:
            server.run(sockets=[listening])
        except KeyboardInterrupt:
            return

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        if self.behaviour.latency:
            await anyio.sleep(self.behaviour.latency / 1000)
        if self._random.random() < self.behaviour.fault_rate:
            message = "a fault that was asked for"
            await _problem(self.behaviour.fault_status, message)(scope, receive, send)
            return
        testing, api = self._testing, self._api
        has_begun = False

        async def noted(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await api.app(scope, receive, noted)
        except (testing.UndeclaredCallError, testing.NoExampleError) as error:
            if has_begun:
                raise
            known = isinstance(error, testing.NoExampleError)
            text = str(error) if known else f"no operation for {scope['path']}"
            await _problem(501 if known else 404, text)(scope, receive, send)
        finally:
            api.forget_calls()


def _problem(status: int, detail: str) -> Response:
    """RFC 9457, section 3."""
    body = json.dumps({"status": status, "detail": detail})
    return Response(body, status, media_type=_PROBLEM)
