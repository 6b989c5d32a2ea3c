"""Documents on other hosts: fetched where the user allows it, and pinned from then on.

Only https, or http on this machine; no credentials, no cookies; redirects only to what
might have been asked for in the first place; bounded in size and time.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO, Final
from urllib.error import HTTPError, URLError
from urllib.parse import SplitResult, urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPRedirectHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from apiloom.core.cache import cache_folder, keep
from apiloom.core.text import shown
from apiloom.document.source.addresses import not_allowed, refused
from apiloom.document.source.load_policy import LoadPolicy
from apiloom.document.source.reading import redirected_pin, too_large
from apiloom.document.source.references import Unresolved
from apiloom.document.source.watchdog import Watchdog, WatchedHttp, WatchedHttps

_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
_PORTS: Final = {"http": 80, "https": 443}
_CHUNK: Final = 1 << 16
_LONGEST_ADDRESS: Final = 8_192
_CHANGED: Final = "remote-changed"


@dataclass(frozen=True, slots=True)
class Fetched:
    """The bytes of the document at `url`, and the address that they came from in the
    end."""

    url: str
    address: str
    data: bytes

    @property
    def pin(self) -> str:
        """What a manifest pins, as `SourceDocument` has it."""
        if self.address != self.url:
            return redirected_pin(self.address, self.data)
        return hashlib.sha256(self.data).hexdigest()


def fetch(url: str, policy: LoadPolicy) -> Fetched | Unresolved:
    """The document at `url`: from the cache where it is pinned, else from its host.

    Refused (`reference-refused`) where the policy does not allow the host or the URL is
    not fit to be followed; `remote-changed` where the content is not what was pinned.
    """
    problem = judge(url, policy)
    if problem is not None:
        return problem
    pin = None if policy.update else policy.pins.get(url)
    cached = _cached(url, policy) if pin else None
    if cached is not None and cached.pin == pin:
        return cached
    fetched = _download(url, policy)
    if isinstance(fetched, Unresolved):
        return fetched
    if pin and fetched.pin != pin:
        return Unresolved(
            f"its content is not what it was: {fetched.pin[:12]}, not {pin[:12]}",
            "review the change and take it with --update-remote",
            _CHANGED,
        )
    _keep(url, fetched, policy)
    return fetched


def judge(url: str, policy: LoadPolicy) -> Unresolved | None:
    """Why a URL must not be followed; None where it may be."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return Unresolved(f"{shown(url)} is not a URL")
    named = {host, parts.netloc} if port == _PORTS.get(parts.scheme) else set()
    named |= {f"{host}:{port}", f"[{host}]:{port}"}
    if named.isdisjoint(policy.allowed_hosts):
        return not_allowed(host)
    return _unfit(parts, host)


def _unfit(parts: SplitResult, host: str) -> Unresolved | None:
    if parts.username is not None or parts.password is not None:
        return refused("a URL with a user name or a password is never fetched")
    if parts.scheme != "https" and host not in _LOOPBACK:
        return refused("only https is fetched", "write the reference with https:")
    return None


class _Redirects(HTTPRedirectHandler):
    """Lets a host redirect to what the policy allows, and to nothing else."""

    max_redirections = 5

    def __init__(self, policy: LoadPolicy) -> None:
        self._policy = policy

    def redirect_request(
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> Request | None:
        problem = judge(newurl, self._policy)
        if problem is not None:
            raise _RefusedRedirectError(problem)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _RefusedRedirectError(Exception):
    def __init__(self, problem: Unresolved) -> None:
        super().__init__(problem.message)
        self.problem = problem


def _download(url: str, policy: LoadPolicy) -> Fetched | Unresolved:
    watchdog = Watchdog(policy.max_seconds)
    with watchdog.watching():
        fetched = _answer(url, policy, watchdog)
    if watchdog.has_ended_all:
        return _failed(f"it took more than {policy.max_seconds} seconds")
    return fetched


def _answer(url: str, policy: LoadPolicy, watchdog: Watchdog) -> Fetched | Unresolved:
    try:
        opener = _opener(url, policy, watchdog)
        with opener.open(url, timeout=policy.max_seconds) as response:
            data = bytearray()
            while chunk := response.read1(_CHUNK):
                data += chunk
                if len(data) > policy.max_bytes:
                    large = too_large(policy)
                    return Unresolved(large.message, large.hint)
            if response.length:
                # RFC 9112, section 8: what is shorter than it says is incomplete.
                missing = f"{response.length} of {len(data) + response.length} bytes"
                return _failed(f"{missing} are missing")
            return Fetched(url, response.url, bytes(data))
    except _RefusedRedirectError as error:
        problem = error.problem
        message = f"it redirects to another place, and {problem.message}"
        return Unresolved(message, problem.hint, problem.code)
    except HTTPError as error:
        error.close()
        return _failed(f"the host answered {error.code}")
    except (URLError, HTTPException, OSError, ValueError) as error:
        return _failed(str(getattr(error, "reason", error)) or type(error).__name__)


def _opener(url: str, policy: LoadPolicy, watchdog: Watchdog) -> OpenerDirector:
    """Of urllib's handlers those for the web: none for files, none that logs in."""
    opener = OpenerDirector()
    local = urlsplit(url).hostname in _LOOPBACK
    for handler in (
        ProxyHandler({} if local else None),
        WatchedHttp(watchdog),
        WatchedHttps(watchdog),
        _Redirects(policy),
        HTTPDefaultErrorHandler(),
        HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    opener.addheaders = [("User-Agent", "apiloom"), ("Accept", "*/*")]
    return opener


def _failed(reason: str) -> Unresolved:
    hint = "check the URL and the connection, or keep a copy beside the document"
    return Unresolved(f"it could not be fetched: {reason[:200]!a}", hint)


def _place(url: str, policy: LoadPolicy) -> Path:
    folder = cache_folder() if policy.cache is None else policy.cache
    return folder / hashlib.sha256(url.encode()).hexdigest()


def _cached(url: str, policy: LoadPolicy) -> Fetched | None:
    """What was kept: the address on the first line, then the bytes."""
    try:
        with _place(url, policy).open("rb") as file:
            # The address is no longer than any that is fetched.
            kept = file.read(policy.max_bytes + _LONGEST_ADDRESS)
        address, _, data = kept.partition(b"\n")
        return Fetched(url, address.decode("ascii"), data)
    except (OSError, RuntimeError, ValueError):
        return None


def _keep(url: str, fetched: Fetched, policy: LoadPolicy) -> None:
    """Put it where `_cached` looks; that it cannot be kept only costs time."""
    try:
        data = fetched.address.encode("ascii") + b"\n" + fetched.data
        keep(_place(url, policy), data)
    except (OSError, RuntimeError, ValueError):
        return
