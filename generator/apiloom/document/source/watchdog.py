"""A limit of time for a whole exchange over HTTP, however slowly it drips.

The timeout of a socket is for each piece that arrives, so a host that sends a byte now
and then is never late. Here the connection itself ends when time is up.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.request import HTTPHandler, HTTPSHandler, Request


class Watchdog:
    """Ends the connections that it was told of when `seconds` have passed."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.has_ended_all = False
        self._lock = threading.Lock()
        self._watched: list[socket.socket] = []

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Time runs inside."""
        timer = threading.Timer(self.seconds, self._end_all)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            with self._lock:
                for connection in self._watched:
                    connection.close()
                self._watched.clear()

    def watch(self, connection: socket.socket) -> None:
        """End this connection too when time is up, or at once if it is."""
        # A second handle on the same connection: TLS takes the first one over.
        twin = connection.dup()
        with self._lock:
            self._watched.append(twin)
            if self.has_ended_all:
                _end(twin)

    def _end_all(self) -> None:
        with self._lock:
            self.has_ended_all = True
            for connection in self._watched:
                _end(connection)


def _end(connection: socket.socket) -> None:
    with suppress(OSError):  # the host has ended it already
        connection.shutdown(socket.SHUT_RDWR)


class _Watched(HTTPConnection):
    def __init__(self, *args: Any, watchdog: Watchdog, **options: Any) -> None:
        super().__init__(*args, **options)
        self._watchdog = watchdog

    def connect(self) -> None:
        """Connect, watched from then on."""
        super().connect()
        self._watchdog.watch(self.sock)


class _WatchedTls(HTTPSConnection, _Watched):
    """The handshake of TLS is watched as well: it comes after `_Watched.connect`."""


class WatchedHttp(HTTPHandler):
    """Opens http with a watchdog."""

    def __init__(self, watchdog: Watchdog) -> None:
        super().__init__()
        self._watchdog = watchdog

    def http_open(self, req: Request) -> HTTPResponse:
        """Send a request."""
        return self.do_open(partial(_Watched, watchdog=self._watchdog), req)


class WatchedHttps(HTTPSHandler):
    """Opens https with a watchdog."""

    def __init__(self, watchdog: Watchdog) -> None:
        super().__init__()
        self._watchdog = watchdog

    def https_open(self, req: Request) -> HTTPResponse:
        """Send a request."""
        return self.do_open(partial(_WatchedTls, watchdog=self._watchdog), req)
