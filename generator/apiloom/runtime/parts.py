"""Multipart bodies as parts (RFC 2046, section 5.1), whatever the subtype says of them.

Parts of `multipart/form-data` have names. Those of other subtypes have names where they
are the properties of an object, and stand in an order where they are the items of an
array (OpenAPI 3.2, section 4.15).
"""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, Self, TypeVar

from .charsets import text_in
from .codec import from_json
from .header_fields import field_value
from .media_types import is_json, kind_of, read_content_type
from .operation import Encoding
from .part_heads import PartHead
from .part_splitter import PartsError, PartSplitter
from .shape import Shape

C = TypeVar("C")

_TEXT = "text/plain"
_ESCAPES = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})


class Part(NamedTuple):
    """One part; `name` and `filename` are None where it has none.

    One whose media type is not said is text (RFC 7578, section 4.4).
    """

    content: bytes
    media_type: str = _TEXT
    name: str | None = None
    filename: str | None = None

    @classmethod
    def of(cls, head: PartHead, content: bytes) -> Self:
        """A part that came."""
        return cls(content, head.media_type or "", head.name, head.filename)


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
    splitter = PartSplitter(boundary)
    parts: list[Part] = []
    head, pieces = PartHead(), list[bytes]()
    for event in splitter.feed(body):
        if isinstance(event, PartHead):
            head, pieces = event, []
        elif event is None:
            parts.append(Part.of(head, b"".join(pieces)))
        else:
            pieces.append(event)
    splitter.end()
    return parts


def is_file(part: Part, shape: Shape) -> bool:
    """Whether the content of a part is bytes as they are, whatever its media type says.

    That is what its schema says (OpenAPI 3.1, section 4.8.15), or else its file name
    where the schema says nothing; text for which bytes stand is none.
    """
    if shape.is_encoded:
        return False
    kind = kind_of(part.media_type or _TEXT)
    named = part.filename is not None or kind not in ("text", "json")
    if shape.is_binary:
        return named or shape.kinds <= {"string", "null"}
    if shape.is_text:
        return False
    return kind != "json" and named


def value_of(part: Part, shape: Shape, charset: str = "utf-8") -> Any:
    """What a part stands for where a schema has this shape: JSON data, text or bytes.

    Text without a charset is in `charset`. Raises `PartsError`.
    """
    if is_file(part, shape):
        return part.content
    content_type = read_content_type(part.media_type or _TEXT)
    is_text_file = part.filename is not None and shape.is_text
    if is_json(content_type.name) and not is_text_file:
        return _json(part.content)
    return read_text(shape, text_of(part, charset))


def text_of(part: Part, charset: str = "utf-8") -> str:
    """The text of a part in its charset, or else in `charset`. Raises `PartsError`."""
    content_type = read_content_type(part.media_type)
    given = content_type.charset if "charset" in content_type.parameters else charset
    try:
        return text_in(part.content, given)
    except ValueError:
        raise PartsError(_told(part, f"is not text in {given}")) from None


def read_text(shape: Shape, text: str) -> object:
    """What a text stands for; an object is JSON. Raises `PartsError`."""
    if "object" in shape.kinds and "string" not in shape.kinds:
        return _json(text)
    return shape.read(text)


def _json(text: str | bytes) -> object:
    try:
        return from_json(text, allow_inf_nan=False)
    except ValueError:
        raise PartsError("A field that holds JSON is not valid JSON.") from None


def _told(part: Part, reason: str) -> str:
    what = "A part" if part.name is None else f"The field {part.name!r}"
    return f"{what} {reason}."
