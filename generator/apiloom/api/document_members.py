"""What a document says beside what the IR has fields for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from apiloom.api.schema.shapes import JsonValue
from apiloom.core.location import Pointer, unescape_token


@dataclass(frozen=True, slots=True, eq=False)
class DocumentMembers:
    """The members of the objects of a document, found by where an object stands.

    For those that compare documents: examples, extensions and the like decide nothing
    of what is generated. They are looked up when they are asked for, so that a run
    that never asks pays nothing.
    """

    _root: object = field(default=None, repr=False)
    _known: dict[str, object] = field(default_factory=dict, repr=False)
    """Containers that have been met: what is asked for often shares one."""

    def at(
        self, pointer: Pointer, names: Collection[str] | None = None
    ) -> Mapping[str, JsonValue]:
        """The members of the object at `pointer`; none where there is no object.

        With `names`, of the members just these, and extensions.
        """
        value = self.value(pointer)
        if not isinstance(value, dict):
            return {}
        return {
            name: JsonValue(member)
            for name, member in value.items()
            if names is None or name in names or name[:2] == "x-"
        }

    @property
    def root(self) -> object:
        """The document itself."""
        return self._root

    def value(self, pointer: Pointer) -> object:
        """What stands at `pointer`; None where nothing does."""
        container, slash, last = pointer.rpartition("/")
        if not slash:
            return self._root
        ancestor, below = container, list[tuple[str, str]]()
        while ancestor and ancestor not in self._known:
            next_ancestor, _, token = ancestor.rpartition("/")
            below.append((ancestor, token))
            ancestor = next_ancestor
        value = self._known[ancestor] if ancestor else self._root
        for pointer_below, token in reversed(below):
            value = _member(value, unescape_token(token))
            self._known[pointer_below] = value
        return _member(value, unescape_token(last))


def _member(value: object, token: str) -> object:
    """The member or item that a reference token names (RFC 6901, section 4)."""
    if isinstance(value, dict):
        return value.get(token)
    if isinstance(value, list) and token.isdecimal() and len(token) < 10:
        return value[int(token)] if int(token) < len(value) else None
    return None
