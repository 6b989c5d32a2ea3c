"""The life of an ASGI application (the lifespan protocol of ASGI 3)."""

from typing import Any

import anyio
from starlette.types import ASGIApp, Message

from .exchange import spawn


class Lifespan:
    """Starts an application, and ends it; one that knows no such thing has none."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._has_started = anyio.Event()
        self._is_wanted = anyio.Event()
        self._has_ended = anyio.Event()
        self._asked = 0
        self._failure: Exception | None = None
        self.state: dict[str, Any] = {}
        """What the application keeps for its requests."""

    async def start(self) -> None:
        """Come back when the application is ready; raises where it cannot be."""
        spawn(self._run)
        await self._has_started.wait()
        if self._failure is not None:
            raise self._failure

    async def end(self) -> None:
        """Come back when the application has put everything away."""
        self._is_wanted.set()
        await self._has_ended.wait()
        if self._failure is not None:
            raise self._failure

    async def _run(self) -> None:
        scope = {"type": "lifespan", "asgi": {"version": "3.0"}, "state": self.state}
        try:
            await self._app(scope, self._receive, self._send)
        except Exception as error:  # noqa: BLE001 - an application may not know it
            if self._asked > 1:
                self._failure = self._failure or error
        finally:
            self._has_started.set()
            self._has_ended.set()

    async def _receive(self) -> Message:
        self._asked += 1
        if self._asked == 1:
            return {"type": "lifespan.startup"}
        await self._is_wanted.wait()
        return {"type": "lifespan.shutdown"}

    async def _send(self, message: Message) -> None:
        if message["type"].endswith(".failed"):
            self._failure = RuntimeError(message.get("message", message["type"]))
        if message["type"].startswith("lifespan.startup"):
            self._has_started.set()
        else:
            self._has_ended.set()
