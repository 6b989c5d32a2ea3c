"""Where an API is, as Swagger 2.0 says it ("Swagger Object")."""

from __future__ import annotations

from typing import Final

from apiloom.document.source import Json, JsonObject
from apiloom.document.upgrade.swagger2.conversion import media_types

PARTS: Final = frozenset({"host", "basePath", "schemes"})


def urls_of(old: JsonObject) -> list[Json]:
    """`host`, `basePath` and `schemes` as URLs, the safe ones first.

    Without `schemes` it is those by which the document was fetched, which nobody
    knows here: HTTPS is assumed.
    """
    host, base = old.get("host"), old.get("basePath")
    path = base.strip().strip("/") if isinstance(base, str) else ""
    path = f"/{path}" if path else ""
    if not isinstance(host, str) or not host.strip():
        return [{"url": path}] if path else []
    known = [scheme for scheme in media_types(old.get("schemes", [])) if scheme]
    schemes = sorted(known, key=lambda scheme: scheme != "https") or ["https"]
    return [
        {"url": f"{scheme}://{host.strip().rstrip('/')}{path}"} for scheme in schemes
    ]
