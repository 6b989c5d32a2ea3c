"""Bodies of `multipart/form-data` (RFC 7578; OpenAPI 3.1, section 4.8.15)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import httpx2
from pydantic import BaseModel

from .adapters import adapter_of
from .model import wire_names
from .narrowing import is_array, is_model, is_object, is_tuple
from .styles import primitive

File: TypeAlias = bytes | Path | tuple[str, bytes] | tuple[str, bytes, str]
"""A file to send: its bytes, where it is, or a name, its bytes and a media type."""
_Part: TypeAlias = tuple[str | None, bytes, str | None]


def encode_multipart(type_: Any, body: object) -> tuple[bytes, str]:
    """The bytes and the content type; the boundary is random.

    Arrays become one part for each item, objects parts of JSON, and files carry a name.
    Null and absent properties are left out.
    """
    parts = [
        (name, part)
        for name, value in _properties(type_, body).items()
        for part in _parts(name, value)
    ]
    request = httpx2.Request("POST", "http://localhost", files=parts or {})
    if not parts:
        return b"--empty--\r\n", "multipart/form-data; boundary=empty"
    return request.read(), request.headers["content-type"]


def _properties(type_: Any, body: object) -> dict[str, Any]:
    """Values by wire name; of a model, those that were set."""
    if isinstance(body, BaseModel):
        type_ = type(body)
        given = {name: getattr(body, name) for name in body.model_fields_set}
    elif is_object(body):
        given = body
    else:
        raise TypeError("a multipart body is made of named parts")
    if not is_model(type_):
        return given
    names = wire_names(type_)
    return {names.get(name, name): value for name, value in given.items()}


def _parts(name: str, value: Any) -> Iterator[_Part]:
    if value is None:
        return
    if is_array(value):
        for item in value:
            yield from _parts(name, item)
    elif isinstance(value, bytes):
        yield name, value, "application/octet-stream"
    elif isinstance(value, Path):
        yield value.name, value.read_bytes(), None
    elif is_tuple(value):
        yield _named(value)
    else:
        yield _text_part(value)


def _named(given: tuple[Any, ...]) -> _Part:
    filename, content, *media_type = given
    return filename, content, media_type[0] if media_type else None


def _text_part(value: object) -> _Part:
    """A part without a file name: an object as JSON, anything else as text."""
    dumped = adapter_of(Any).dump_python(
        value, mode="json", by_alias=True, exclude_unset=True, warnings=False
    )
    if isinstance(dumped, dict):
        return None, adapter_of(Any).dump_json(dumped), "application/json"
    return None, primitive(dumped).encode(), None
