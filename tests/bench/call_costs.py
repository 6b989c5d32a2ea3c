"""What processes that make calls have in common: they are asked for batches of them.

A line `COUNT NAME` asks for a batch of that many calls in one of the ways; the answer
is the microseconds that each took, of time and of CPU. Which ways there are is said
first. No more than the standard library is needed: other interpreters use this too.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, Final, TypeAlias

BARE: Final = "httpx2, JSON as dict"
MODELS: Final = "httpx2, the same models by hand"
KEYWORDS: Final = "generated, keywords"
INSTANCE: Final = "generated, a model"
PEER: Final = "openapi-python-client"
BARE_PEER: Final = "httpx, JSON as dict"

Call: TypeAlias = Callable[[], Any]
AsyncCall: TypeAlias = Callable[[], Awaitable[Any]]
Cost: TypeAlias = tuple[float, float]
"""One batch: microseconds of time and of CPU for each call."""
Batch: TypeAlias = Callable[[int], Cost]


def batches(calls: Mapping[str, Call]) -> dict[str, Batch]:
    """Batches of blocking calls, one after the other."""
    return {name: partial(_batch, call) for name, call in calls.items()}


def async_batches(
    calls: Mapping[str, AsyncCall], loop: asyncio.AbstractEventLoop
) -> dict[str, Batch]:
    """The same, awaited in one event loop: connections belong to it."""

    def batch(call: AsyncCall, count: int) -> Cost:
        return loop.run_until_complete(_async_batch(call, count))

    return {name: partial(batch, call) for name, call in calls.items()}


def _batch(call: Call, count: int) -> Cost:
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(count):
        call()
    return _cost(wall, cpu, count)


async def _async_batch(call: AsyncCall, count: int) -> Cost:
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(count):
        await call()
    return _cost(wall, cpu, count)


def _cost(wall: float, cpu: float, count: int) -> Cost:
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return wall / count * 1e6, cpu / count * 1e6


def serve(
    style: str,
    calls: Callable[[], Mapping[str, Call]],
    async_calls: Callable[[], Mapping[str, AsyncCall]],
    check: Callable[[Any], None],
) -> None:
    """Check what each way comes to, say which there are, and make batches.

    Until the input ends. The style is `sync` or `async`.
    """
    if style == "sync":
        blocking = calls()
        for call in blocking.values():
            check(call())
        _answer(batches(blocking))
        return
    loop = asyncio.new_event_loop()
    awaited = async_calls()

    async def check_all() -> None:
        for call in awaited.values():
            check(await call())

    loop.run_until_complete(check_all())
    _answer(async_batches(awaited, loop))


def _answer(ways: Mapping[str, Batch]) -> None:
    _say([*ways])
    for line in sys.stdin:
        count, _, name = line.rstrip("\n").partition(" ")
        _say(ways[name](int(count)))


def _say(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()
