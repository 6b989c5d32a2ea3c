"""One round of an operation, and everything that rounds have in common."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib import import_module
from typing import Any

import httpx2

from tests.sweeping.cases import Body, Case, Key, Reply
from tests.sweeping.credentials import Credentials, Way
from tests.sweeping.package import Package
from tests.sweeping.serving import Served
from tests.sweeping.wire import Recorder
from tests.sweeping.witness_bodies import IsBinary


@dataclass(slots=True)
class Round:
    """What goes over the wire once, in each of the ways that it can."""

    case: Case
    values: dict[Key, Any]
    bodies: list[Body]
    reply: Reply
    way: Way
    is_binary: IsBinary
    turn: int = 0

    @property
    def body(self) -> Body | None:
        """What the clients send: the first JSON, else the first."""
        return self.bodies[0] if self.bodies else None


@dataclass(slots=True)
class World:
    """Everything that a round needs, made once for a package."""

    package: Package
    served: Served
    credentials: Credentials
    recorder: Recorder
    loop: asyncio.AbstractEventLoop
    clients: Clients
    counts: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)


class Clients:
    """Clients of both kinds, one for each set of credentials."""

    def __init__(
        self, package: Package, credentials: Credentials, recorder: Recorder
    ) -> None:
        self._module = package.module("client")
        self._package = import_module(self._module.__package__)
        self._credentials = credentials
        self._transports = recorder.transports()
        self._known: dict[tuple[Way, bool], Any] = {}

    def get(self, way: Way, *, is_async: bool) -> Any:
        """A client that has the credentials of one way."""
        key = (way, is_async)
        if key not in self._known:
            module = self._module
            class_ = module.AsyncClient if is_async else module.Client
            nothing = CookieJar(DefaultCookiePolicy(allowed_domains=()))
            connections = (
                httpx2.AsyncClient(transport=self._transports[1], cookies=nothing)
                if is_async
                else httpx2.Client(transport=self._transports[0], cookies=nothing)
            )
            # A whole server, so that the paths of the document's own stay away.
            url = "http://server.test"
            address = (
                {"server": self._package.Server(url)}
                if hasattr(self._package, "Servers")
                else {"base_url": url}
            )
            self._known[key] = class_(
                **address,
                http_client=connections,
                strict_responses=True,
                max_retries=0,
                **self._credentials.of_client(way),
            )
        return self._known[key]
