"""Scalars that YAML takes for numbers or booleans where a schema asks for text.

`type: string, enum: [regular, false, 404]` lists three words: the quotes were forgotten
(YAML 1.2.2, section 10.3.2, resolves them away), and by the letter nothing would be
left of two. Null stays null: it is what tools write for "no default".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from apiloom.core.location import Pointer
from apiloom.document.source import Json, JsonObject
from apiloom.document.source.references import Unresolved, resolve
from apiloom.document.upgrade.lift import Lift
from apiloom.document.upgrade.schema_walk import SchemaNode

_VALUES: Final = ("const", "default", "example")
_LISTS: Final = ("enum", "examples")
_KEYWORDS: Final = frozenset({*_VALUES, *_LISTS})
_MOST_STEPS: Final = 50


class _Place(NamedTuple):
    """A value in its container, its schema, and the way to it from that of the node."""

    container: Json
    key: str | int
    schema: Json
    way: tuple[str | int, ...]


class _Unquoted(NamedTuple):
    container: Json
    key: str | int
    pointer: Pointer


def take_as_text(lift: Lift, nodes: list[SchemaNode]) -> None:
    """Put the spelling in place of each such scalar, before schemas are rewritten.

    In JSON nothing is without quotes by mistake: there the value stays what it is.
    """
    if lift.spellings is None:
        return
    unquoted = [
        scalar
        for node in nodes
        if not _KEYWORDS.isdisjoint(node.schema)
        for scalar in _unquoted(lift, node)
    ]
    if not unquoted:
        return
    spellings = lift.spellings([scalar.pointer for scalar in unquoted])
    for container, key, pointer in unquoted:
        if pointer in spellings:
            container[key] = spellings[pointer]


def _unquoted(lift: Lift, node: SchemaNode) -> Iterator[_Unquoted]:
    work = list(_listed_in(node.schema))
    while work:
        place = work.pop()
        value = place.container[place.key]
        if isinstance(value, dict | list):
            work += _below(lift.root, place, value)
        elif isinstance(value, bool | int | float) and (
            _asks_for_text(lift.root, place.schema, value)
        ):
            pointer = lift.source(node, *place.way)
            yield _Unquoted(place.container, place.key, pointer)


def _listed_in(schema: JsonObject) -> Iterator[_Place]:
    for keyword in _VALUES:
        if keyword in schema:
            yield _Place(schema, keyword, schema, (keyword,))
    for keyword in _LISTS:
        listed = schema.get(keyword)
        if isinstance(listed, list):
            for index in range(len(listed)):
                yield _Place(listed, index, schema, (keyword, index))


def _below(root: JsonObject, place: _Place, value: Json) -> Iterator[_Place]:
    """The members of a value that have a schema of their own."""
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    schemas = [*_in_place(root, place.schema)]
    for key, _ in entries:
        for schema in schemas:
            inner = _member_schema(schema, key)
            if isinstance(inner, dict):
                yield _Place(value, key, inner, (*place.way, key))


def _member_schema(schema: JsonObject, key: str | int) -> Json:
    if isinstance(key, int):
        return schema.get("items")
    properties = schema.get("properties")
    if isinstance(properties, dict) and key in properties:
        return properties[key]
    return schema.get("additionalProperties")


def _asks_for_text(root: JsonObject, schema: Json, value: Json) -> bool:
    """Whether the type of a schema has strings, and no such value."""
    kinds: set[str] | None = None
    for part in _in_place(root, schema):
        own = _kinds(root, part)
        if own is not None:
            kinds = own if kinds is None else kinds & own
    if kinds is None or "string" not in kinds:
        return False
    if isinstance(value, bool):
        return "boolean" not in kinds
    whole = isinstance(value, int) or value.is_integer()
    return "number" not in kinds and not (whole and "integer" in kinds)


def _kinds(root: JsonObject, schema: JsonObject) -> set[str] | None:
    """The types that a schema allows by `type`, or by each of its alternatives."""
    if "type" in schema:
        return _listed_kinds(schema["type"])
    for keyword in ("anyOf", "oneOf"):
        members = schema.get(keyword)
        if not isinstance(members, list) or not members:
            continue
        kinds: set[str] = set()
        for member in members:
            ends = [part for part in _in_place(root, member) if "type" in part]
            if not ends:
                return None
            kinds |= _listed_kinds(ends[0]["type"])
        return kinds
    return None


def _listed_kinds(written: Json) -> set[str]:
    listed = written if isinstance(written, list) else [written]
    return {kind for kind in listed if isinstance(kind, str)}


def _in_place(root: JsonObject, schema: Json) -> Iterator[JsonObject]:
    """A schema, and those that judge the same value: by `$ref` and by `allOf`."""
    work = [schema]
    for _ in range(_MOST_STEPS):
        if not work:
            return
        part = work.pop()
        if not isinstance(part, dict):
            continue
        yield part
        reference, members = part.get("$ref"), part.get("allOf")
        if isinstance(reference, str):
            target = resolve(root, reference)
            work += [] if isinstance(target, Unresolved) else [target[1]]
        if isinstance(members, list):
            work += members
