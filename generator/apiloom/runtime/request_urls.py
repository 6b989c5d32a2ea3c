"""URLs of requests: what they begin with is parsed once."""

import re
from functools import lru_cache
from typing import Any

import httpx2

_TEXT = r"[A-Za-z0-9\-._~!$&'()*+,;=:@]*"
_QUERY_TEXT = _TEXT.replace("@", "@/?")
_TRIPLE = "%[0-9A-Fa-f]{2}"
_ENCODED = re.compile(
    rf"((?:/(?!\.){_TEXT}(?:{_TRIPLE}{_TEXT})*)+)"
    rf"(?:\?({_QUERY_TEXT}(?:{_TRIPLE}{_QUERY_TEXT})*))?"
)
"""A path and a query (RFC 3986, section 3) in which nothing is left to encode, and no
segment may be a dot segment."""
_LONGEST = 32 * 1024
"""httpx2 refuses twice as many characters."""
_PARTS = "_uri_reference"


def url_below(base: str, target: str) -> httpx2.URL:
    """What httpx2 makes of `base` with a path, and perhaps a query, behind it.

    Where all is encoded as httpx2 would do it, only the base is looked at, and that
    once: to parse a URL takes httpx2 longer than anything else in a request.
    """
    match = _ENCODED.fullmatch(target) if len(target) < _LONGEST else None
    parts = None if match is None else _parts_of(base)
    if match is None or parts is None:
        return httpx2.URL(base + target)
    return _url(parts, match[1], match[2])


def _url(base: Any, path: str, query: str | None) -> httpx2.URL:
    url = object.__new__(httpx2.URL)
    vars(url)[_PARTS] = base._replace(path=base.path + path, query=query)
    return url


@lru_cache(maxsize=128)
def _parts_of(base: str) -> Any:
    """How httpx2 holds the URL; None where this version of it does so in another way.

    It has no public way to put a URL together of parts that are encoded.
    """
    held = vars(httpx2.URL(base))
    parts = held.get(_PARTS)
    if len(base) > _LONGEST or held.keys() != {_PARTS} or not _is_plain(parts):
        return None
    made, parsed = _url(parts, "/a%2Fb", "c=%26"), httpx2.URL(f"{base}/a%2Fb?c=%26")
    return parts if vars(made) == vars(parsed) else None


def _is_plain(parts: Any) -> bool:
    """Whether these are named parts of a URL that has neither query nor fragment."""
    if not {"path", "query", "fragment"}.issubset(getattr(parts, "_fields", ())):
        return False
    return parts.query is None and parts.fragment is None
