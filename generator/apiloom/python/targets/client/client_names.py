"""What a client adds to the public names of a package."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from apiloom.api.media_type_kinds import is_streamed
from apiloom.api.resolved_api import NamedScheme, ResolvedApi
from apiloom.core.identifiers import Identifier
from apiloom.python.targets.client.client_credentials import token_sources
from apiloom.python.targets.client.events import has_events
from apiloom.python.targets.client.response_headers import declares_headers

_ALWAYS: Final[Mapping[str, tuple[str, ...]]] = {
    "client": ("AsyncClient", "Client"),
    "errors": ("errors",),
    "_runtime.decode": ("RawResponse",),
    "_runtime.middleware": (
        *("AsyncMiddleware", "AsyncSend", "Attempt", "Middleware", "Send"),
    ),
    "_runtime.missing": ("MISSING",),
    "_runtime.open_response": ("AsyncStreamedResponse", "StreamedResponse"),
    "_runtime.options": ("RequestOptions",),
    "_runtime.telemetry": ("async_tracing", "tracing"),
    "_runtime.uploads": ("File", "Upload"),
}
"""What users annotate with, catch and give, by the modules that have it."""
_SERVERS: Final = {"_runtime.servers": ("Server",), "servers": ("Servers",)}
_HEADERS: Final = {"_runtime.declared_response": ("DeclaredResponse",)}
_STREAMS: Final = {"_runtime.streams": ("AsyncStream", "Stream")}


def client_names(
    api: ResolvedApi, schemes: Iterable[NamedScheme]
) -> tuple[tuple[Identifier, str], ...]:
    """Each name, and the module that has it."""
    offered = dict(_ALWAYS)
    if api.servers:
        offered |= _SERVERS
    if any(map(declares_headers, api.spec.operations)):
        offered |= _HEADERS
    if any(map(is_streamed, api.spec.operations)):
        offered |= _STREAMS
    offered["_runtime.oauth"] = token_sources(schemes)
    if has_events(api.spec.incoming):
        offered["webhooks"] = ("webhooks",)
    return tuple(
        (Identifier(name), module)
        for module, names in offered.items()
        for name in names
    )
