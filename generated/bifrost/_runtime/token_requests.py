"""Asks token endpoints; the sync and the async half differ by `await`.

Such a request is sent by the HTTP client of the caller, without its cookies and its
`auth`, and never follows a redirection.
"""

from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from contextlib import aclosing, closing, suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any

import httpx2

from .auth import OAuth2, SecurityScheme
from .deadlines import Deadline
from .errors import ApiError, ConnectionFailed, MissingCredentials, RequestTimeout
from .oauth import RefreshToken, TokenSource
from .retry import pause_after_error, pause_after_status

_LONGEST_ANSWER = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRequest:
    """What is needed to get a token for one call."""

    source: TokenSource
    url: str
    scopes: tuple[str, ...]
    timeouts: dict[str, float | None]
    retries: int
    deadline: Deadline | None

    def message(self) -> httpx2.Request:
        """The request itself; raises `RequestTimeout` after the deadline."""
        headers, content = self.source.form(self.scopes)
        timeouts = self.timeouts
        if self.deadline is not None:
            self.deadline.check()
            timeouts = self.deadline.limits(timeouts)
        return httpx2.Request(
            "POST",
            self.url,
            headers=headers,
            content=content,
            extensions={"timeout": timeouts},
        )

    def pause(
        self, outcome: httpx2.Response | httpx2.RequestError, attempt: int
    ) -> float | None:
        """Seconds to wait before it is sent again; None for not at all."""
        if attempt > self.retries:
            return None
        method = "PUT" if self.source.is_repeatable else "POST"
        if isinstance(outcome, httpx2.RequestError):
            pause = pause_after_error(method, outcome, attempt)
        else:
            pause = pause_after_status(
                method, outcome.status_code, outcome.headers, attempt
            )
        if pause is None or self.deadline is None:
            return pause
        return pause if monotonic() + pause < self.deadline.ends else None

    def broken(self, error: httpx2.RequestError) -> ConnectionFailed:
        """The exception for an endpoint that cannot be reached."""
        if self.deadline is not None and self.deadline.has_passed:
            return self.deadline.late()
        timed_out = isinstance(error, httpx2.TimeoutException)
        failure = RequestTimeout if timed_out else ConnectionFailed
        return failure(f"no token: {type(error).__name__}: {error}")


def token_url(scheme: SecurityScheme, source: TokenSource, base_url: httpx2.URL) -> str:
    """Where a token is asked for: what the caller says, else what the document does.

    The document's must be on the server of the API. Raises `MissingCredentials`.
    """
    if source.token_url is not None:
        return source.token_url
    refreshing = isinstance(source, RefreshToken)
    declared = None
    if isinstance(scheme, OAuth2):
        declared = scheme.refresh_url if refreshing else scheme.token_url
    if declared is None:
        raise MissingCredentials(
            f"the document has no token URL for {scheme.name}: give its"
            f" {type(source).__name__} a token_url"
        )
    try:
        url = base_url.join(declared)
    except httpx2.InvalidURL:
        raise MissingCredentials(
            f"the token URL of the document for {scheme.name} is none: give a token_url"
        ) from None
    if url.origin != base_url.origin:
        raise MissingCredentials(
            f"{scheme.name}: the token URL of the document, {url}, is on another server"
            f" than the API. To send it credentials, say so: {type(source).__name__}"
            f'(..., token_url="{url}")'
        )
    return str(url)


def fetched(
    request: TokenRequest,
    refused: str | None,
    http: httpx2.Client,
    sleep: Callable[[float], object],
) -> str:
    """An access token, other than the one refused. Raises `ApiError`."""
    source = request.source
    while True:
        step = source.begin(request.scopes, refused)
        if not step.leads:
            if step.flight is None:
                return step.token or ""
            _wait(step.flight, request.deadline)
            continue
        try:
            asked = monotonic()
            status, body = _asked(request, http, sleep)
            token = source.read(request.scopes, status, body, asked)
        except BaseException as error:
            source.fall(request.scopes, error)
            if step.token is not None and isinstance(error, ApiError):
                return step.token
            raise
        source.land(request.scopes, token)
        return token.text


def _wait(flight: "Future[None]", deadline: Deadline | None) -> None:
    if deadline is None:
        flight.result()
        return
    try:
        flight.result(max(0.0, deadline.ends - monotonic()))
    except TimeoutError:
        raise deadline.late() from None


def _asked(
    request: TokenRequest, http: httpx2.Client, sleep: Callable[[float], object]
) -> tuple[int, bytes]:
    attempt = 0
    while True:
        attempt += 1
        body = bytearray()
        try:
            message = request.message()
            response = http.send(
                message, stream=True, auth=None, follow_redirects=False
            )
            with closing(response):
                for chunk in response.iter_bytes():
                    body += chunk
                    if len(body) > _LONGEST_ANSWER:
                        break
            pause = request.pause(response, attempt)
            if pause is None:
                return response.status_code, bytes(body)
        except httpx2.RequestError as error:
            pause = request.pause(error, attempt)
            if pause is None:
                raise request.broken(error) from error
        sleep(pause)


async def async_fetched(
    request: TokenRequest,
    refused: str | None,
    http: httpx2.AsyncClient,
    sleep: Callable[[float], Awaitable[object]],
) -> str:
    """The same for an async client."""
    source = request.source
    while True:
        step = source.begin(request.scopes, refused)
        if not step.leads:
            if step.flight is None:
                return step.token or ""
            await _async_wait(step.flight)
            continue
        try:
            asked = monotonic()
            status, body = await _async_asked(request, http, sleep)
            token = source.read(request.scopes, status, body, asked)
        except BaseException as error:
            source.fall(request.scopes, error)
            if step.token is not None and isinstance(error, ApiError):
                return step.token
            raise
        source.land(request.scopes, token)
        return token.text


async def _async_wait(flight: "Future[None]") -> None:
    """Waits for what may happen in another thread, or in a task of this loop."""
    # Imported when it is needed: a program without async clients never loads it.
    from anyio import Event
    from anyio.lowlevel import current_token

    landed = Event()
    native: Any = current_token().native_token
    soon = getattr(native, "call_soon_threadsafe", None) or native.run_sync_soon

    def note(_: object) -> None:
        with suppress(RuntimeError):  # the loop has ended
            soon(landed.set)

    flight.add_done_callback(note)
    await landed.wait()
    flight.result()


async def _async_asked(
    request: TokenRequest,
    http: httpx2.AsyncClient,
    sleep: Callable[[float], Awaitable[object]],
) -> tuple[int, bytes]:
    attempt = 0
    while True:
        attempt += 1
        body = bytearray()
        try:
            message = request.message()
            response = await http.send(
                message, stream=True, auth=None, follow_redirects=False
            )
            async with aclosing(response):
                async for chunk in response.aiter_bytes():
                    body += chunk
                    if len(body) > _LONGEST_ANSWER:
                        break
            pause = request.pause(response, attempt)
            if pause is None:
                return response.status_code, bytes(body)
        except httpx2.RequestError as error:
            pause = request.pause(error, attempt)
            if pause is None:
                raise request.broken(error) from error
        await sleep(pause)
