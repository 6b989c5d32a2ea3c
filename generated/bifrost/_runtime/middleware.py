"""Middleware: functions around each attempt to send a request.

    def measured(attempt: Attempt, send: Send) -> httpx2.Response:
        started = monotonic()
        response = send(attempt)
        print(attempt.operation_id, response.status_code, monotonic() - started)
        return response

    client = Client(middleware=[measured])

What it is handed is the request as it will be sent, credentials among it. It may change
that, send it or not, and return a response of its own. Who is first in the list is
outermost. Requests for tokens do not pass through it.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import httpx2

__all__ = ["AsyncMiddleware", "AsyncSend", "Attempt", "Middleware", "Send"]


@dataclass(slots=True)
class Attempt:
    """A request that is about to be sent, for the `number`th time, from 1 on.

    `operation_id`, `method`, `path` and `tag` are those of the operation: a path with
    its parameters in braces. The URL of the request hides secrets when it is printed.
    """

    request: httpx2.Request = field(repr=False)
    number: int
    operation_id: str
    method: str
    path: str
    tag: str


Send: TypeAlias = Callable[[Attempt], httpx2.Response]
"""Sends a request, redirections included; the body is left to be read."""
AsyncSend: TypeAlias = Callable[[Attempt], Awaitable[httpx2.Response]]
Middleware: TypeAlias = Callable[[Attempt, Send], httpx2.Response]
"""What `Client(middleware=[...])` has. An `httpx2.RequestError` that it raises is taken
for a connection that broke, and may lead to another attempt; any other is raised."""
AsyncMiddleware: TypeAlias = Callable[[Attempt, AsyncSend], Awaitable[httpx2.Response]]


def answered(
    middleware: Sequence[Middleware],
    attempt: Attempt,
    send: Callable[[httpx2.Request], httpx2.Response],
) -> httpx2.Response:
    """The response of the outermost; others that were received are closed."""
    received: list[httpx2.Response] = []

    def last(attempt: Attempt) -> httpx2.Response:
        received.append(send(attempt.request))
        return received[-1]

    step: Send = last
    for each in reversed(middleware):
        step = _inside(each, step)
    try:
        response = _checked(step(attempt))
    except BaseException:
        for unused in received:
            unused.close()
        raise
    for unused in _others(received, response, attempt):
        unused.close()
    return response


async def async_answered(
    middleware: Sequence[AsyncMiddleware],
    attempt: Attempt,
    send: Callable[[httpx2.Request], Awaitable[httpx2.Response]],
) -> httpx2.Response:
    """The same for an async client."""
    received: list[httpx2.Response] = []

    async def last(attempt: Attempt) -> httpx2.Response:
        received.append(await send(attempt.request))
        return received[-1]

    step: AsyncSend = last
    for each in reversed(middleware):
        step = _async_inside(each, step)
    try:
        response = _checked(await step(attempt))
    except BaseException:
        for unused in received:
            await unused.aclose()
        raise
    for unused in _others(received, response, attempt):
        await unused.aclose()
    return response


def _inside(middleware: Middleware, send: Send) -> Send:
    return lambda attempt: middleware(attempt, send)


def _async_inside(middleware: AsyncMiddleware, send: AsyncSend) -> AsyncSend:
    return lambda attempt: middleware(attempt, send)


def _checked(response: object) -> httpx2.Response:
    """The response; TypeError for anything else."""
    if not isinstance(response, httpx2.Response):
        raise TypeError(
            f"middleware returned {type(response).__name__}, not an httpx2.Response"
        )
    return response


def _others(
    received: list[httpx2.Response], response: httpx2.Response, attempt: Attempt
) -> list[httpx2.Response]:
    """What was received and is not the response; one that was not gets the request."""
    unused = [each for each in received if each is not response]
    if len(unused) == len(received):
        response.request = attempt.request
    return unused
