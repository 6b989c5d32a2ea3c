"""A stream of events that never ends, by the runtime of generated servers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from importlib.resources import files

from ticks import TICKS, Ok, Request, Tick

from apiloom.runtime.server.app import build_app


class Api:
    """The one handler."""

    async def ticks(self, request: Request, /) -> Ok:
        """One event at once, and no other for a day."""
        del request
        return Ok(_ticks())


async def _ticks() -> AsyncIterator[Tick]:
    for number in range(2):
        yield Tick(number=number)
        await asyncio.sleep(86_400)


app = build_app((Api(), [TICKS]), security=None, document=files("apiloom") / "none")
