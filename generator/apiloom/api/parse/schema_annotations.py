"""What a schema says of its values without judging them (validation, section 9)."""

from __future__ import annotations

from typing import Any, Final, cast

from apiloom.api.parse.object_reader import Reader
from apiloom.api.schema.shapes import NO_ANNOTATIONS, Annotations, JsonValue

_ANNOTATIONS: Final = frozenset(
    {"title", "description", "default", "deprecated", "readOnly", "writeOnly"}
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
    )
