"""Multipart bodies, forms (RFC 7578) and others (OpenAPI 3.2, section 4.15)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import unquote

import httpx2

from .codec import (
    AnyModel,
    codec_of,
    declared_fields,
    field_type,
    is_model,
    present_values,
)
from .encoded_types import wire_text
from .media_types import is_json, is_of_parts, is_range
from .narrowing import is_array, is_object, is_tuple
from .operation import Encoding, MediaType
from .parts import Part, new_boundary, put_together, type_of_part
from .styles import delimiter_of, primitive

File: TypeAlias = bytes | Path | tuple[str, bytes] | tuple[str, bytes, str]
"""A file to send: its bytes, where it is, or a name, its bytes and a media type."""
_Part: TypeAlias = tuple[str | None, bytes, str | None]
_AS_USUAL = Encoding()


def encode_multipart(media: MediaType, body: object) -> tuple[bytes, str]:
    """The bytes and the content type; the boundary is random.

    Arrays become one part for each item, objects parts of JSON, and files carry a name.
    Null and absent properties are left out. An Encoding Object can say otherwise. The
    items of an array that is the whole body are parts without names.
    """
    if is_array(body):
        return _ordered(media, body)
    parts = [
        (name, part)
        for name, value in _properties(media.type, body).items()
        for part in _encoded(name, value, media.encoding.get(name, _AS_USUAL))
    ]
    if is_of_parts(media.name):
        return _written(media, [_named_part(name, part) for name, part in parts])
    request = httpx2.Request("POST", "http://localhost", files=parts or {})
    if not parts:
        return b"--empty--\r\n", "multipart/form-data; boundary=empty"
    return request.read(), request.headers["content-type"]


def _ordered(media: MediaType, items: list[Any]) -> tuple[bytes, str]:
    parts: list[Part] = []
    for position, item in enumerate(wire_text(media.type, items)):
        declared = type_of_part(media.encoding, position, "") or None
        if is_array(item):
            text = codec_of(Any).write_json(_dumped(item))
            parts.append(Part(text, declared or "application/json"))
            continue
        parts += [_named_part(None, part) for part in _parts("", item, declared)]
    return _written(media, parts)


def _named_part(name: str | None, part: _Part) -> Part:
    filename, content, media_type = part
    return Part(content, media_type or "text/plain; charset=utf-8", name, filename)


def _written(media: MediaType, parts: list[Part]) -> tuple[bytes, str]:
    concrete = "multipart/mixed" if is_range(media.name) else media.name
    boundary = new_boundary()
    return put_together(parts, boundary), f"{concrete}; boundary={boundary}"


def _properties(type_: Any, body: object) -> dict[str, Any]:
    """Values by wire name; of a model, those that were set."""
    if isinstance(body, AnyModel):
        type_ = type(body)
        given = present_values(body)
    elif is_object(body):
        given = body
    else:
        raise TypeError("a multipart body is made of named parts")
    if not is_model(type_):
        return given
    fields = declared_fields(type_)
    return {
        fields[name].key if name in fields else name: _as_text(type_, name, value)
        for name, value in given.items()
    }


def _as_text(model: type[AnyModel], name: str, value: Any) -> Any:
    """Bytes as the text that the schema of the property makes of them (RFC 4648)."""
    if not isinstance(value, bytes) and not is_array(value):
        return value
    for field in declared_fields(model).values():
        if name in (field.name, field.key):
            return wire_text(field_type(model, field.name), value)
    return value


def _encoded(name: str, value: Any, encoding: Encoding) -> Iterator[_Part]:
    """The parts of one property; a style puts the items of an array into one."""
    styled = encoding.parameter(name)
    if styled is None or styled.effective_explode or not is_array(value):
        yield from _parts(name, value, _one_type(encoding.content_type))
    elif value:
        separator = unquote(delimiter_of(styled.effective_style))
        items = (primitive(_dumped(item)) for item in value)
        yield None, separator.join(items).encode(), None


def _one_type(declared: str | None) -> str | None:
    """The media type of a part, where the document leaves no choice."""
    return declared if declared and not {*declared} & {"*", ","} else None


def _parts(name: str, value: Any, media_type: str | None) -> Iterator[_Part]:
    if value is None:
        return
    if is_array(value):
        for item in value:
            yield from _parts(name, item, media_type)
    elif isinstance(value, bytes):
        yield name, value, media_type or "application/octet-stream"
    elif isinstance(value, Path):
        yield value.name, value.read_bytes(), media_type
    elif is_tuple(value):
        yield _named(value, media_type)
    else:
        yield _text_part(value, media_type)


def _named(given: tuple[Any, ...], declared: str | None) -> _Part:
    filename, content, *media_type = given
    return filename, content, media_type[0] if media_type else declared


def _text_part(value: object, declared: str | None) -> _Part:
    """A part without a file name: an object as JSON, anything else as text."""
    dumped = _dumped(value)
    media_type = declared
    if is_object(dumped):
        media_type = declared or "application/json"
    if media_type is not None and is_json(media_type):
        return None, codec_of(Any).write_json(dumped), media_type
    return None, primitive(dumped).encode(), media_type


def _dumped(value: object) -> Any:
    return codec_of(Any).write_quietly(value)
