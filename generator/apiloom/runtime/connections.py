"""The HTTP client behind a client: our own, or one that the caller has made.

Our own has one pool of connections for each process. Connections belong to the event
loop and to the process that opened them: used in another one they hang, or read what
was meant for others. So that is refused, with a message that says what to do.
"""

from collections.abc import Callable
from http.cookiejar import CookieJar, DefaultCookiePolicy
from threading import Lock
from typing import Generic, TypeVar

import httpx2

from .bounded_network import keep_deadlines, transports
from .errors import UnusableClient
from .forks import tell_of_forks

Http = TypeVar("Http", bound=httpx2.Client | httpx2.AsyncClient)

_LIMITS = httpx2.Limits(max_connections=1000, max_keepalive_connections=100)


class Connections(Generic[Http]):
    """An HTTP client, which copies of a client share."""

    def __init__(self, make: Callable[[], Http], given: Http | None) -> None:
        self.is_given = given is not None
        self._make = make
        self._http = make() if given is None else _prepared(given)
        self._abandoned: list[Http] = []
        self._is_used = False
        self._loop: object = None
        self._has_forked = False
        self._lock = Lock()
        tell_of_forks(self)

    @property
    def http(self) -> Http:
        """The HTTP client, to be looked at or closed."""
        return self._http

    def ready(self) -> Http:
        """The HTTP client to send with; raises `UnusableClient`."""
        if self._has_forked:
            self._leave_parent()
        if self._http.is_closed:
            raise UnusableClient("the client has been closed: make a new one")
        self._is_used = True
        return self._http

    def ready_in_loop(self) -> Http:
        """The same for an async client, in the event loop that is running."""
        http = self.ready()
        loop = _running_loop()
        if self._loop is None:
            self._loop = loop
        elif loop != self._loop and self._is_pooled():
            raise UnusableClient(
                "the client's connections belong to another event loop: make a client"
                " in each (one for each asyncio.run)"
            )
        return http

    def note_fork(self) -> None:
        """Runs in the child, before anything else does."""
        self._has_forked = True
        self._lock = Lock()

    def _leave_parent(self) -> None:
        with self._lock:
            if not self._has_forked:
                return
            if self.is_given and self._is_used and self._is_pooled():
                raise UnusableClient(
                    "the http_client was used before this process was forked, and its"
                    " connections are those of the parent: make one in the child"
                )
            if not self.is_given:
                # Not closed, nor freed: the connections are still the parent's.
                self._abandoned.append(self._http)
                self._http = self._make()
            self._loop = None
            self._has_forked = False

    def _is_pooled(self) -> bool:
        return bool(transports(self._http))


def sync_connections(given: httpx2.Client | None) -> Connections[httpx2.Client]:
    """Those of a sync client."""

    def make() -> httpx2.Client:
        return _prepared(httpx2.Client(limits=_LIMITS, cookies=_no_cookies()))

    return Connections(make, given)


def async_connections(
    given: httpx2.AsyncClient | None,
) -> Connections[httpx2.AsyncClient]:
    """Those of an async client."""

    def make() -> httpx2.AsyncClient:
        return httpx2.AsyncClient(limits=_LIMITS, cookies=_no_cookies())

    return Connections(make, given)


def _prepared(http: Http) -> Http:
    if isinstance(http, httpx2.Client):
        keep_deadlines(http)
    return http


def _no_cookies() -> CookieJar:
    """A jar that keeps nothing: clients with other credentials share a pool."""
    return CookieJar(DefaultCookiePolicy(allowed_domains=()))


def _running_loop() -> object:
    # Imported when it is needed: a program without async clients never loads it.
    from asyncio import get_running_loop

    try:
        return get_running_loop()
    except RuntimeError:
        from anyio.lowlevel import current_token

        return current_token()
