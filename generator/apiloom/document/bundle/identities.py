"""What schemas call themselves: `$id`, `$anchor`, `$dynamicAnchor`, and `$self`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from apiloom.document.source import Json, JsonObject, SourceDocument
from apiloom.document.source.pointer_trail import Trail

KEYWORDS: Final = ("$id", "$anchor", "$dynamicAnchor")
_LITERAL: Final = frozenset({"default", "example", "enum", "const", "value"})


@dataclass(frozen=True, slots=True)
class Identity:
    """The names of one object (2020-12 core, sections 8.2.1 and 8.2.2).

    `id` is as written; for a document of OpenAPI 3.2 it is `$self` (section 4.1.1).
    """

    tokens: tuple[str, ...]
    id: str | None
    anchors: tuple[str, ...]
    dynamic: str | None


def identities_of(document: SourceDocument) -> list[Identity]:
    """Every object of a document that has a name, outer before inner."""
    return [
        _identity(value, trail)
        for value, trail in _objects(document.root)
        if _is_named(value)
    ]


def _is_named(value: JsonObject) -> bool:
    if any(isinstance(value.get(keyword), str) for keyword in KEYWORDS):
        return True
    return _self(value) is not None


def _self(value: JsonObject) -> str | None:
    own = value.get("$self")
    return own if isinstance(own, str) and "openapi" in value else None


def _identity(value: JsonObject, trail: Trail | None) -> Identity:
    id_, anchor, dynamic = (
        text if isinstance(text := value.get(keyword), str) else None
        for keyword in KEYWORDS
    )
    tokens = () if trail is None else tuple(str(step.token) for step in trail.steps())
    anchors = tuple(name for name in (anchor, dynamic) if name)
    return Identity(tokens, id_ or _self(value), anchors, dynamic)


def _objects(root: Json) -> Iterator[tuple[JsonObject, Trail | None]]:
    """Every object that is not inside of a literal value."""
    work: list[tuple[Json, Trail | None]] = [(root, None)]
    while work:
        value, trail = work.pop()
        if isinstance(value, dict):
            yield value, trail
            entries = [item for item in value.items() if item[0] not in _LITERAL]
        else:
            entries = list(enumerate(value)) if isinstance(value, list) else []
        work += [
            (below, Trail(trail, token))
            for token, below in reversed(entries)
            if isinstance(below, dict | list) and not _is_data(token, below)
        ]


def _is_data(name: str | int, value: Json) -> bool:
    """Whether `examples` are those of a schema, a list of values, and not a map."""
    return name == "examples" and isinstance(value, list)
