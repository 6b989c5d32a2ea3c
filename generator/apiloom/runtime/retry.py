"""Whether to send a request again, and after how long."""

import math
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from random import random

import httpx2

MAX_RETRY_AFTER = 60.0
"""Seconds; a server that asks for more is not waited for."""
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 8.0

_IDEMPOTENT = frozenset({"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "QUERY"})
"""RFC 9110, section 9.2.2, and QUERY."""
_TRANSIENT = frozenset({408, 429, 500, 502, 503, 504})
_UNTOUCHED = frozenset({429, 503})
"""With Retry-After, the server says that it did not take the request up."""
_NOT_OPENED = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)
_BROKEN = (
    httpx2.TimeoutException,
    httpx2.NetworkError,
    httpx2.RemoteProtocolError,
)


def pause_after_status(
    method: str,
    status_code: int,
    headers: Mapping[str, str],
    attempt: int,
    *,
    has_key: bool = False,
) -> float | None:
    """Seconds to wait before the request is sent again; None for not at all.

    What is not idempotent, nor has a key that makes it so, is sent again only when the
    server says that it did not take it up, and when to come back. `attempt` counts from
    1; names of headers are in lower case.
    """
    asked = retry_after(headers)
    if has_key or method.upper() in _IDEMPOTENT:
        if status_code not in _TRANSIENT:
            return None
    elif status_code not in _UNTOUCHED or asked is None:
        return None
    if asked is None:
        return backoff(attempt)
    return asked if asked <= MAX_RETRY_AFTER else None


def pause_after_error(
    method: str, error: httpx2.RequestError, attempt: int, *, has_key: bool = False
) -> float | None:
    """Seconds to wait before the request is sent again; None for not at all.

    Without a connection nothing was sent, so any method can be. Otherwise the server
    may have acted, and only idempotent ones can, and those that have a key.
    """
    if isinstance(error, _NOT_OPENED):
        return backoff(attempt)
    is_safe = has_key or method.upper() in _IDEMPOTENT
    if is_safe and isinstance(error, _BROKEN):
        return backoff(attempt)
    return None


def backoff(attempt: int) -> float:
    """Exponential, with full jitter: between nothing and 0.5 s, 1 s, 2 s ... 8 s."""
    longest = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0 ** min(attempt - 1, 10))
    return random() * longest


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that the server asks for: `retry-after-ms`, or Retry-After.

    The latter is a number of seconds or a date (RFC 9110, section 10.2.3). A date is
    compared with the server's own clock, where it tells it.
    """
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000.0
    text = headers.get("retry-after")
    seconds = _number(text)
    if seconds is not None:
        return seconds
    moment = _timestamp(text)
    if moment is None:
        return None
    now = _timestamp(headers.get("date"))
    return max(0.0, moment - (time.time() if now is None else now))


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None


def _timestamp(text: str | None) -> float | None:
    try:
        return parsedate_to_datetime(text or "").timestamp()
    except (TypeError, ValueError, OverflowError):
        return None
