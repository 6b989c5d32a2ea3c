"""The arguments of a client, beside those for credentials."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from apiloom.api.resolved_api import NamedScheme
from apiloom.core.identifiers import Identifier
from apiloom.python.syntax.expression import (
    NONE,
    Attribute,
    Name,
    Parameter,
    Sequence,
    Subscript,
    Symbol,
    Value,
    builtin,
    either,
    module,
    runtime,
)
from apiloom.python.targets.client.client_credentials import credential_type

SELF: Final = Parameter(Identifier("self"))
_BASE_URL: Final = Parameter(
    Identifier("base_url"), either((builtin("str"), NONE)), NONE
)
_SERVER: Final = Parameter(
    Identifier("server"), either((runtime("servers", "Server"), NONE)), NONE
)
_TIMEOUT: Final = Parameter(
    Identifier("timeout"),
    either((runtime("options", "Timeout"), runtime("missing", "Missing"))),
    runtime("missing", "MISSING"),
)
_RETRIES: Final = Parameter(Identifier("max_retries"), builtin("int"), Value(2))
_HEADERS: Final = Parameter(
    Identifier("headers"),
    either(
        (
            Subscript(
                Name(Symbol("collections.abc", "Mapping")),
                (builtin("str"), builtin("str")),
            ),
            NONE,
        )
    ),
    NONE,
)
_QUERY: Final = Parameter(
    Identifier("query"),
    either(
        (
            Subscript(
                Name(Symbol("collections.abc", "Mapping")),
                (builtin("str"), builtin("object")),
            ),
            NONE,
        )
    ),
    NONE,
)
_KEYS: Final = Parameter(Identifier("idempotency_keys"), builtin("bool"), Value(False))
_STRICT: Final = Parameter(
    Identifier("strict_responses"), builtin("bool"), Value(False)
)
_MAX_BYTES: Final = Parameter(
    Identifier("max_response_bytes"),
    either((builtin("int"), NONE)),
    runtime("response_limits", "MAX_RESPONSE_BYTES"),
)


def client_parameters(
    prefix: str, schemes: Iterable[NamedScheme], *, has_servers: bool
) -> tuple[Parameter, ...]:
    """What a client is made with; `prefix` is "" or "Async"."""
    middleware = Subscript(
        Name(Symbol("collections.abc", "Sequence")),
        (runtime("middleware", f"{prefix}Middleware"),),
    )
    http_type = Attribute(module("httpx2"), Identifier(f"{prefix}Client"))
    return (
        _BASE_URL,
        *((_SERVER,) if has_servers else ()),
        *(
            Parameter(scheme.argument, credential_type(scheme, prefix), NONE)
            for scheme in schemes
        ),
        _TIMEOUT,
        _RETRIES,
        _HEADERS,
        _QUERY,
        Parameter(Identifier("middleware"), middleware, Sequence(())),
        _KEYS,
        _STRICT,
        _MAX_BYTES,
        Parameter(Identifier("http_client"), either((http_type, NONE)), NONE),
    )
