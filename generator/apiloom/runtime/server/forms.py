"""Forms as JSON objects: urlencoded ones and multipart/form-data."""

import re
from typing import NamedTuple

from pydantic_core import from_json

from ..media_types import is_json, kind_of, read_content_type
from .pairs import split_pairs
from .shape import Shape
from .styles import decode_plus

_DISPOSITION = re.compile(r';\s*(name|filename)\*?="((?:[^"\\]|\\.)*)"', re.IGNORECASE)
_MOST_PARTS = 1000


class FormError(Exception):
    """A form that its media type does not allow."""


class _Part(NamedTuple):
    """One part of a multipart body."""

    name: str
    is_file: bool
    media_type: str
    content: bytes


def read_urlencoded(body: bytes, shape: Shape) -> dict[str, object]:
    """The object that an urlencoded form stands for.

    A property that is an array repeats its name; one that is an object is JSON
    (OpenAPI 3.1 section 4.8.15.1.2). Raises `FormError`.
    """
    found: dict[str, list[object]] = {}
    try:
        for name, values in split_pairs(body).items():
            inner = _item_shape(shape.property(name))
            found[name] = [_read(inner, decode_plus(value)) for value in values]
    except UnicodeDecodeError:
        raise FormError("The form is not percent-encoded UTF-8.") from None
    return _collect(found, shape)


def read_multipart(body: bytes, boundary: str, shape: Shape) -> dict[str, object]:
    """The object that a multipart form stands for (RFC 7578).

    Files, and parts that are not text, are bytes. Raises `FormError`.
    """
    found: dict[str, list[object]] = {}
    for part in _parts(body, boundary):
        inner = _item_shape(shape.property(part.name))
        found.setdefault(part.name, []).append(_content(part, inner))
    return _collect(found, shape)


def _item_shape(shape: Shape) -> Shape:
    return shape.items() if "array" in shape.kinds else shape


def _read(shape: Shape, text: str) -> object:
    if "object" in shape.kinds and "string" not in shape.kinds:
        return _json(text)
    return shape.read(text)


def _json(text: str | bytes) -> object:
    try:
        return from_json(text, allow_inf_nan=False)
    except ValueError:
        raise FormError("A field that holds JSON is not valid JSON.") from None


def _collect(found: dict[str, list[object]], shape: Shape) -> dict[str, object]:
    result: dict[str, object] = {}
    for name, values in found.items():
        if "array" in shape.property(name).kinds:
            result[name] = values
        elif len(values) == 1:
            result[name] = values[0]
        else:
            raise FormError(f"The field {name!r} must be given once.")
    return result


def _content(part: _Part, shape: Shape) -> object:
    if is_json(part.media_type):
        return _json(part.content)
    if part.is_file or kind_of(part.media_type) != "text":
        return part.content
    try:
        return _read(shape, part.content.decode("utf-8"))
    except UnicodeDecodeError:
        raise FormError(f"The field {part.name!r} is not UTF-8.") from None


def _parts(body: bytes, boundary: str) -> list[_Part]:
    """Take a multipart body apart (RFC 2046 section 5.1.1)."""
    delimiter = b"\r\n--" + boundary.encode("latin-1")
    _, *parts = (b"\r\n" + body).split(delimiter, _MOST_PARTS + 1)
    if not parts or not parts[-1].startswith(b"--"):
        raise FormError("The multipart body does not end with its boundary.")
    return [_part(part) for part in parts[:-1]]


def _part(text: bytes) -> _Part:
    padding, _, rest = text.partition(b"\r\n")
    head, separator, content = (b"\r\n" + rest).partition(b"\r\n\r\n")
    if padding.strip(b" \t") or not separator:
        raise FormError("A part of the multipart body has no header.")
    headers: dict[str, str] = {}
    for line in head.decode("utf-8", "replace").split("\r\n"):
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    disposition = {
        match[1].lower(): re.sub(r"\\(.)", r"\1", match[2])
        for match in _DISPOSITION.finditer(headers.get("content-disposition", ""))
    }
    if "name" not in disposition:
        raise FormError("A part of the multipart body has no name.")
    content_type = read_content_type(headers.get("content-type", "text/plain"))
    is_file = "filename" in disposition
    return _Part(disposition["name"], is_file, content_type.name, content)
