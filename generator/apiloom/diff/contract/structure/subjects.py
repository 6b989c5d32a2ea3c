"""What stands at a pointer, in words: "the property 'a.b' of the schema 'Pet'"."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from apiloom.api.ir import COMPONENT_SCHEMAS
from apiloom.core.location import Pointer, parent, tokens_of
from apiloom.diff.contract.structure.wording import quoted

_SKIPPED: Final = frozenset({"allOf", "oneOf", "anyOf", "type"})
_MAPS: Final = {"properties": "{}", "patternProperties": "{{{}}}"}
_ONE: Final = {
    "items": "[]",
    "contains": "[*]",
    "unevaluatedItems": "[]",
    "additionalProperties": "{}",
    "unevaluatedProperties": "{}",
    "propertyNames": "<>",
}
_ENDINGS: Final = {
    "[]": "the items",
    "[*]": "the contained items",
    "{}": "the values",
    "<>": "the property names",
}
_OTHER: Final = frozenset({"not", "if", "then", "else", "dependentSchemas"})


def is_component(pointer: Pointer) -> bool:
    """Whether a pointer names a component schema."""
    return pointer.startswith(f"{COMPONENT_SCHEMAS}/") and pointer.count("/") == 3


def component_name(pointer: Pointer) -> str | None:
    """The name of the component schema at a place, if there is one."""
    return tokens_of(pointer)[-1] if is_component(pointer) else None


def stands_in_component(pointer: Pointer) -> bool:
    """Whether a pointer names a component schema, or something inside of one."""
    return pointer.startswith(f"{COMPONENT_SCHEMAS}/")


@dataclass(slots=True)
class Subjects:
    """The names of the things of one document, by where they stand."""

    heads: dict[Pointer, str] = field(default_factory=dict)

    def name(self, pointer: Pointer, words: str) -> None:
        """Call what stands at `pointer` so; the first name stays."""
        self.heads.setdefault(pointer, words)

    def of(self, pointer: Pointer) -> str:
        """What stands at `pointer`, or above it where the place has no name."""
        place = pointer
        while place and place not in self.heads and not is_component(place):
            place = parent(place)
        head = self.heads.get(place)
        if head is None:
            head = (
                f"the schema {quoted(tokens_of(place)[-1])}"
                if place
                else "the document"
            )
        path = _path(tokens_of(Pointer(pointer[len(place) :])))
        return _with_path(head, path)


def _with_path(head: str, path: str) -> str:
    """What the last step of a path leads to."""
    for ending, what in _ENDINGS.items():
        if path.endswith(ending) and not path.endswith(ending * 2):
            return f"{what} of {_property(head, path.removesuffix(ending))}"
    return _property(head, path)


def _property(head: str, path: str) -> str:
    return f"the property {quoted(path)} of {head}" if path else head


def _path(steps: tuple[str, ...]) -> str:
    """The way from a schema to one inside of it, as people write it."""
    path, rest = "", list(steps)
    while rest:
        step = rest.pop(0)
        if step in _MAPS and rest:
            name = _MAPS[step].format(rest.pop(0))
            path += f".{name}" if path and step == "properties" else name
        elif step == "prefixItems" and rest:
            path += f"[{rest.pop(0)}]"
        elif step in _SKIPPED:
            rest = rest[1:]
        elif step in _ONE:
            path += _ONE[step]
        elif step not in _OTHER:
            break
    return path
