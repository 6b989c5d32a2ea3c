"""Server objects (OpenAPI 3.1, section 4.8.5) with their variables filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from apiloom.api.ir import Server
from apiloom.api.parse.object_reader import Reader
from apiloom.core.text import Text, reveal
from apiloom.document.source.addresses import path_from

_VARIABLE = re.compile(r"\{([^{}]*)\}")
_WHOLE = re.compile(r"https?://[^\s/?#@{}]+(/[^\s?#{}]*)?")
"""A base URL of a client, which has neither credentials nor query nor fragment."""
_PATH = re.compile(
    r"/(?!/)[^\s?#{}\x00-\x1f\x7f]*"
    r"|[^\s/?#{}:@\x00-\x1f\x7f]+(/[^\s?#{}\x00-\x1f\x7f]*)?"
)
"""A path, from the root or relative (RFC 3986, section 4.2)."""


def servers_of(root: Reader) -> Iterator[Server]:
    """Each server, its URL template expanded with the variables' defaults."""
    for item in root.items("servers"):
        url = item.text("url")
        if url is not None:
            expanded = _expand(reveal(url), item)
            text = item.text("description")
            yield Server(Text(expanded), text, _is_whole(expanded))


def own_server_of(owner: Reader) -> Text | None:
    """The server that an operation or a path item has in place of the document's.

    A whole URL, or a path to be resolved against that of the client (RFC 3986, section
    5.2): by the letter it is relative to where the document is, which nobody knows.
    """
    for server in servers_of(owner):
        if server.is_whole or _PATH.fullmatch(reveal(server.url)):
            return server.url
        owner.complain(
            "server-ignored",
            f"the server {server.url!r} does not say where it is",
            "requests go to the server of the whole document",
        )
        return None
    return None


def served_at(own: Text | None, servers: Sequence[Server]) -> Text | None:
    """The path from the root where a relative server is, beside those of the document.

    `None` for a whole URL: where that leads is not for a path to say.
    """
    if own is None or _is_whole(reveal(own)):
        return None
    base = reveal(servers[0].url) if servers and servers[0].is_whole else "/"
    return Text(path_from(base, reveal(own)))


def _is_whole(url: str) -> bool:
    return _WHOLE.fullmatch(url) is not None


def _expand(template: str, server: Reader) -> str:
    defaults: dict[str, str] = {}
    variables = server.object_member("variables")
    for name, variable in variables.entries() if variables is not None else ():
        default = variable.written("default")
        if default is not None:
            defaults[name] = reveal(default)
    for name in _VARIABLE.findall(template):
        if name not in defaults:
            described = None if variables is None else variables.object_member(name)
            (server if described is None else described).complain(
                "server-variable-unknown",
                f"the server variable {Text(name)!r} has no default",
                "callers have to pass `base_url`",
                () if described is None else ("default",),
            )
    return _VARIABLE.sub(lambda match: defaults.get(match[1], match[0]), template)
