"""What a caller can change, for a client or for one request."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias, TypedDict

import httpx2

from .middleware import AsyncMiddleware, Middleware
from .servers import Server

Timeout: TypeAlias = float | httpx2.Timeout | None
"""Seconds for connecting and for each read and write; None waits for ever."""


class CommonOptions(TypedDict, total=False):
    """What `with_options` changes of both clients."""

    base_url: str
    server: Server
    timeout: Timeout
    max_retries: int
    headers: Mapping[str, str]
    query: Mapping[str, object]
    """Added to those that every request carries."""
    idempotency_keys: bool
    """Whether each POST and PATCH has a key, and may be sent again."""
    strict_responses: bool
    max_response_bytes: int | None
    """What a call holds of a body, decompressed; None for any size."""


class ClientOptions(CommonOptions, total=False):
    """What `with_options` changes, besides credentials."""

    middleware: Sequence[Middleware]


class AsyncClientOptions(CommonOptions, total=False):
    """The same of an async client."""

    middleware: Sequence[AsyncMiddleware]


class RequestOptions(TypedDict, total=False):
    """Options of one request; each overrides what the client was made with."""

    base_url: str
    """Where it goes instead; credentials are sent to the client's own origin alone."""
    timeout: Timeout
    max_retries: int
    headers: Mapping[str, str]
    """Sent in place of any header field of the same name."""
    query: Mapping[str, object]
    """Sent in place of any query parameter of the same name."""
    idempotency_key: str | None
    """The key that all attempts have, and may be sent again by; None for none."""
    content_type: str
    """The media type of the body, where the document declares several, or a range."""
    deadline: float
    """Seconds for the whole call: attempts, pauses between them, and reading."""
    max_response_bytes: int | None
    """What the call holds of a body, decompressed; None for any size."""
    strict_responses: bool


_NO_OPTIONS: RequestOptions = {}


def checked(options: RequestOptions | None) -> RequestOptions:
    """The options, none of them misspelt; TypeError otherwise."""
    if not options:
        return _NO_OPTIONS
    for name in options:
        if name not in RequestOptions.__annotations__:
            known = ", ".join(RequestOptions.__annotations__)
            raise TypeError(f"unknown request option {name!r}; there are {known}")
    return options


def sent_as(
    options: RequestOptions | None, content_type: str | None
) -> RequestOptions | None:
    """The options, with the media type that the caller has chosen for the body."""
    if content_type is None:
        return options
    return {**(options or _NO_OPTIONS), "content_type": content_type}
