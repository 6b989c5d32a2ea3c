"""Servers of the document: what each is called, and the arguments for its variables.

`{url: "https://sandbox.example.org", description: Sandbox}` is `Servers.sandbox()`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from apiloom.api.ir import Server
from apiloom.api.names.name_book import NameBook
from apiloom.api.names.name_choice import choose
from apiloom.api.names.name_overrides import NameOverrides
from apiloom.api.resolved_api import NamedServer
from apiloom.core.identifiers import Identifier, digest_of, python_name, snake_name
from apiloom.core.text import Text, reveal
from apiloom.core.words import words_of

_LONGEST: Final = 40
"""A description that is longer is a sentence and no name."""
_VARIABLE: Final = re.compile(r"\{[^{}]*\}")
_SCHEME: Final = re.compile(r"^[a-z]+://")
_ENVIRONMENTS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("production", "prod"), "production"),
    **dict.fromkeys(("staging", "stage"), "staging"),
    **dict.fromkeys(("development", "dev"), "development"),
    **dict.fromkeys(("local", "localhost"), "local"),
    **dict.fromkeys(("testing", "test"), "test"),
    **{
        word: word
        for word in ("sandbox", "qa", "uat", "demo", "beta", "preview", "live", "mock")
    },
}
"""Words that say what a server is for, and the word of each that is most usual."""


def name_servers(servers: Sequence[Server], book: NameBook) -> tuple[NamedServer, ...]:
    """The servers that can be talked to, with their names; of twins the first."""
    by_template = {server.template: server for server in reversed(servers)}
    usable = [
        server
        for server in servers
        if server.is_usable and by_template[server.template] is server
    ]
    given = _given(usable, book.overrides)
    names = dict(given)
    for server in usable:
        name = book.shipped.servers.get(reveal(server.template), "")
        if name and server.template not in names and name not in names.values():
            names[server.template] = Identifier(name)
    by_rule = _by_rule(usable, given)
    for key in sorted(names.keys() - given.keys()):
        book.kept.add("servers", names[key], by_rule[key])
    names = _by_rule(usable, names)
    return tuple(
        NamedServer(server, names[server.template], _arguments(server, book))
        for server in usable
    )


def _given(
    servers: Sequence[Server], overrides: NameOverrides
) -> dict[Text, Identifier]:
    """The user's names for servers."""
    given: dict[Text, Identifier] = {}
    for server in servers:
        name = overrides.at(server.pointer)
        if name is None:
            continue
        if name in given.values():
            overrides.refuse_at(server.pointer, "another server is called so")
        else:
            given[server.template] = name
    return given


def _by_rule(
    servers: Sequence[Server], taken: Mapping[Text, Identifier]
) -> dict[Text, Identifier]:
    """The names of all servers, where some are `taken` already."""
    waiting = {
        server.template: tuple(dict.fromkeys(_candidates(server, len(servers))))
        for server in servers
        if server.template not in taken
    }
    return {**taken, **choose(waiting, set(taken.values()), key=str)}


def _candidates(server: Server, count: int) -> Iterator[Identifier]:
    """Its name, what its description says, what its URL says, and a digest at last."""
    if server.name is not None and words_of(reveal(server.name)):
        yield python_name(server.name, "server")
    description = "" if server.description is None else reveal(server.description)
    yield from _environment(description)
    if count == 1:
        yield Identifier("default")
    if len(description) <= _LONGEST and words_of(description):
        yield snake_name(description, "server")
    url = _VARIABLE.sub("", reveal(server.template))
    address = _SCHEME.sub("", url)
    yield from _environment(address)
    for text in (address, url):
        if words_of(text):
            yield snake_name(text, "server")
    yield Identifier(f"server_{digest_of(reveal(server.template))}")


def _environment(text: str) -> Iterator[Identifier]:
    """The one word of a text that says what a server is for, if there is one."""
    known = {_ENVIRONMENTS[word] for word in words_of(text) if word in _ENVIRONMENTS}
    if len(known) == 1:
        yield Identifier(known.pop())


def _arguments(server: Server, book: NameBook) -> tuple[Identifier, ...]:
    """A keyword argument for each variable."""
    shipped = book.shipped.server_variables.get(reveal(server.template), {})
    kept = {
        variable.name: Identifier(shipped[reveal(variable.name)])
        for variable in server.variables
        if reveal(variable.name) in shipped
    }
    waiting = {
        variable.name: (
            name := python_name(variable.name, "variable"),
            Identifier(f"{name}_{digest_of(reveal(variable.name))}"),
        )
        for variable in server.variables
        if variable.name not in kept
    }
    written = {name: reveal(name) for name in waiting}
    names = kept | choose(waiting, set(kept.values()), key=str, written=written)
    return tuple(names[variable.name] for variable in server.variables)
