"""A network for sync transports that keeps to the `Limit` of a call at each step.

httpcore2 hands the timeout of a request to its network backend as it is, so a `Limit`
arrives here, before each single read and write. httpx2 has no argument for a backend:
it is put into the pools of its own transports, where they are. Other transports (mocks,
WSGI, those of the user) are held to the deadline between their steps alone.
"""

import socket
import ssl
from collections.abc import Iterable
from typing import Any

import httpcore2
import httpx2

from .deadlines import Limit

_SLICE = 16 * 1024
"""Bytes that are sent without a look at the clock."""
_PASSED = "the deadline has passed"


def keep_deadlines(http: httpx2.Client) -> None:
    """Makes the connections that a client opens from now on keep to deadlines."""
    for transport in transports(http):
        pool = getattr(transport, "_pool", None)
        backend = getattr(pool, "_network_backend", None)
        is_ours = isinstance(backend, _Network)
        if isinstance(backend, httpcore2.NetworkBackend) and not is_ours:
            vars(pool)["_network_backend"] = _Network(backend)


def transports(http: httpx2.Client | httpx2.AsyncClient) -> list[object]:
    """The transports with pools of connections behind an HTTP client."""
    mounted = getattr(http, "_mounts", {}).values()
    return [
        transport
        for transport in (getattr(http, "_transport", None), *mounted)
        if isinstance(transport, (httpx2.HTTPTransport, httpx2.AsyncHTTPTransport))
    ]


class _Stream(httpcore2.NetworkStream):
    """A connection; the other methods are those of the one behind it."""

    def __init__(self, stream: httpcore2.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if isinstance(timeout, Limit):
            timeout = _left(timeout, httpcore2.ReadTimeout)
        return self._stream.read(max_bytes, timeout)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if not isinstance(timeout, Limit):
            self._stream.write(buffer, timeout)
            return
        for start in range(0, len(buffer), _SLICE):
            left = _left(timeout, httpcore2.WriteTimeout)
            self._stream.write(buffer[start : start + _SLICE], left)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        if isinstance(timeout, Limit):
            timeout = _left(timeout, httpcore2.ConnectTimeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Network(httpcore2.NetworkBackend):
    """Opens such connections."""

    def __init__(self, network: httpcore2.NetworkBackend) -> None:
        self._network = network

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        options = None if socket_options is None else list(socket_options)
        if not isinstance(timeout, Limit):
            return _Stream(
                self._network.connect_tcp(host, port, timeout, local_address, options)
            )
        failure: Exception = httpcore2.ConnectError(f"{host} has no address")
        for address in _addresses(host, port):
            left = _left(timeout, httpcore2.ConnectTimeout)
            try:
                return _Stream(
                    self._network.connect_tcp(
                        address, port, left, local_address, options
                    )
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        return _Stream(self._network.connect_unix_socket(path, timeout, socket_options))

    def sleep(self, seconds: float) -> None:
        self._network.sleep(seconds)


def _addresses(host: str, port: int) -> list[str]:
    """Where a host is: each address may take a timeout of its own."""
    try:
        listed = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise httpcore2.ConnectError(str(error)) from error
    return [str(address[0]) for *_, address in listed]


def _left(limit: Limit, failure: type[httpcore2.TimeoutException]) -> float:
    left = limit.left()
    if left <= 0:
        raise failure(_PASSED)
    return left
