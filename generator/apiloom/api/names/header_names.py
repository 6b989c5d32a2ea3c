"""Attributes for the header fields of responses: one for each field of the document.

The name of a field is the same in any case (RFC 9110, section 5.1), and a field has one
attribute wherever it is declared: what is called `x_rate_limit` here is so everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from apiloom.api.ir import ApiSpec, Header, Operation
from apiloom.api.names.name_book import NameBook
from apiloom.api.names.name_choice import choose
from apiloom.core.identifiers import Identifier, digest_of, python_name, snake_name
from apiloom.core.sign_words import spelled
from apiloom.core.text import Text, reveal


def header_key(name: Text) -> str:
    """What a header field is known by, however it is spelled."""
    return reveal(name).lower()


def name_headers(api: ApiSpec, book: NameBook) -> dict[str, Identifier]:
    """The attribute of each header field that a response declares, by `header_key`."""
    headers = list(_headers(api.operations))
    given = _given(headers, book)
    names = dict(given)
    keys = dict.fromkeys(header_key(header.wire_name) for header in headers)
    for key in keys:
        name = book.shipped.headers.get(key, "")
        if key not in names and name and name not in names.values():
            names[key] = Identifier(name)
    by_rule = _by_rule(keys, given)
    for key in sorted(names.keys() - given.keys()):
        book.kept.add("header fields", names[key], by_rule[key])
    return _by_rule(keys, names)


def _headers(operations: Iterable[Operation]) -> Iterator[Header]:
    for operation in operations:
        for response in operation.responses:
            yield from response.headers


def _given(headers: Iterable[Header], book: NameBook) -> dict[str, Identifier]:
    """The user's names, which stand at the headers of responses."""
    given: dict[str, Identifier] = {}
    for header in sorted(headers, key=lambda header: header.where):
        pointer, key = header.where.pointer, header_key(header.wire_name)
        name = book.overrides.at(pointer)
        if name is None or given.get(key) == name:
            continue
        if name in given.values():
            book.overrides.refuse_at(pointer, "another header field is called so")
        elif key in given:
            why = f"the header field is called {given[key]!a} elsewhere"
            book.overrides.refuse_at(pointer, why)
        else:
            given[key] = name
    return given


def _by_rule(
    keys: Iterable[str], taken: Mapping[str, Identifier]
) -> dict[str, Identifier]:
    """The attributes of all fields, where some are `taken` already."""
    waiting = {key: _candidates(key) for key in keys if key not in taken}
    return {**taken, **choose(waiting, frozenset(taken.values()), key=str)}


def _candidates(key: str) -> tuple[Identifier, ...]:
    name = python_name(Text(key), "header")
    in_words = snake_name(spelled(key), "header")
    return name, in_words, Identifier(f"{name}_{digest_of(key)}")
