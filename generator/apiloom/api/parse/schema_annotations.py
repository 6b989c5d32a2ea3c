"""What a schema says of its values without judging them (validation, section 9)."""

from __future__ import annotations

from typing import Any, Final, TypeGuard, cast

from apiloom.api.parse.object_reader import Reader
from apiloom.api.schema.shapes import NO_ANNOTATIONS, Annotations, JsonValue
from apiloom.core.text import Text

_ANNOTATIONS: Final = frozenset(
    {"title", "description", "default", "deprecated", "readOnly", "writeOnly"}
    | {"examples"}
)


def annotations_of(reader: Reader) -> Annotations:
    """The annotations of the schema at `reader`; most have none."""
    if _ANNOTATIONS.isdisjoint(cast("dict[str, Any]", reader.value)):
        return NO_ANNOTATIONS
    default = reader.member("default")
    return Annotations(
        title=reader.text("title"),
        description=reader.text("description"),
        default=None if default is None else JsonValue(default.value),
        deprecated=reader.flag("deprecated"),
        read_only=reader.flag("readOnly"),
        write_only=reader.flag("writeOnly"),
        example=first_example(reader),
    )


def first_example(reader: Reader) -> JsonValue | None:
    """The first of `examples`, a list in a schema; elsewhere a map, or an `example`.

    OpenAPI 3.1, sections 4.8.12.2 and 4.8.24; JSON Schema Validation, section 9.5.
    """
    alone = reader.member("example")
    if alone is not None:
        return JsonValue(alone.value)
    listed = reader.member("examples")
    value = None if listed is None else listed.value
    if isinstance(value, list):
        return JsonValue(value[0]) if value else None
    first = next(iter(value.values()), None) if isinstance(value, dict) else None
    return JsonValue(first["value"]) if is_example(first) else None


def named_examples(reader: Reader) -> tuple[tuple[Text, JsonValue], ...]:
    """The `examples` of a media type that have a value, by their names."""
    listed = reader.member("examples")
    members = listed.value if listed is not None else None
    if not isinstance(members, dict):
        return ()
    return tuple(
        (Text(name), JsonValue(each["value"]))
        for name, each in members.items()
        if is_example(each)
    )


def is_example(value: object) -> TypeGuard[dict[str, object]]:
    """Whether it is an Example Object (section 4.8.19) that has its value."""
    return isinstance(value, dict) and "value" in value
