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

from apiloom.core.identifiers import Identifier, class_name
from apiloom.core.location import ROOT, Pointer, child

_SILENT = frozenset({"$ref", "~beside", "~and", "schema"})
_SKIPPING = frozenset({"allOf", "content", "type"})
_WITH_NAME = frozenset({"properties", "~both", "$defs", "headers"})
_MEMBERS = frozenset({"oneOf", "anyOf", "~each", "prefixItems"})
_COMPONENT_KINDS = {
    "responses": "Response",
    "requestBodies": "Body",
    "parameters": "Parameter",
    "headers": "Header",
}
_SUFFIXES = {
    "items": "Item",
    "itemSchema": "Item",
    "~both-items": "Item",
    "additionalProperties": "Value",
    "~both-additional": "Value",
    "requestBody": "Body",
    "~own": "Base",
    "~sent": "Input",
}
_PLACES = _SUFFIXES | {
    "properties": "Property",
    "~both": "Property",
    "patternProperties": "Value",
    "headers": "Header",
    "responses": "Response",
    "parameters": "Parameter",
    "oneOf": "Option",
    "anyOf": "Option",
    "~each": "Option",
    "prefixItems": "Item",
}
"""What stands there, for a schema that meets another of its name."""
_HUMP: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^A-Z]+")

MemberWord = Callable[[Pointer, int], Identifier]
"""What a member of the list at a pointer adds to a name."""


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

    member: MemberWord
    parameter: MemberWord

    def name(
        self,
        base: str,
        owner: tuple[str, ...],
        path: tuple[str, ...],
        *,
        in_full: bool = False,
    ) -> Identifier:
        """The class name for what stands `path` below an `owner` called `base`.

        `in_full` repeats what the name of a union and that of its member both say.
        """
        name: str = class_name(base)
        position = 0
        while position < len(path):
            step, rest = path[position], path[position + 1 :]
            words, taken = self._words(step, rest, (*owner, *path[: position + 1]))
            is_member = step in _MEMBERS and not in_full
            name = _joined(name, words) if is_member else name + words
            position += 1 + taken
        return Identifier(unicodedata.normalize("NFKC", name))

    def _words(
        self, step: str, rest: tuple[str, ...], place: tuple[str, ...]
    ) -> tuple[str, int]:
        """What one step adds to a name, and how many steps after it belong to it."""
        following = rest[0] if rest else ""
        if step in _SUFFIXES:
            return _SUFFIXES[step], 0
        if step in _WITH_NAME:
            return class_name(following), 1
        if step == "responses":
            status = following.upper().replace("DEFAULT", "Default")
            return f"Response{status}", 1
        if step == "callbacks":
            return class_name(following), 2  # the second is the expression of a URL
        if step in _MEMBERS or step == "parameters":
            word = self.parameter if step == "parameters" else self.member
            if not following.isdigit():
                return "", 1
            return word(child(ROOT, *place), int(following)), 1
        if step in _SKIPPING:
            return "", 1
        return ("", 0) if step in _SILENT else (class_name(step), 0)


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


def _joined(owner: str, member: str) -> str:
    """The name of a member; words that the name of its owner says too, once.

    `Pet` and `PetCat` give `PetCat`, `JobStatus` and `Status` give `JobStatus`,
    `OrderSource` and `CardSource` give `OrderCardSource`.
    """
    before, after = _HUMP.findall(owner), _HUMP.findall(member)
    for length in range(min(len(before), len(after)), 0, -1):
        if before[-length:] == after[:length]:
            return owner + "".join(after[length:])
    for length in range(min(len(before), len(after)) - 1, 0, -1):
        if before[-length:] == after[-length:]:
            return "".join(before[:-length]) + member
    return owner + member
