"""Names, as a function of where a schema stands.

A component is called what the document calls it. A schema without a name of its own
is called after its owner and the way to it. A clash is settled by the pointer, never
by a counter, so that adding something renames nothing else; a name that has shipped
is kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from apiloom.api.resolve.name_overrides import NameOverrides
from apiloom.api.schema.derivation import (
    BESIDE,
    FURTHER,
    MERGED_ADDITIONAL,
    MERGED_ITEMS,
    OWN,
    SENT,
    merged_option,
    merged_property,
)
from apiloom.api.schema.shapes import SchemaId
from apiloom.core.diagnostics import Report
from apiloom.core.identifiers import Identifier, class_name, digest_of, fold, is_name
from apiloom.core.location import Pointer

_PLACE: Final = re.compile(r"models\.(\w+):(\w+)")
_SILENT = frozenset({"$ref", *BESIDE.tokens, *FURTHER.tokens, "schema"})
_SKIPPING = frozenset({"allOf", "content", "type"})
_WITH_NAME = frozenset(
    {"properties", merged_property("").tokens[0], "$defs", "headers"}
)
_WITH_INDEX = frozenset(
    {"oneOf", "anyOf", merged_option(0).tokens[0], "prefixItems", "parameters"}
)
_KINDS = {
    "responses": "Response",
    "requestBodies": "Body",
    "parameters": "Parameter",
    "headers": "Header",
}
_SUFFIXES = {
    "items": "Item",
    "itemSchema": "Item",
    MERGED_ITEMS.tokens[0]: "Item",
    "additionalProperties": "Value",
    MERGED_ADDITIONAL.tokens[0]: "Value",
    "requestBody": "Body",
    OWN.tokens[0]: "Base",
    SENT.tokens[0]: "Input",
}


def component_name(owner: tuple[str, ...]) -> str:
    """What an owner that is no operation is called.

    Schemas have their bare names; a response is often called like the schema it holds.
    """
    name = owner[-1]
    kind = _KINDS.get(owner[1]) if owner[:1] == ("components",) else None
    if kind is None or class_name(name).endswith(kind):
        return name
    return f"{name} {kind}"


def name_from_path(owner: str, path: tuple[str, ...]) -> Identifier:
    """The class name for a schema that stands `path` below `owner`.

    `Team` and `properties/members/items` give `TeamMembersItem`.
    """
    parts: list[str] = [class_name(owner)]
    tokens = iter(path)
    for token in tokens:
        parts.extend(_words(token, tokens))
    return Identifier(unicodedata.normalize("NFKC", "".join(parts)))


def _words(step: str, rest: Iterator[str]) -> Iterator[str]:
    """What one step adds to a name; it takes the steps that belong to it."""
    if step in _SUFFIXES:
        yield _SUFFIXES[step]
    elif step in _WITH_NAME:
        yield class_name(next(rest, ""))
    elif step == "responses":
        yield f"Response{next(rest, '').upper().replace('DEFAULT', 'Default')}"
    elif step == "callbacks":
        yield class_name(next(rest, ""))
        next(rest, None)  # the expression of its address
    elif step in _WITH_INDEX:
        index = next(rest, "")
        yield f"Option{int(index) + 1}" if index.isdigit() else ""
    elif step in _SKIPPING:
        next(rest, None)
    elif step not in _SILENT:
        yield class_name(step)


@dataclass(slots=True)
class NameAllocator:
    """Hands out names of types; they differ after NFKC and case folding.

    `shipped` has the names of an earlier run by what `place` says of their pointers;
    those that the user gives come first.
    """

    report: Report
    overrides: NameOverrides
    shipped: Mapping[str, str] = field(default_factory=dict)
    place: Callable[[Pointer], str] = str
    _taken: dict[str, str] = field(default_factory=dict)

    def shipped_name(self, schema_id: SchemaId) -> Identifier | None:
        """The name that an earlier run gave to this schema."""
        return self._shipped_as(schema_id)[1]

    def shipped_module(self, schema_id: SchemaId) -> Identifier | None:
        """The module, below `models`, that an earlier run put this schema in."""
        return self._shipped_as(schema_id)[0]

    def _shipped_as(
        self, schema_id: SchemaId
    ) -> tuple[Identifier | None, Identifier | None]:
        """Module and name; neither if somebody put into the manifest what is none.

        What is called after something with a given name is called anew.
        """
        if self.overrides.covers(schema_id.pointer):
            return None, None
        match = _PLACE.fullmatch(self.shipped.get(self.place(schema_id.text), ""))
        if match is None or not all(map(is_name, match.groups())):
            return None, None
        return Identifier(match[1]), Identifier(match[2])

    def claim(self, given: Identifier, pointer: Pointer) -> None:
        """Complain where a schema cannot have the name that the user gives to it."""
        if given[0] != given[0].upper():
            self.overrides.refuse_at(pointer, "a class begins with a capital letter")
        if fold(given) in self._taken:
            self.overrides.refuse_at(
                pointer, f"that is the name of {self._taken[fold(given)]!a}"
            )

    def allocate(self, preferred: Identifier, schema_id: SchemaId) -> Identifier:
        """`preferred`; where that is taken, with a digest of the pointer."""
        name = preferred
        if fold(name) in self._taken:
            name = Identifier(f"{preferred}_{digest_of(schema_id.text)}")
            self.report.note(
                "name-clash",
                f"the name {preferred} is taken, so this schema is called {name}",
                schema_id.document,
                schema_id.pointer,
                "the first in order of JSON pointers has it, or the one that shipped",
            )
        self._taken[fold(name)] = schema_id.pointer
        return name


def owner_path(schema_id: SchemaId) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Split a pointer: what owns the schema, and the way from there.

    The owner is a component (`components/schemas/Pet`), an operation
    (`paths/~1pets/get`, `paths/~1pets/additionalOperations/COPY`) or, for anything
    else, the first two steps.
    """
    tokens = schema_id.tokens
    depth = 3 if tokens[:1] in {("components",), ("paths",), ("webhooks",)} else 2
    if tokens[:1] == ("paths",) and tokens[2:3] == ("additionalOperations",):
        depth = 4
    return tokens[:depth], tokens[depth:]
