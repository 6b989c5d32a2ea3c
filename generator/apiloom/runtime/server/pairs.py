"""The names and values of query strings, forms and cookies, values still encoded."""

from typing import TypeAlias
from urllib.parse import unquote, unquote_plus

from starlette.types import Scope

from .wire import header_values

Pairs: TypeAlias = dict[str, list[str]]
"""Decoded names, each with the percent-encoded values that were sent under it."""


def query_pairs(scope: Scope) -> Pairs:
    """The query string of a request."""
    return split_pairs(scope.get("query_string", b""))


def split_pairs(text: bytes) -> Pairs:
    """Read `a=1&b=2`; a name without `=` has an empty value."""
    pairs: Pairs = {}
    if text:
        for pair in text.decode("latin-1").split("&"):
            if pair:
                name, _, value = pair.partition("=")
                pairs.setdefault(unquote_plus(name), []).append(value)
    return pairs


def cookie_pairs(scope: Scope) -> Pairs:
    """The cookies of a request (RFC 6265 section 4.2.1)."""
    pairs: Pairs = {}
    for header in header_values(scope, b"cookie"):
        for pair in header.split(";"):
            name, equals, value = pair.partition("=")
            if equals:
                value = value.strip()
                if len(value) > 1 and value[0] == value[-1] == '"':
                    value = value[1:-1]
                pairs.setdefault(unquote(name.strip()), []).append(value)
    return pairs
