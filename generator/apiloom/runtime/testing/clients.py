"""Clients that send to an ASGI application in memory."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import httpx2
from starlette.types import ASGIApp

from ..client import AsyncClient, SyncClient
from ..configuration import Api
from ..servers import Server
from .app_transport import AppTransport, SyncAppTransport

Sync = TypeVar("Sync", bound=SyncClient)
Async = TypeVar("Async", bound=AsyncClient)

Client = TypeVar("Client", bound=SyncClient | AsyncClient)

_NOWHERE = "http://testserver"


def sync_client(
    make: Callable[..., Sync], api: Api, app: ASGIApp, options: Mapping[str, Any]
) -> Sync:
    """A client whose requests an application answers, and which closes that."""
    options = _placed(api, options)
    transport = SyncAppTransport(app, root_path=_mount(app, api, options))
    return _owning(make(**options, http_client=httpx2.Client(transport=transport)))


def async_client(
    make: Callable[..., Async], api: Api, app: ASGIApp, options: Mapping[str, Any]
) -> Async:
    """The same, async: the application runs in the event loop of its caller."""
    options = _placed(api, options)
    transport = AppTransport(app, root_path=_mount(app, api, options))
    http = httpx2.AsyncClient(transport=transport)
    return _owning(make(**options, http_client=http))


def _placed(api: Api, options: Mapping[str, Any]) -> dict[str, Any]:
    """The options, with a place of its own where none is asked for."""
    if options.get("base_url") or options.get("server"):
        return dict(options)
    # A server stands for the path that the document's own has; not all have any.
    if api.base_path is not None:
        return {**options, "server": Server(_NOWHERE)}
    return {**options, "base_url": _NOWHERE}


def _mount(app: ASGIApp, api: Api, options: Mapping[str, Any]) -> str:
    """The path below which an application of operations alone is."""
    if not getattr(app, "answers_operations", False):
        return ""
    url = api.server(options.get("base_url"), options.get("server"))
    return url.path.rstrip("/")


def _owning(client: Client) -> Client:
    """The client, which closes what it was given: nobody else knows of that."""
    vars(client)["_owner"] = True
    return client
