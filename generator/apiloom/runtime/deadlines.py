"""The end of a whole call: attempts, pauses, connecting, headers, bodies, streams.

Timeouts of HTTP libraries begin anew with each read, so a server that drips can make a
call last for ever. A sync call hands the transport a `Limit` for each of them, a number
that knows when the call ends, and `bounded_network.py` looks at it before each read and
write. An async call is cancelled.
"""

from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Self

import httpx2

from .errors import RequestTimeout

PHASES = ("connect", "read", "write", "pool")


class Limit(float):
    """Seconds to wait: what was asked for, or what is left until `ends` if less."""

    ends: float

    def __new__(cls, seconds: float | None, ends: float) -> Self:
        left = max(0.001, ends - monotonic())
        limit = super().__new__(cls, left if seconds is None else min(seconds, left))
        limit.ends = ends
        return limit

    def left(self) -> float:
        """The same at this moment; nothing or less when the end has come."""
        return min(float(self), self.ends - monotonic())


class Deadline:
    """When a call ends, and the exception that says so."""

    __slots__ = ("_name", "ends")

    def __init__(self, seconds: float, name: str) -> None:
        self.ends = monotonic() + seconds
        self._name = name

    @property
    def has_passed(self) -> bool:
        """Whether there is no time left."""
        return monotonic() >= self.ends

    def late(self) -> RequestTimeout:
        """The exception for a call that has not come to its end in time."""
        return RequestTimeout(f"{self._name}: the deadline has passed")

    def check(self) -> None:
        """Raises `RequestTimeout` when there is no time left."""
        if self.has_passed:
            raise self.late()

    def limits(self, timeouts: dict[str, float | None]) -> dict[str, float | None]:
        """The timeouts of an attempt, none of them beyond the end."""
        return {phase: Limit(timeouts[phase], self.ends) for phase in PHASES}

    @contextmanager
    def cancelling(self) -> Generator[None]:
        """Cancels what a task does inside when the end comes (asyncio and trio)."""
        # Imported when it is needed: a program without async clients never loads it.
        from anyio import move_on_after

        with move_on_after(max(0.0, self.ends - monotonic())) as scope:
            yield
        if scope.cancelled_caught:
            raise self.late()


def chunks(response: httpx2.Response, deadline: Deadline | None) -> Iterator[bytes]:
    """The body as it arrives; raises `RequestTimeout` after the deadline."""
    for chunk in response.iter_bytes():
        if deadline is not None:
            deadline.check()
        yield chunk


async def async_chunks(
    response: httpx2.Response, deadline: Deadline | None
) -> AsyncIterator[bytes]:
    """The same for an async client."""
    body = response.aiter_bytes()
    if deadline is None:
        async for chunk in body:
            yield chunk
        return
    while True:
        with deadline.cancelling():
            part = await anext(body, None)
        if part is None:
            return
        deadline.check()
        yield part
