"""Parameters and headers of Swagger 2.0: their schema stood between their own fields.

"Parameter Object", "Items Object" and "Header Object".
"""

from __future__ import annotations

from typing import Final

from apiloom.core.location import Pointer, child
from apiloom.document.source import Json, JsonObject
from apiloom.document.upgrade.swagger2.conversion import Conversion, members, own_copy

_OWN: Final = frozenset(
    {
        "name",
        "in",
        "description",
        "required",
        "allowEmptyValue",
        # What 3.x has beside the schema, and some documents of 2.0 too.
        "allowReserved",
        "deprecated",
        "example",
        "examples",
        "explode",
        "style",
    }
)
_NULLABLE: Final = "x-nullable"
# `tabDelimited` is ours: 3.x has no style that separates by tabs.
_STYLES: Final = {
    "ssv": "spaceDelimited",
    "tsv": "tabDelimited",
    "pipes": "pipeDelimited",
}
_FORMATS: Final = ("csv", "multi", *_STYLES)


def parameter_of(
    conversion: Conversion, old: JsonObject, pointer: Pointer, now: Pointer
) -> JsonObject:
    """A parameter that is sent outside of the body, or a header of a response.

    Its schema moves from between its fields to `schema`. `now` is its new place.
    """
    conversion.moves.record(pointer, now)
    conversion.moves.record_origin(pointer, child(now, "schema"))
    conversion.moves.record(child(pointer, "items"), child(now, "schema", "items"))
    new, schema = _apart(conversion, old, pointer)
    style, explode = _style(conversion, old, pointer, str(old.get("in", "header")))
    if style is not None:
        new["style"] = style
    if explode is not None:
        new["explode"] = explode
    new["schema"] = schema
    return new


def property_of(
    conversion: Conversion, old: JsonObject, pointer: Pointer
) -> tuple[Json, JsonObject]:
    """A form parameter as a schema, and the encoding object of an array."""
    new, schema = _apart(conversion, old, pointer)
    if old.get("allowEmptyValue") is True:
        conversion.note(
            "empty-value-ignored",
            "`allowEmptyValue` is for parameters of the query in style form",
            child(pointer, "allowEmptyValue"),
            "the schema says whether the text of a field may be empty",
        )
    schema = {name: own_copy(value) for name, value in schema.items()}
    for name, value in new.items():
        if name == "description" or name.startswith("x-"):
            schema[name] = own_copy(value)
    style, explode = _style(conversion, old, pointer, "formData")
    encoding: JsonObject = {}
    if style is not None or explode is not None:
        encoding = {"style": style or "form", "explode": bool(explode)}
    return schema, encoding


def _apart(
    conversion: Conversion, old: JsonObject, pointer: Pointer
) -> tuple[JsonObject, JsonObject]:
    """What is said of the parameter, and what of its value."""
    new: JsonObject = {}
    schema: JsonObject = {}
    for name, value in old.items():
        if name == "collectionFormat":
            continue
        if name in _OWN or (name.startswith("x-") and name != _NULLABLE):
            new[name] = value
        else:
            schema[name] = value
    if isinstance(schema.get("schema"), dict):
        # As 3.x has it; whoever writes that means it.
        schema = schema["schema"]
    if schema.get("type") == "file":
        schema |= {"type": "string", "format": "binary"}
    if isinstance(schema.get("items"), dict):
        schema["items"] = _items(conversion, schema["items"], child(pointer, "items"))
    return new, schema


def _items(conversion: Conversion, old: JsonObject, pointer: Pointer) -> JsonObject:
    """The items of an array, which had separators of their own inside."""
    top: JsonObject = own_copy(old)
    nested: Json = top
    while isinstance(nested, dict):
        written = nested.pop("collectionFormat", "csv")
        if nested.get("type") == "array":
            conversion.warn(
                "collection-format",
                f"arrays inside of arrays cannot be separated by {written!a:.20}",
                pointer,
                "they are written as JSON",
            )
        nested, pointer = nested.get("items"), child(pointer, "items")
    return top


def _style(
    conversion: Conversion, old: JsonObject, pointer: Pointer, location: str
) -> tuple[str | None, bool | None]:
    """Style and `explode` for an array, where they are not what 3.x takes anyway."""
    if old.get("type") != "array" or not old.keys().isdisjoint({"style", "explode"}):
        return None, None
    written = old.get("collectionFormat", "csv")
    repeats = location in {"query", "formData"}
    if written not in _FORMATS or (written == "multi" and not repeats):
        conversion.warn(
            "collection-format",
            f"{location} parameters cannot be written as {written!a:.20}",
            child(pointer, "collectionFormat"),
            f"use one of {', '.join(_FORMATS)}; values are separated by commas here",
        )
        written = "csv"
    if written == "multi" or (written == "csv" and not repeats):
        return None, None
    return _STYLES.get(written), False if written == "csv" else None


def headers_of(
    conversion: Conversion, old: Json, pointer: Pointer, now: Pointer
) -> Json:
    """The headers of a response."""
    if not isinstance(old, dict):
        return old
    new: JsonObject = {}
    for name, header, place in members(old, pointer):
        new[name] = header
        if isinstance(header, dict) and header.keys().isdisjoint({"$ref", "content"}):
            new[name] = parameter_of(conversion, header, place, child(now, name))
    return new
