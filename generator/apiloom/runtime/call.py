"""One call: attempts, pauses between them, and the verdict. It does no I/O itself.

The sync and the async client drive it in the same few steps: build a request, send it,
feed it the body, and ask for the verdict.
"""

import logging
from collections.abc import Sequence
from time import monotonic
from typing import TYPE_CHECKING, Any

import httpx2

from .call_plan import CallPlan, placed
from .configuration import Api, Settings, timeouts_of
from .credentials import Chosen, Needed
from .deadlines import Deadline
from .decode import (
    RawResponse,
    Received,
    decode_success,
    raw_response,
    status_error,
)
from .errors import (
    ConnectionFailed,
    RequestTimeout,
    StatusError,
)
from .operation import Operation
from .options import RequestOptions
from .request import Outgoing, build_request
from .response_limits import Meter
from .retry import pause_after_error, pause_after_status

if TYPE_CHECKING:
    from .middleware import Attempt
    from .oauth import TokenSource
    from .token_requests import TokenRequest

_UNAUTHORIZED = 401


class Call:
    """The course of one call; `reply` is there once `judge` has returned None."""

    reply: RawResponse[Any]
    _held: Meter

    def __init__(
        self,
        api: Api,
        settings: Settings,
        operation: Operation[Any],
        outgoing: Outgoing,
        options: RequestOptions,
        plan: CallPlan,
    ) -> None:
        self._api = api
        self._settings = settings
        self.operation = operation
        self._outgoing = outgoing
        self._plan = plan
        self._retries = options.get("max_retries", settings.max_retries)
        self.strict = options.get("strict_responses", settings.strict_responses)
        self._timeouts = (
            timeouts_of(options["timeout"])
            if "timeout" in options
            else settings.timeouts
        )
        self.deadline = (
            Deadline(options["deadline"], self._name())
            if "deadline" in options
            else None
        )
        secrets = plan.secrets
        self.has_secrets = secrets is not None
        if secrets is not None:
            outgoing.secrets = secrets
        self._secrets: dict[str, str] = {}
        self._refusal: StatusError | None = None
        self._attempt = 0
        self._started = 0.0
        self._chunks: list[bytes] = []
        self._max_bytes = options.get("max_response_bytes", settings.max_response_bytes)

    @property
    def chosen(self) -> Chosen:
        """The secrets that are needed."""
        return self._plan.chosen

    def authorise(self, secrets: Sequence[str]) -> None:
        """Writes the secrets, one for each in `chosen`, for all attempts that follow.

        Raises the refusal of the old ones where the new ones are the same.
        """
        schemes = [needed.scheme for needed in self.chosen]
        named = {s.name: secret for s, secret in zip(schemes, secrets, strict=True)}
        if self._refusal is not None and named == self._secrets:
            raise self._refusal
        self._outgoing.secrets = placed(zip(schemes, secrets, strict=True))
        self._secrets = named
        self.has_secrets = True

    def refused(self, needed: Needed) -> str | None:
        """The secret that was refused, where another one is asked for."""
        return None if self._refusal is None else self._secrets[needed.scheme.name]

    def token_request(self, needed: Needed, source: "TokenSource") -> "TokenRequest":
        """What gets a token from `source`; raises `MissingCredentials`."""
        from .token_requests import TokenRequest, token_url

        return TokenRequest(
            source=source,
            url=token_url(needed.scheme, source, self._settings.base_url),
            scopes=source.wanted(needed.scopes),
            timeouts=self._timeouts,
            retries=self._retries,
            deadline=self.deadline,
        )

    def request(self, http: httpx2.Client | httpx2.AsyncClient) -> httpx2.Request:
        """Begins an attempt."""
        self._attempt += 1
        self._started = monotonic()
        self._chunks.clear()
        self._held = self.meter()
        timeouts = self._timeouts
        if self.deadline is not None:
            self.deadline.check()
            timeouts = self.deadline.limits(timeouts)
        return build_request(http, self._plan, self._outgoing, timeouts)

    @property
    def middleware(self) -> Sequence[Any]:
        """What is around each attempt, if anything."""
        return self._settings.middleware

    def attempt(self, request: httpx2.Request) -> "Attempt":
        """What middleware is told."""
        from .middleware import Attempt

        operation = self.operation
        return Attempt(
            request,
            self._attempt,
            operation.id,
            operation.method,
            operation.path,
            operation.tag,
        )

    def auth(self, http: httpx2.Client | httpx2.AsyncClient) -> httpx2.Auth | None:
        """That of the HTTP client, unless the request says already who is calling."""
        auth = http.auth
        if auth is None or self._plan.target.is_foreign:
            return None
        headers = self._outgoing.headers, self._outgoing.secrets.headers
        by_hand = any("authorization" in each for each in headers)
        return None if by_hand or "authorization" in self._settings.headers else auth

    def redirected(self, response: httpx2.Response) -> httpx2.Request | None:
        """The request that follows a redirection, without secrets if it leads away.

        None for one that cannot be followed: its body can be had a single time.
        """
        request = response.next_request
        if request is None or self.operation.is_answer(response.status_code):
            return None
        if self._outgoing.is_once and request.method == self._outgoing.method.upper():
            return None
        if request.url.origin != response.request.url.origin:
            for name in self._api.secret_headers:
                request.headers.pop(name, None)
        if self.deadline is not None:
            self.deadline.check()
            limits = self.deadline.limits(self._timeouts)
            request.extensions = {**request.extensions, "timeout": limits}
        return request

    def endless(self, request: httpx2.Request) -> httpx2.TooManyRedirects:
        """The error for redirections that come to no end."""
        return httpx2.TooManyRedirects("too many redirections", request=request)

    def meter(self) -> Meter:
        """What counts a body that is held in memory."""
        return Meter(self._max_bytes, self.operation, held=True)

    def receive(self, chunk: bytes, response: httpx2.Response) -> None:
        """Takes a part of the body; raises beyond the limit and after the deadline."""
        if self.deadline is not None:
            self.deadline.check()
        self._held.take(chunk, response)
        self._chunks.append(chunk)

    def judge(self, response: httpx2.Response) -> float | None:
        """Seconds to wait before the next attempt; None when `reply` is there.

        Raises when the response is an error that is not worth another attempt.
        """
        status, headers = response.status_code, response.headers
        received = Received(status, headers, b"".join(self._chunks))
        self._trace(status)
        if self.operation.is_answer(status):
            self.reply = self._decoded(received, response.request)
            return None
        if status == _UNAUTHORIZED and self._can_ask_again():
            self.has_secrets = False
            self._refusal = status_error(self.operation, received, self._api.errors)
            return 0.0
        pause = pause_after_status(
            self.operation.method,
            status,
            headers,
            self._attempt,
            has_key=self._outgoing.has_key,
        )
        if pause is None or not self._may_retry(pause):
            raise status_error(self.operation, received, self._api.errors)
        return pause

    def failed(self, error: httpx2.RequestError) -> float:
        """Seconds to wait before the next attempt; raises when there is none."""
        self._trace(type(error).__name__)
        pause = pause_after_error(
            self.operation.method,
            error,
            self._attempt,
            has_key=self._outgoing.has_key,
        )
        if pause is not None and self._may_retry(pause):
            return pause
        raise self.broken(error) from error

    def broken(self, error: httpx2.RequestError) -> ConnectionFailed | RequestTimeout:
        """The exception for a connection that is of no more use."""
        timed_out = isinstance(error, httpx2.TimeoutException)
        if timed_out and self.deadline is not None and self.deadline.has_passed:
            return self.deadline.late()
        failure = RequestTimeout if timed_out else ConnectionFailed
        reason = f": {error}" if str(error) else ""
        return failure(f"{self._name()}: {type(error).__name__}{reason}")

    def _can_ask_again(self) -> bool:
        """Whether a token may be fresh; once in a call, which costs no attempt."""
        if self._refusal is not None or self._outgoing.is_once:
            return False
        return any(needed.can_change for needed in self.chosen)

    def _decoded(self, received: Received, request: httpx2.Request) -> RawResponse[Any]:
        data = decode_success(
            self.operation,
            received,
            strict=self.strict,
            request=request,
        )
        return raw_response(
            self.operation, received, data, strict=self.strict, request=request
        )

    def _may_retry(self, pause: float) -> bool:
        if self._attempt > self._retries or self._outgoing.is_once:
            return False
        if self.deadline is not None and monotonic() + pause >= self.deadline.ends:
            return False
        self._api.log.info(
            "%s: attempt %d in %.3f s", self._name(), self._attempt + 1, pause
        )
        return True

    def _trace(self, outcome: object) -> None:
        if not self._api.log.isEnabledFor(logging.DEBUG):
            return
        self._api.log.debug(
            "%s: %s, attempt %d, %.3f s",
            self._name(),
            outcome,
            self._attempt,
            monotonic() - self._started,
        )

    def _name(self) -> str:
        """The operation without any value: what logs and messages show."""
        operation = self.operation
        return f"{operation.id} ({operation.method} {operation.path})"
