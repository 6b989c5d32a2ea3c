"""Arguments of clients: one for the credential of each security scheme."""

from __future__ import annotations

from collections.abc import Mapping

from apiloom.api.ir import SecurityScheme
from apiloom.api.names.name_book import NameBook
from apiloom.api.names.name_choice import choose
from apiloom.api.names.name_overrides import NameOverrides
from apiloom.api.resolved_api import NamedScheme
from apiloom.core.identifiers import Identifier, digest_of, python_name
from apiloom.core.text import Text, reveal

RESERVED_CREDENTIALS = frozenset(
    {
        "base_url",
        "headers",
        "http_client",
        "idempotency_keys",
        "max_response_bytes",
        "max_retries",
        "middleware",
        "options",
        "query",
        "self",
        "server",
        "settings",
        "super",
        "strict_responses",
        "timeout",
    }
)
"""The other arguments of a client; a test holds this against the runtime."""


def name_schemes(
    schemes: tuple[SecurityScheme, ...], book: NameBook
) -> tuple[NamedScheme, ...]:
    """Each scheme with the name of the argument that holds its credential."""
    given = _given(schemes, book.overrides)
    names = dict(given)
    for scheme in schemes:
        name = book.shipped.credentials.get(reveal(scheme.key), "")
        usable = name and name not in RESERVED_CREDENTIALS
        if scheme.key not in names and usable and name not in names.values():
            names[scheme.key] = Identifier(name)
    by_rule = _by_rule(schemes, given)
    for key in sorted(names.keys() - given.keys()):
        book.kept.add("credentials", names[key], by_rule[key])
    names = _by_rule(schemes, names)
    return tuple(NamedScheme(scheme, names[scheme.key]) for scheme in schemes)


def _given(
    schemes: tuple[SecurityScheme, ...], overrides: NameOverrides
) -> dict[Text, Identifier]:
    """The user's names for schemes."""
    given: dict[Text, Identifier] = {}
    for scheme in sorted(schemes, key=lambda scheme: scheme.where):
        pointer = scheme.where.pointer
        name = overrides.at(pointer)
        if name is None:
            continue
        if name in RESERVED_CREDENTIALS:
            overrides.refuse_at(pointer, "clients have an argument of that name")
        elif name in given.values():
            overrides.refuse_at(pointer, "another security scheme is called so")
        else:
            given[scheme.key] = name
    return given


def _by_rule(
    schemes: tuple[SecurityScheme, ...], taken: Mapping[Text, Identifier]
) -> dict[Text, Identifier]:
    """The names of all schemes, where some are `taken` already."""
    waiting = {
        scheme.key: _candidates(scheme.key)
        for scheme in schemes
        if scheme.key not in taken
    }
    chosen = choose(
        waiting,
        {*RESERVED_CREDENTIALS, *taken.values()},
        key=str,
        written={key: reveal(key) for key in waiting},
    )
    return {**taken, **chosen}


def _candidates(key: Text) -> tuple[Identifier, ...]:
    name = python_name(key, "scheme")
    if name in RESERVED_CREDENTIALS:
        name = Identifier(f"{name}_auth")
    return name, Identifier(f"{name}_{digest_of(reveal(key))}")
