"""Security schemes in the client: their descriptors, and the types of arguments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from apiloom.api.resolved_api import NamedScheme
from apiloom.core.identifiers import Identifier
from apiloom.core.text import Text
from apiloom.python.syntax.expression import (
    NONE,
    Call,
    Expression,
    Value,
    either,
    runtime,
)

_TOKEN_SOURCES: Final = ("ClientCredentials", "RefreshToken")
"""Credentials of the runtime that get their tokens by themselves."""


def token_sources(schemes: Iterable[NamedScheme]) -> tuple[str, ...]:
    """The classes of the runtime that these schemes take beside a token."""
    has_flows = any(named.scheme.flows is not None for named in schemes)
    return _TOKEN_SOURCES if has_flows else ()


def scheme_descriptor(named: NamedScheme) -> Expression:
    """What tells the client where a secret of this scheme is written."""
    scheme, argument = named.scheme, Value(named.argument)
    if scheme.kind == "basic":
        return Call(runtime("auth", "Basic"), (argument,))
    if scheme.kind == "apiKey":
        location = Value(Text(scheme.location or "header"))
        return Call(
            runtime("auth", "ApiKey"), (argument, location, Value(scheme.wire_name))
        )
    if scheme.flows is not None:
        urls = (
            ("token_url", scheme.flows.token_url),
            ("refresh_url", scheme.flows.refresh_url),
        )
        keywords = tuple((Identifier(key), Value(url)) for key, url in urls if url)
        return Call(runtime("auth", "OAuth2"), (argument,), keywords)
    return Call(runtime("auth", "Bearer"), (argument,))


def credential_type(named: NamedScheme, prefix: str) -> Expression:
    """The type of the client's argument for a scheme."""
    kind = "Login" if named.scheme.kind == "basic" else f"{prefix}Token"
    granted = tuple(runtime("oauth", source) for source in token_sources((named,)))
    return either((runtime("auth", kind), *granted, NONE))
