"""Bodies of replies, each judged and written as its media type has it."""

from collections.abc import Callable
from typing import Any, TypeAlias

from ..codec import AnyModel, codec_of
from ..encoded_types import is_encoded, wire_text
from ..media_types import body_kind, encoded_text, is_json, kind_of
from ..operation import MediaType
from ..parts import Part, put_together, type_of_part
from ..text_bodies import written_text
from .broken_reply import BrokenReplyError

Write: TypeAlias = Callable[[object], bytes]
"""Writes a body. Raises `BrokenReplyError`, and what the codec raises."""


def writer(media_type: str, declared: MediaType, *, validate: bool) -> Write:
    """What writes a body in `media_type`, which `declared` covers.

    With `validate`, what was written is also read back and judged by the schema.
    """
    type_ = declared.type
    if body_kind(declared) == "json":
        return json_writer(type_, validate=validate)
    match "bytes" if type_ is bytes else kind_of(media_type):
        case "json":
            return json_writer(type_, validate=validate)
        case "bytes" if is_encoded(type_):
            return lambda body: _text_body(body, media_type, type_)
        case "text" | "form":
            return lambda body: _text_body(body, media_type, type_)
        case _:
            return lambda body: _bytes_body(body, media_type)


def json_writer(type_: Any, *, validate: bool) -> Write:
    """What writes a value as JSON."""
    codec = codec_of(type_)
    is_class = isinstance(type_, type)
    is_model = is_class and issubclass(type_, AnyModel)

    def write(body: object) -> bytes:
        if not is_class:
            body = codec.judge(body)
        elif is_model and not isinstance(body, type_):
            # Serializers write any object by the attributes that it has.
            raise BrokenReplyError(f"the body is not a {type_.__qualname__}")
        text = codec.write_json(body)
        if validate:
            codec.read_json(text)
        return text

    return write


def parts_writer(declared: MediaType, boundary: str) -> Write:
    """What writes the parts of a body that has a boundary between them."""

    def write(body: object) -> bytes:
        items = wire_text(declared.type, codec_of(declared.type).judge(body))
        parts = (_part(item, n, declared) for n, item in enumerate(items))
        return put_together(parts, boundary)

    return write


def no_body(body: object) -> bytes:
    """Writes nothing."""
    if body is not None:
        raise BrokenReplyError("the status is declared without a body")
    return b""


def _part(item: object, position: int, declared: MediaType) -> Part:
    """Bytes and text as such, anything else as JSON, unless it is said otherwise."""
    usual = "application/json"
    if isinstance(item, bytes):
        usual = "application/octet-stream"
    elif isinstance(item, str):
        usual = "text/plain; charset=utf-8"
    media_type = type_of_part(declared.encoding, position, usual)
    if isinstance(item, bytes):
        return Part(item, media_type)
    if isinstance(item, str) and not is_json(media_type):
        return Part(encoded_text(item, media_type), media_type)
    return Part(codec_of(Any).write_json(item), media_type)


def _bytes_body(body: object, media_type: str) -> bytes:
    if isinstance(body, bytes):
        return body
    raise BrokenReplyError(f"a {media_type} body must be bytes")


def _text_body(body: object, media_type: str, type_: Any) -> bytes:
    codec = codec_of(type_)
    text: object = codec.write(body if type_ is str else codec.judge(body))
    if type_ is not str and isinstance(text, bool | int | float):
        text = written_text(text)
    if not isinstance(text, str):
        raise BrokenReplyError(f"a {media_type} body must be text")
    return encoded_text(text, media_type)
