"""Which of several media types of a response a client asks for, and what text is JSON.

ASP.NET writes the JSON that it sends under three names, and asks for no text by that:

    content:
      text/plain: {schema: {$ref: "#/components/schemas/Forecast"}}
      application/json: {schema: {$ref: "#/components/schemas/Forecast"}}
      text/json: {schema: {$ref: "#/components/schemas/Forecast"}}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from apiloom.api.ir import MediaType
from apiloom.api.media_type_kinds import is_json, is_json_by_schema
from apiloom.api.schema.schema_graph import end_of
from apiloom.api.schema.shapes import Array, Object, Schema, SchemaId, Union
from apiloom.core.text import reveal
from apiloom.runtime.media_types import essence, kind_of

_PLAIN: Final = "text/plain"


def is_json_text(
    media_type: MediaType,
    content: Sequence[MediaType],
    shapes: Mapping[SchemaId, Schema],
) -> bool:
    """Whether plain text stands for what only JSON can say, and says beside it.

    CSV and HTML have ways of their own to say the same.
    """
    return (
        essence(reveal(media_type.name)) == _PLAIN
        and not media_type.streamed
        and _is_structure(media_type, shapes)
        and any(map(_is_whole_json, content))
    )


def is_second(
    media_type: MediaType,
    content: Sequence[MediaType],
    shapes: Mapping[SchemaId, Schema],
) -> bool:
    """Whether a client does not ask for it, since there is JSON: the value itself.

    It is text, such as CSV, or writes otherwise what the schema describes, as YAML
    does. Files stay what may come, and so do streams.
    """
    if media_type.streamed or not any(map(_is_whole_json, content)):
        return False
    if is_json(media_type.name) or is_json_by_schema(media_type, shapes):
        return False
    if kind_of(reveal(media_type.name)) in ("text", "form"):
        return True
    return kind_of(reveal(media_type.name)) == "bytes" and _is_structure(
        media_type, shapes
    )


def _is_whole_json(media_type: MediaType) -> bool:
    return is_json(media_type.name) and not media_type.streamed


def _is_structure(media_type: MediaType, shapes: Mapping[SchemaId, Schema]) -> bool:
    """Whether the schema is of what is no text."""
    if media_type.schema is None:
        return False
    shape = end_of(media_type.schema, shapes).shape
    if isinstance(shape, Union):
        ends = (end_of(member, shapes).shape for member in shape.members)
        return all(isinstance(end, Object | Array) for end in ends)
    return isinstance(shape, Object | Array)
