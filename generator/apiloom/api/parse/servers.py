"""Server objects (OpenAPI 3.1, section 4.8.5) with their variables filled in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from apiloom.api.ir import Server, ServerVariable
from apiloom.api.parse.object_reader import Reader
from apiloom.core.location import child
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
_NAMES = ("name", "x-name", "x-speakeasy-server-id")
"""What a server is called by: a member of OpenAPI 3.2, or what stood for it before."""
_STAND_IN = "http"
"""A value of a variable that can be any part of a URL."""


def servers_of(root: Reader) -> Iterator[Server]:
    """Each server, its URL template expanded with the variables' defaults."""
    for item in root.items("servers"):
        url = item.text("url")
        if url is not None:
            expanded = _expand(reveal(url), item)
            variables = tuple(_variables(reveal(url), item))
            filled = _VARIABLE.sub(_stand_in(variables), reveal(url))
            yield Server(
                Text(expanded),
                item.text("description"),
                _is_whole(expanded),
                is_path=_is_path(expanded),
                path=_path_of(expanded),
                base_path=_base_path_of(expanded),
                template=url,
                variables=variables,
                name=_name_of(item),
                is_usable=_is_whole(filled) or _is_path(filled),
                pointer=item.pointer,
            )


def check_servers(root: Reader, servers: Sequence[Server]) -> None:
    """Report the servers of the document that no request can be sent to."""
    items = {item.pointer: item for item in root.items("servers")}
    for server in servers:
        if not server.is_usable:
            items[server.pointer].complain(
                "server-unusable",
                f"the server {server.template!r} is not one of HTTP, nor a path",
                "clients cannot talk to it by name: callers have to pass `base_url`",
                ("url",),
            )


def own_server_of(owner: Reader) -> Text | None:
    """The server that an operation or a path item has in place of the document's.

    A whole URL, or a path to be resolved against that of the client (RFC 3986, section
    5.2): by the letter it is relative to where the document is, which nobody knows.
    """
    for server in servers_of(owner):
        if server.is_whole or server.is_path:
            _tell_of_variables(owner, server)
            return server.url
        owner.complain(
            "server-ignored",
            f"the server {server.url!r} does not say where it is",
            "requests go to the server of the whole document",
        )
        return None
    return None


def _tell_of_variables(owner: Reader, server: Server) -> None:
    """Say what variables of a server have no argument, since only its URL is kept."""
    named = ", ".join(f"{variable.name!r}" for variable in server.variables)
    if named:
        owner.report.note(
            "server-variable-fixed",
            f"the default of {named} is sent to, at the server {server.template!r}",
            owner.document,
            child(owner.pointer, "servers"),
            "another value is sent to with `base_url` of the options of a call",
        )


def served_at(own: Text | None, servers: Sequence[Server]) -> Text | None:
    """The path from the root where a relative server of an operation is.

    `None` where it has none, and for a whole URL: where that leads is not for a path to
    say. Below the servers of the document all operations are.
    """
    if own is None or _is_whole(reveal(own)):
        return None
    first = servers[0] if servers else None
    base = None if first is None else first.url if first.is_whole else first.path
    return Text(path_from("/" if base is None else reveal(base), reveal(own)))


def _is_whole(url: str) -> bool:
    return _WHOLE.fullmatch(url) is not None


def _is_path(url: str) -> bool:
    return _PATH.fullmatch(url) is not None


def _path_of(url: str) -> Text | None:
    """Where a path leads from the root.

    By the letter it is relative to where the document is (section 4.8.5), which nobody
    knows: clients resolve it against a host, and servers answer there too.
    """
    path = path_from("/", url).rstrip("/") if _is_path(url) else ""
    return Text(path) if path else None


def _base_path_of(url: str) -> Text | None:
    """The path of a server, whole URL or not, below which its operations are."""
    whole = _WHOLE.fullmatch(url)
    if whole is None:
        return _path_of(url)
    path = (whole[1] or "").rstrip("/")
    return Text(path) if path else None


def _name_of(item: Reader) -> Text | None:
    names = (item.text(key) for key in _NAMES)
    return next((name for name in names if name is not None), None)


def _variables(template: str, server: Reader) -> Iterator[ServerVariable]:
    """The variables that stand in a template, in that order."""
    described = server.object_member("variables")
    for name in dict.fromkeys(_VARIABLE.findall(template)):
        variable = None if described is None else described.object_member(name)
        if variable is None:
            yield ServerVariable(Text(name), None, (), None)
            continue
        values = tuple(
            Text(item.value)
            for item in variable.items("enum")
            if isinstance(item.value, str)
        )
        default, text = variable.written("default"), variable.text("description")
        yield ServerVariable(Text(name), default, values, text)


def _stand_in(variables: Iterable[ServerVariable]) -> Callable[[re.Match[str]], str]:
    """What fills a template to see what it would be: defaults, else any value."""
    known: dict[str, str] = {}
    for variable in variables:
        value = variable.default or next(iter(variable.values), None)
        known[reveal(variable.name)] = _STAND_IN if value is None else reveal(value)
    return lambda match: known[match[1]]


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
                "callers have to give it a value, or pass `base_url`",
                () if described is None else ("default",),
            )
    return _VARIABLE.sub(lambda match: defaults.get(match[1], match[0]), template)
