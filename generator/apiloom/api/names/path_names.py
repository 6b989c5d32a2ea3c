"""What a schema without a name of its own is called: after its owner and its place.

`Team` and `properties/members/items` give `TeamMembersItem`; the parameter `status` of
the operation `listOrders` gives `ListOrdersStatus`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from apiloom.api.schema.derivation import (
    BESIDE,
    FURTHER,
    MERGED_ADDITIONAL,
    MERGED_ITEMS,
    OWN,
    SENT,
    merged_pattern,
    merged_position,
    merged_property,
    tag_of,
)
from apiloom.api.schema.list_entries import OPTION, entries_above, leading
from apiloom.api.schema.shapes import SchemaId
from apiloom.core.identifiers import Identifier, class_name
from apiloom.core.sign_words import spelled

_MERGED_PROPERTY: Final = merged_property("").tokens[0]
_TAG: Final = tag_of("").tokens[0]
_MERGED_PATTERN: Final = merged_pattern("").tokens[0]
_MERGED_POSITION: Final = merged_position(0).tokens[0]
_PATTERNS: Final = frozenset({"patternProperties", _MERGED_PATTERN})
_KEYED: Final = _PATTERNS.union({_MERGED_POSITION, "responses"})
"""Steps that have a word for what follows."""
_SILENT = frozenset({"$ref", *BESIDE.tokens, *FURTHER.tokens, "schema"})
_SKIPPING = frozenset({"allOf", "content", "type"})
_WITH_NAME = frozenset({"properties", _MERGED_PROPERTY, _TAG, "$defs", "headers"})
_MEMBERS = frozenset({"oneOf", "anyOf", OPTION, "prefixItems"})
_COMPONENT_KINDS = {
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
_PLACES = _SUFFIXES | {
    "properties": "Property",
    _MERGED_PROPERTY: "Property",
    _TAG: "Property",
    "patternProperties": "Value",
    _MERGED_PATTERN: "Value",
    "headers": "Header",
    "responses": "Response",
    "parameters": "Parameter",
    "oneOf": "Option",
    "anyOf": "Option",
    OPTION: "Option",
    "prefixItems": "Item",
    _MERGED_POSITION: "Item",
}
"""What stands there, for a schema that meets another of its name."""
_POSITION: Final = re.compile(r"(?:Option|Item)[0-9]+")
_LITERAL: Final = re.compile(r"\^?([A-Za-z][A-Za-z0-9]*)(?=[-_.:/\\]|$)")
"""What the keys that a pattern matches begin with, where that is a word."""
_HUMP: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^A-Z]+")

EntryWord = Callable[[SchemaId], Identifier]
"""What an entry of a list adds to a name."""


def component_name(owner: tuple[str, ...]) -> str:
    """What an owner that is no operation is called.

    Schemas have their bare names; a response is often called like the schema it holds.
    """
    name = owner[-1]
    kind = _COMPONENT_KINDS.get(owner[1]) if owner[:1] == ("components",) else None
    if kind is None or class_name(name).endswith(kind):
        return name
    return f"{name} {kind}"


@dataclass(frozen=True, slots=True)
class PathNames:
    """Names of what stands below an owner.

    `member` names the members of unions, `parameter` the parameters of operations.
    """

    member: EntryWord
    parameter: EntryWord

    def name(
        self, base: str, schema_id: SchemaId, depth: int, *, in_full: bool = False
    ) -> Identifier:
        """The class name for a schema `depth` tokens below what is called `base`.

        `in_full` repeats what the name of a union and that of its member both say,
        spells out the signs of properties, and tells media types.
        """
        name: str = class_name(base)
        tokens = schema_id.tokens
        position = depth
        while position < len(tokens):
            words, taken = self._words(schema_id, tokens, position)
            if in_full and tokens[position] in _WITH_NAME:
                words = class_name(spelled(tokens[position + 1]))
            elif in_full and tokens[position] == "content":
                words = class_name(tokens[position + 1].rpartition("/")[2])
            if in_full:
                name += words
            elif tokens[position] in _WITH_NAME:
                name = _continued(name, words)
            elif tokens[position] in _MEMBERS and not _POSITION.fullmatch(words):
                name = _joined(name, words)
            else:
                # Positions are counted anew in each list: none says what another does.
                name += words
            position += 1 + taken
        return Identifier(unicodedata.normalize("NFKC", name))

    def identity(self, schema_id: SchemaId) -> str:
        """A text that no other schema has, of words in the place of positions."""
        tokens = list(schema_id.tokens)
        for entry in entries_above(schema_id):
            position = len(entry.tokens) - 1
            words, _ = self._words(schema_id, entry.tokens, position - 1)
            tokens[position] = words or tokens[position]
        return "/".join(tokens)

    def _words(
        self, schema_id: SchemaId, tokens: tuple[str, ...], position: int
    ) -> tuple[str, int]:
        """What one step adds to a name, and how many steps after it belong to it."""
        step = tokens[position]
        following = tokens[position + 1] if position + 1 < len(tokens) else ""
        if step in _SUFFIXES:
            return _SUFFIXES[step], 0
        if step in _WITH_NAME:
            return class_name(following), 1
        if step in _KEYED:
            return _word_of_key(step, following), 1
        if step == "callbacks":
            return class_name(following), 2  # the second is the expression of a URL
        if step in _MEMBERS or step == "parameters":
            word = self.parameter if step == "parameters" else self.member
            if not following.isdigit():
                return "", 1
            return word(leading(schema_id, position + 2)), 1
        if step in _SKIPPING:
            return "", 1
        return ("", 0) if step in _SILENT else (class_name(step), 0)


def _word_of_key(step: str, key: str) -> str:
    """What one of several places is called, by what tells it apart."""
    if step == "responses":
        return f"Response{key.upper().replace('DEFAULT', 'Default')}"
    if step == _MERGED_POSITION:
        return f"Item{int(key) + 1}"
    literal = _LITERAL.match(key)
    return f"{class_name(literal[1]) if literal else ''}Value"


def kind_of_place(path: tuple[str, ...]) -> str:
    """What stands at the end of `path`: `Property`, `Item`, `Body` and so on.

    Empty for what stands right there where its owner does.
    """
    for position in range(len(path) - 1, -1, -1):
        if path[position] in _PLACES:
            return _PLACES[path[position]]
        if path[position : position + 1] == ("type",) and path[position + 1 :]:
            return class_name(path[position + 1])
    return ""


def kind_of_owner(owner: tuple[str, ...]) -> str:
    """What an owner is: `model`, `response`, `operation` and so on."""
    if owner[0] != "components":
        return "operation"
    return _COMPONENT_KINDS.get(owner[1], "Model").lower()


def _continued(owner: str, part: str) -> str:
    """The name of a part; words that its owner ends in and it begins with, once.

    `Account` and `AccountStatus` give `AccountStatus`.
    """
    before, after = _HUMP.findall(owner), _HUMP.findall(part)
    for length in range(min(len(before), len(after) - 1), 0, -1):
        if before[-length:] == after[:length]:
            return owner + "".join(after[length:])
    return owner + part


def _joined(owner: str, member: str) -> str:
    """The name of a member; words that the name of its owner says too, once.

    `Pet` and `PetCat` give `PetCat`, `JobStatus` and `Status` give `JobStatus`,
    `OrderSource` and `CardSource` give `OrderCardSource`.
    """
    before, after = _HUMP.findall(owner), _HUMP.findall(member)
    if before[-len(after) :] == after:
        return owner
    continued = _continued(owner, member)
    if continued != owner + member:
        return continued
    for length in range(min(len(before), len(after)) - 1, 0, -1):
        if before[-length:] == after[-length:]:
            return "".join(before[:-length]) + member
    return owner + member
