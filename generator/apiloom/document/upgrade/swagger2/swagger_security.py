"""Security schemes of Swagger 2.0 ("Security Scheme Object")."""

from __future__ import annotations

from typing import Final

from apiloom.document.source import Json, JsonObject

_FLOWS: Final = {
    "implicit": "implicit",
    "password": "password",
    "application": "clientCredentials",
    "accessCode": "authorizationCode",
}
_OF_FLOW: Final = ("authorizationUrl", "tokenUrl", "scopes")


def scheme_of(old: JsonObject) -> JsonObject:
    """A security scheme object of 3.x; what is unknown stays for others to report."""
    if old.get("type") == "basic":
        rest = {name: value for name, value in old.items() if name != "type"}
        return {"type": "http", "scheme": "basic", **rest}
    flow = _flow_of(old.get("flow"))
    if old.get("type") != "oauth2" or flow is None:
        return old
    moved = {name: old[name] for name in _OF_FLOW if name in old}
    rest = {
        name: value
        for name, value in old.items()
        if name not in moved and name != "flow"
    }
    return {**rest, "flows": {flow: {"scopes": {}, **moved}}}


def _flow_of(written: Json) -> str | None:
    return _FLOWS.get(written) if isinstance(written, str) else None
