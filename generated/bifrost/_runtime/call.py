"""One call: attempts, pauses between them, and the verdict. It does no I/O itself.

The sync and the async client drive it in the same few steps: build a request, send it,
feed it the body, and ask for the verdict.
"""

import logging
from collections.abc import Iterable, Mapping
from time import monotonic
from typing import Any

import httpx2

from .auth import SecurityScheme
from .configuration import Api, Settings
from .decode import RawResponse, Received, decode_success, status_error
from .errors import ConnectionFailed, RequestTimeout, ResponseTooLarge
from .operation import Operation
from .options import RequestOptions, Timeout
from .request import Outgoing, authorise, build_request
from .response_limits import Meter
from .retry import pause_after_error, pause_after_status


class Call:
    """The course of one call; `reply` is there once `judge` has returned None."""

    reply: RawResponse[Any]

    def __init__(
        self,
        api: Api,
        settings: Settings,
        operation: Operation[Any],
        outgoing: Outgoing,
        options: RequestOptions,
    ) -> None:
        self._api = api
        self._settings = settings
        self._operation = operation
        self._outgoing = outgoing
        self._timeout: Timeout = options.get("timeout", settings.timeout)
        self._retries = options.get("max_retries", settings.max_retries)
        self._ends = _deadline(options)
        self._max_bytes = options.get("max_response_bytes", settings.max_response_bytes)
        self._attempt = 0
        self._started = 0.0
        self._chunks: list[bytes] = []
        self._held = self.meter()
        self._log = logging.getLogger(api.package)

    def authorise(self, secrets: Iterable[tuple[SecurityScheme, str]]) -> None:
        """Writes the secrets into the request, once for all attempts."""
        authorise(self._outgoing, secrets)

    def request(self, http: httpx2.Client | httpx2.AsyncClient) -> httpx2.Request:
        """Begins an attempt."""
        self._attempt += 1
        self._started = monotonic()
        self._chunks.clear()
        self._held = self.meter()
        defaults = {
            "user-agent": f"{self._api.package}/python",
            "accept": self._operation.accept,
            **self._settings.headers,
        }
        base_url = self._api.server_of(self._operation, self._settings.base_url)
        return build_request(
            http, base_url, defaults, self._outgoing, self._remaining()
        )

    def meter(self) -> Meter:
        """What counts a body that is held in memory."""
        return Meter(self._max_bytes, self.too_large, held=True)

    def too_large(self, response: httpx2.Response, reason: str) -> ResponseTooLarge:
        """The exception for a body that is not read any further."""
        operation = self._operation
        return ResponseTooLarge(
            f"{operation.id}: a response with status {response.status_code}: {reason}",
            status_code=response.status_code,
            headers=response.headers,
            body=b"",
            operation=(operation.id, operation.method, operation.path),
        )

    def receive(self, chunk: bytes, response: httpx2.Response) -> None:
        """Takes a part of the body; raises `RequestTimeout` after the deadline.

        And `ResponseTooLarge` for more than a call may hold.
        """
        self._held.take(chunk, response)
        self._chunks.append(chunk)
        if self._ends is not None and monotonic() > self._ends:
            raise self._late()

    def judge(self, response: httpx2.Response) -> float | None:
        """Seconds to wait before the next attempt; None when `reply` is there.

        Raises when the response is an error that is not worth another attempt.
        """
        received = Received(
            response.status_code, dict(response.headers.items()), b"".join(self._chunks)
        )
        self._trace(received.status_code)
        if 200 <= received.status_code < 300:
            self.reply = self._decoded(received)
            return None
        pause = pause_after_status(
            self._operation.method,
            received.status_code,
            received.headers,
            self._attempt,
        )
        if pause is None or not self._may_retry(pause):
            raise status_error(self._operation, received, self._api.errors)
        return pause

    @property
    def operation(self) -> Operation[Any]:
        """What is called."""
        return self._operation

    @property
    def strict(self) -> bool:
        """Whether a response must keep to the document."""
        return self._settings.strict_responses

    def failed(self, error: httpx2.RequestError) -> float:
        """Seconds to wait before the next attempt; raises when there is none."""
        self._trace(type(error).__name__)
        pause = pause_after_error(self._operation.method, error, self._attempt)
        if pause is not None and self._may_retry(pause):
            return pause
        raise self.broken(error) from error

    def broken(self, error: httpx2.RequestError) -> ConnectionFailed | RequestTimeout:
        """The exception for a connection that is of no more use."""
        timed_out = isinstance(error, httpx2.TimeoutException)
        failure = RequestTimeout if timed_out else ConnectionFailed
        reason = f": {error}" if str(error) else ""
        return failure(f"{self._name()}: {type(error).__name__}{reason}")

    def _decoded(self, received: Received) -> RawResponse[Any]:
        return RawResponse(
            status_code=received.status_code,
            headers=received.headers,
            body=received.body,
            data=decode_success(self._operation, received, strict=self.strict),
        )

    def _may_retry(self, pause: float) -> bool:
        if self._attempt > self._retries or self._outgoing.is_once:
            return False
        if self._ends is not None and monotonic() + pause >= self._ends:
            return False
        self._log.info(
            "%s: attempt %d in %.3f s", self._name(), self._attempt + 1, pause
        )
        return True

    def _remaining(self) -> httpx2.Timeout:
        """The timeout of an attempt: never beyond the deadline."""
        timeout = httpx2.Timeout(self._timeout)
        if self._ends is None:
            return timeout
        left = self._ends - monotonic()
        if left <= 0:
            raise self._late()
        limits: Mapping[str, float | None] = timeout.as_dict()
        shortened = {
            name: left if limit is None else min(limit, left)
            for name, limit in limits.items()
        }
        return httpx2.Timeout(**shortened)

    def _late(self) -> RequestTimeout:
        return RequestTimeout(f"{self._name()}: the deadline has passed")

    def _trace(self, outcome: object) -> None:
        if not self._log.isEnabledFor(logging.DEBUG):
            return
        self._log.debug(
            "%s: %s, attempt %d, %.3f s",
            self._name(),
            outcome,
            self._attempt,
            monotonic() - self._started,
        )

    def _name(self) -> str:
        """The operation without any value: what logs and messages show."""
        operation = self._operation
        return f"{operation.id} ({operation.method} {operation.path})"


def _deadline(options: RequestOptions) -> float | None:
    return monotonic() + options["deadline"] if "deadline" in options else None
