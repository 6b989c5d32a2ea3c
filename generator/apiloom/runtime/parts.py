"""Multipart bodies as parts (RFC 2046, section 5.1), whatever the subtype says of them.

Parts of `multipart/form-data` have names. Those of other subtypes have names where they
are the properties of an object, and stand in an order where they are the items of an
array (OpenAPI 3.2, section 4.15).
"""

import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

from .codec import from_json
from .header_fields import field_value
from .media_types import is_json, kind_of, read_content_type
from .operation import Encoding

C = TypeVar("C")

MOST_PARTS = 1000
_DISPOSITION = re.compile(r';\s*(name|filename)\*?="((?:[^"\\]|\\.)*)"', re.IGNORECASE)
_ESCAPES = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})


class PartsError(ValueError):
    """A body that is not made of parts as it should be."""


class Part(NamedTuple):
    """One part; `name` and `filename` are None where it has none."""

    content: bytes
    media_type: str = "text/plain"
    name: str | None = None
    filename: str | None = None


def type_of_part(encoding: Mapping[str, Encoding], position: int, default: str) -> str:
    """The media type of an item, where its encoding leaves no choice.

    Encodings are by position; that of the name "" is for all other items.
    """
    said = encoding.get(str(position)) or encoding.get("")
    declared = said and said.content_type
    return declared if declared and not {*declared} & {"*", ","} else default


def new_boundary() -> str:
    """A boundary that nobody can know before, so no content can hold it."""
    return secrets.token_hex(16)


def put_together(parts: Iterable[Part], boundary: str) -> bytes:
    """The body that is made of these parts."""
    pieces = (
        (head_of(part.media_type, part.name, part.filename), part.content)
        for part in parts
    )
    return b"".join(between_boundaries(pieces, boundary))


def between_boundaries(
    pieces: Iterable[tuple[bytes, C]], boundary: str
) -> Iterator[bytes | C]:
    """What a body is made of: heads and contents, and what goes between them."""
    for head, content in pieces:
        yield f"--{boundary}\r\n".encode() + head
        yield content
        yield b"\r\n"
    yield f"--{boundary}--\r\n".encode()


def head_of(media_type: str | None, name: str | None, filename: str | None) -> bytes:
    """The head of a part, with the empty line that ends it (RFC 7578, section 4).

    Quotes and line breaks in names are percent-encoded, and nothing else is, as in
    browsers (WHATWG HTML, section 4.10.21.8). ValueError for a media type that would
    begin a field of its own.
    """
    lines: list[bytes] = []
    fields = [
        f'; {key}="{value.translate(_ESCAPES)}"'
        for key, value in (("name", name), ("filename", filename))
        if value is not None
    ]
    if fields:
        kind = "attachment" if name is None else "form-data"
        line = f"Content-Disposition: {kind}{''.join(fields)}"
        # Names in no encoding are names of files, and their bytes as they were.
        lines.append(line.encode("utf-8", "surrogateescape"))
    if media_type is not None:
        said = field_value("content-type", media_type)
        lines.append(f"Content-Type: {said}".encode())
    return b"\r\n".join([*lines, b"", b""])


def take_apart(body: bytes, boundary: str) -> list[Part]:
    """The parts of a body. Raises `PartsError`."""
    if not boundary:
        raise PartsError("The Content-Type has no boundary.")
    delimiter = b"\r\n--" + boundary.encode("latin-1")
    _, *parts = (b"\r\n" + body).split(delimiter, MOST_PARTS + 1)
    if not parts or not parts[-1].startswith(b"--"):
        raise PartsError("The multipart body does not end with its boundary.")
    return [_part(part) for part in parts[:-1]]


def value_of(part: Part) -> Any:
    """JSON as its value, text as text, anything else as bytes. Raises `PartsError`."""
    content_type = read_content_type(part.media_type)
    if is_json(content_type.name):
        try:
            return from_json(part.content, allow_inf_nan=False)
        except ValueError:
            raise PartsError("A part that is JSON is not valid JSON.") from None
    if part.filename is not None or kind_of(content_type.name) != "text":
        return part.content
    try:
        return part.content.decode(content_type.charset)
    except (LookupError, ValueError):
        raise PartsError("A part is not in its charset.") from None


def _part(text: bytes) -> Part:
    padding, _, rest = text.partition(b"\r\n")
    head, separator, content = (b"\r\n" + rest).partition(b"\r\n\r\n")
    if padding.strip(b" \t") or not separator:
        raise PartsError("A part of the multipart body has no header.")
    headers: dict[str, str] = {}
    for line in head.decode("utf-8", "replace").split("\r\n"):
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    found = {
        match[1].lower(): re.sub(r"\\(.)", r"\1", match[2])
        for match in _DISPOSITION.finditer(headers.get("content-disposition", ""))
    }
    media_type = headers.get("content-type") or "text/plain"
    return Part(content, media_type, found.get("name"), found.get("filename"))
