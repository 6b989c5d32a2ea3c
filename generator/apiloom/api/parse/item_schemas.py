"""What the schema of a sequential media type says of its items (OpenAPI 3.2, 4.14.3).

`itemSchema` says it. Before 3.2 there was only `schema`, beside which people write the
schema of one item:

    text/event-stream: {schema: {$ref: "#/components/schemas/Chunk"}}

An array is what it was of old, too: all the items, read as one (3.2, section 4.14.3.1).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple, cast

from apiloom.api.parse.object_reader import Reader
from apiloom.api.parse.schemas import SchemaBuilder
from apiloom.api.schema.shapes import SchemaId
from apiloom.document.source.references import Unresolved, is_local, resolve
from apiloom.runtime.media_types import framing_of, is_json
from apiloom.runtime.operation import EventData

_EVENT_FIELDS: Final = frozenset({"data", "event", "id", "retry", "comment"})
_STRUCTURES: Final = frozenset({"object", "array", "integer", "number", "boolean"})
_APPLICATORS: Final = ("allOf", "oneOf", "anyOf")
_DEEPEST: Final = 8
"""How far unions in unions are looked into for events."""


class Items(NamedTuple):
    """The schema of an item, and what the data of an event is."""

    schema: SchemaId
    data: EventData


def items_of(name: str, media_type: Reader, schemas: SchemaBuilder) -> Items | None:
    """The items of a body of the media type `name`, if the document describes any."""
    is_events = framing_of(name) == "events"
    item = media_type.member("itemSchema")
    if item is not None:
        data = _data_of_event(item, schemas) if is_events else None
        return Items(schemas.request(item), data or "text")
    written = media_type.member("schema")
    if written is None or framing_of(name) is None:
        return None
    item = _item(written)
    if item is None:
        return None
    if not is_events:
        return Items(schemas.request(item), "text")
    return Items(schemas.request(item), _data_of_event(item, schemas) or "item")


def _item(schema: Reader) -> Reader | None:
    """What `schema` says of one item; None where it says that there is but text."""
    end = _end(schema)
    if end is None:
        return None
    items = end.object_member("items") if _has_type(end, "array") else None
    if items is not None:
        return items
    value = _object(end)
    is_structure = any(_has_type(end, kind) for kind in _STRUCTURES)
    if is_structure or any(name in value for name in ("properties", *_APPLICATORS)):
        return schema
    return None


def _data_of_event(schema: Reader, schemas: SchemaBuilder) -> EventData | None:
    """What the data is where the schema describes an event; None where it does not.

    It does if `data` is a property, and the others are fields of events too. What is
    said of the content of `data` is what an event has for data:

        data: {type: string, contentMediaType: application/json, contentSchema: {...}}
    """
    events = [*_members(schema, _DEEPEST)]
    if not events or not all(map(_is_event, events)):
        return None
    kind: EventData = "text"
    for event in events:
        data = event.at("properties").member("data")
        end = None if data is None else _end(data)
        if data is None or end is None:
            continue
        if _has_content(end):
            schemas.take_content(data.pointer, end.at("contentSchema"))
            kind = "json"
        elif not _is_text(end):
            kind = "json"
    return kind


def _members(schema: Reader, depth: int) -> Iterator[Reader]:
    """What a schema is one of, or else itself."""
    end = _end(schema)
    if end is None:
        return
    value = _object(end)
    listed = next((name for name in ("oneOf", "anyOf") if name in value), None)
    if listed is None or "properties" in value or depth == 0:
        yield end
        return
    for member in end.items(listed):
        yield from _members(member, depth - 1)


def _is_event(schema: Reader) -> bool:
    properties = _object(schema).get("properties")
    if not isinstance(properties, dict):
        return False
    names = cast("dict[str, object]", properties).keys()
    return "data" in names and names <= _EVENT_FIELDS


def _has_content(data: Reader) -> bool:
    value = _object(data)
    name = value.get("contentMediaType", "application/json")
    has_schema = isinstance(value.get("contentSchema"), dict)
    return has_schema and isinstance(name, str) and is_json(name)


def _is_text(schema: Reader) -> bool:
    value = _object(schema)
    listed = value.get("enum", [value["const"]] if "const" in value else [])
    if isinstance(listed, list) and listed:
        return all(isinstance(each, str) for each in cast("list[object]", listed))
    return _has_type(schema, "string") or not value


def _end(schema: Reader) -> Reader | None:
    """Where references lead; those that lead nowhere are reported by who reads them."""
    seen: set[str] = set()
    reader = schema
    while isinstance(reference := _object(reader).get("$ref"), str):
        target = resolve(reader.root, reference) if is_local(reference) else None
        if target is None or isinstance(target, Unresolved) or reader.pointer in seen:
            return None
        seen.add(reader.pointer)
        pointer, value = target
        reader = Reader(reader.root, reader.document, reader.report, value, pointer)
    return reader


def _object(reader: Reader) -> dict[str, Any]:
    return (
        cast("dict[str, Any]", reader.value) if isinstance(reader.value, dict) else {}
    )


def _has_type(reader: Reader, kind: str) -> bool:
    types = _object(reader).get("type")
    return (
        kind in cast("list[object]", types)
        if isinstance(types, list)
        else types == kind
    )
