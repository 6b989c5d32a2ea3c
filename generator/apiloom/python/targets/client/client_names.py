"""What a client adds to the public names of a package."""

from __future__ import annotations

from collections.abc import Iterable

from apiloom.api.ir import Incoming
from apiloom.api.resolved_api import NamedScheme
from apiloom.core.identifiers import Identifier
from apiloom.python.targets.client.client_credentials import token_sources
from apiloom.python.targets.client.webhook_plan import has_events


def client_names(
    schemes: Iterable[NamedScheme], incoming: tuple[Incoming, ...]
) -> tuple[tuple[Identifier, str], ...]:
    """Each name, and the module that has it."""
    offered = {"AsyncClient": "client", "Client": "client", "errors": "errors"}
    offered |= dict.fromkeys(("File", "Upload"), "_runtime.uploads")
    offered |= dict.fromkeys(token_sources(schemes), "_runtime.oauth")
    if has_events(incoming):
        offered["webhooks"] = "webhooks"
    return tuple((Identifier(name), module) for name, module in offered.items())
