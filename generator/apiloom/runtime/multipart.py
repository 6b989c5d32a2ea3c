"""Multipart bodies, forms (RFC 7578) and others (OpenAPI 3.2, section 4.15).

They are judged as any other body before they are sent. What is a file is judged as
bytes that nobody has read yet: of its length alone something is known.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import unquote

from .codec import (
    AnyModel,
    codec_of,
    declared_fields,
    field_type,
    present_values,
)
from .encoded_types import is_encoded
from .errors import RequestValidationError
from .judging import Judge
from .media_types import (
    best_match,
    encoded_text,
    is_json,
    is_of_parts,
    is_range,
    read_content_type,
)
from .narrowing import is_array, is_object
from .operation import Encoding, MediaType
from .parts import between_boundaries, head_of, new_boundary, type_of_part
from .streamed_body import StreamedBody
from .styles import delimited, delimiter_of, primitive
from .unread import Unread, without_files
from .upload_sources import Described, Source, described

_AS_USUAL = Encoding()
_MOST_COPIED = 1024 * 1024
"""Bytes; a body of parts in memory is put together up to that length."""

Piece: TypeAlias = tuple[bytes, bytes | Source]
"""The head of a part, and its content."""


class _Name(NamedTuple):
    """What a part is called; nothing where parts stand in an order.

    `usual` is the media type of texts where nothing else is said: in a form it goes
    without saying.
    """

    name: str | None
    usual: str | None
    encoding: Encoding


def encode_multipart(
    what: str, media: MediaType, body: object
) -> tuple[bytes | StreamedBody, str]:
    """The content, which is read when it is sent, and the Content-Type.

    Arrays become one part for each item, objects parts of JSON, and files carry a name.
    Null and absent properties are left out. An Encoding Object can say otherwise. The
    items of an array that is the whole body are parts without names. The boundary is
    random. Raises `RequestValidationError`, for `what`.
    """
    given = _given(body, what)
    try:
        unread_body = without_files(media.type, given)
        judged = Judge(media.type, what).python_value(unread_body)
        return _content(media, _pieces(media, given, judged))
    except RequestValidationError:
        raise
    except (TypeError, ValueError) as error:
        raise RequestValidationError(f"{what}: {error}") from error


def _given(body: object, what: str) -> object:
    """What was given, a model by its keys, so that it is judged like a dictionary."""
    if isinstance(body, AnyModel):
        fields = declared_fields(type(body))
        return {
            fields[name].key if name in fields else name: value
            for name, value in present_values(body).items()
        }
    if not is_object(body) and not is_array(body):
        raise RequestValidationError(f"{what}: a multipart body is made of parts")
    return body


def _pieces(media: MediaType, given: object, judged: Any) -> Iterator[Piece]:
    if is_array(judged):
        yield from _ordered(media, judged)
        return
    usual = "text/plain; charset=utf-8" if is_of_parts(media.name) else None
    for name, value, type_ in _in_order(given, judged):
        encoding = media.encoding.get(name, _AS_USUAL)
        yield from _property(_Name(name, usual, encoding), value, type_)


def _in_order(given: object, judged: Any) -> Iterator[tuple[str, Any, Any]]:
    """Key, value and type of each property, as the caller has put them.

    Some servers look at parts as they come, and want the file last.
    """
    properties, keys = _properties(judged)
    listed: Mapping[str, Any] = given if is_object(given) else {}
    first = (name if name in properties else keys.get(name, "") for name in listed)
    for key in dict.fromkeys([*first, *sorted(properties)]):
        if key in properties:
            yield key, *properties[key]


def _properties(judged: Any) -> tuple[dict[str, tuple[Any, Any]], dict[str, str]]:
    """Values and types by key, and the keys of what a model calls otherwise."""
    if not isinstance(judged, AnyModel):
        return {name: (value, Any) for name, value in judged.items()}, {}
    model = type(judged)
    keys = {field.name: field.key for field in declared_fields(model).values()}
    return {
        keys.get(name, name): (
            value,
            field_type(model, name) if name in keys else Any,
        )
        for name, value in present_values(judged).items()
    }, keys


def _ordered(media: MediaType, items: list[Any]) -> Iterator[Piece]:
    encoded = is_encoded(media.type)
    written = codec_of(media.type).write(items) if encoded else items
    for position, item in enumerate(written):
        declared = type_of_part(media.encoding, position, "") or None
        part = _Name(None, "text/plain; charset=utf-8", Encoding(content_type=declared))
        if is_array(item):
            text = codec_of(Any).write_json(_dumped(item))
            yield head_of(declared or "application/json", None, None), text
        else:
            yield from _part(part, item)


def _property(part: _Name, value: Any, type_: Any) -> Iterator[Piece]:
    """The parts of one property; a style decides where it is given."""
    value = _written(value, type_)
    styled = part.encoding.parameter(part.name or "")
    if styled is None or styled.effective_explode or not is_array(value):
        yield from _part(part, value)
    elif value:
        separator = unquote(delimiter_of(styled.effective_style))
        texts = delimited([primitive(item) for item in value], separator)
        yield head_of(None, part.name, None), separator.join(texts).encode()


def _written(value: Any, type_: Any) -> Any:
    """The JSON value, but of files: only what stands for a text is one (RFC 4648)."""
    items = value if is_array(value) else [value]
    is_text = is_encoded(type_)
    if is_text and any(isinstance(item, Unread) for item in items):
        raise ValueError("what is encoded is given as bytes")
    if not is_text and any(isinstance(item, bytes) for item in items):
        return value
    return Judge(type_, "a part").json_value(value)


def _part(part: _Name, value: Any) -> Iterator[Piece]:
    if is_array(value):
        for item in value:
            yield from _part(part, item)
    elif isinstance(value, bytes):
        yield _file(
            part, value.upload if isinstance(value, Unread) else described(value)
        )
    elif value is not None:
        yield _text(part, _dumped(value))


def _file(part: _Name, file: Described) -> Piece:
    name = part.name if file.name is None else file.name
    head = head_of(_file_type(part.encoding.content_type, file), part.name, name)
    return head, file.source


def _file_type(declared: str | None, file: Described) -> str:
    """The caller's media type, which has to be a declared one; else the declared one.

    Where that leaves a choice, what the name suggests.
    """
    listed = [entry.strip() for entry in (declared or "").split(",") if entry.strip()]
    content = [MediaType(entry, bytes) for entry in listed]
    if file.media_type is not None:
        if listed and not best_match(content, read_content_type(file.media_type)):
            raise ValueError(f"{file.media_type!r} is not {' or '.join(listed)}")
        return file.media_type
    if len(listed) == 1 and not is_range(listed[0]):
        return listed[0]
    fits = not listed or best_match(content, read_content_type(file.likely))
    return file.likely if fits else "application/octet-stream"


def _text(part: _Name, dumped: Any) -> Piece:
    """A part without a file name: an object as JSON, anything else as text."""
    media_type = _one_type(part.encoding.content_type)
    if is_object(dumped) and media_type is None:
        media_type = "application/json"
    head = head_of(media_type or part.usual, part.name, None)
    if media_type is not None and is_json(media_type):
        return head, codec_of(Any).write_json(dumped)
    if is_object(dumped):
        raise ValueError(f"an object cannot be written as {media_type}")
    return head, encoded_text(primitive(dumped), media_type or "text/plain")


def _one_type(declared: str | None) -> str | None:
    """The media type of a part, where the document leaves no choice."""
    return declared if declared and not {*declared} & {"*", ","} else None


def _content(
    media: MediaType, parts: Iterable[Piece]
) -> tuple[bytes | StreamedBody, str]:
    boundary = new_boundary()
    concrete = "multipart/mixed" if is_range(media.name) else media.name
    body = StreamedBody(between_boundaries(parts, boundary))
    content: bytes | StreamedBody = body
    if body.is_in_memory and (body.length or 0) <= _MOST_COPIED:
        content = b"".join(body)
    return content, f"{concrete}; boundary={boundary}"


def _dumped(value: object) -> Any:
    return codec_of(Any).write_quietly(value)
