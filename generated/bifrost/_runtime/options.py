"""What a caller can change, for a client or for one request."""

from collections.abc import Mapping
from typing import TypeAlias, TypedDict

import httpx2

Timeout: TypeAlias = float | httpx2.Timeout | None
"""Seconds for connecting and for each read and write; None waits for ever."""


class ClientOptions(TypedDict, total=False):
    """What `with_options` changes, besides credentials."""

    base_url: str
    timeout: Timeout
    max_retries: int
    headers: Mapping[str, str]
    strict_responses: bool
    max_response_bytes: int | None
    """What a call holds of a body, decompressed; None for any size."""


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
