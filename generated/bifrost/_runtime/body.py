"""Request bodies: from what the caller gives to bytes (OpenAPI 3.1, 4.8.13)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from .codec import (
    AnyModel,
    by_spelling,
    codec_of,
    declared_fields,
    field_type,
    is_model,
    with_constants,
)
from .encoded_types import is_encoded
from .errors import RequestValidationError
from .forms import form_text
from .header_fields import field_value
from .item_bodies import ItemBody
from .judging import Judge
from .media_types import (
    FORM,
    best_match,
    body_kind,
    encoded_text,
    is_range,
    read_content_type,
    with_charset,
)
from .missing import MISSING
from .multipart import encode_multipart
from .operation import MediaType, Operation
from .streamed_body import StreamedBody
from .text_bodies import is_text, written_text
from .upload_sources import BytesSource, described


@dataclass(frozen=True, slots=True)
class Body:
    """A request body, the same on every attempt, and its media type."""

    content: bytes | ItemBody | StreamedBody
    content_type: str

    @property
    def once(self) -> bool:
        """Whether it can be sent a single time."""
        return not isinstance(self.content, bytes) and self.content.once

    @property
    def length(self) -> int | None:
        """How many bytes there will be, where that is known and has to be said."""
        return self.content.length if isinstance(self.content, StreamedBody) else None


def encode_body(
    operation: Operation[Any],
    body: object,
    properties: Mapping[str, object],
    content_type: str | None = None,
) -> Body | None:
    """The request body, from a whole value or from its properties.

    It is in the first declared media type, or in the one that is chosen.
    Without either, a required object has no properties (`{}`), and an optional body is
    not sent. None stands for what is not given, where the document has no null. Raises
    `RequestValidationError` for what breaks the document.
    """
    declared = operation.body
    given = {name: v for name, v in properties.items() if v is not MISSING}
    if declared is None:
        if given:
            raise TypeError(f"{operation.id} takes no {_listed(given)}")
        return None
    media = declared.content[0]
    if content_type is not None:
        media = _chosen(operation, declared.content, content_type)
    if any(value is None for value in given.values()):
        given = _without_absent(media, given)
    if body is None and not declared.required and not _has_null(media):
        body = MISSING
    if body is MISSING:
        whole = media.items or not is_model(media.type)
        if not given and (whole or not declared.required):
            _require(operation, given=not declared.required)
            return None
        body = _by_key(operation, media.type, given)
    elif given:
        raise TypeError(f"{operation.id}: give a body or its properties, not both")
    return _encode(operation, media, body)


def _chosen(
    operation: Operation[Any], content: Sequence[MediaType], content_type: str
) -> MediaType:
    """The declared media type, or range, that covers a chosen one; ValueError if none.

    OpenAPI 3.1, section 4.8.14. Below a range it is what the caller says.
    """
    given = read_content_type(content_type)
    exact = (media for media in content if media.name == content_type)
    media = next(exact, None) or best_match(content, given)
    if media is None:
        names = ", ".join(each.name for each in content)
        raise RequestValidationError(
            f"{operation.id} takes no body in {content_type}: it takes {names}"
        )
    return replace(media, name=content_type) if is_range(media.name) else media


def _without_absent(media: MediaType, given: Mapping[str, object]) -> dict[str, object]:
    absent = _never_null(media.type, is_sent_as_json=body_kind(media) == "json")
    return {
        name: value
        for name, value in given.items()
        if value is not None or name not in absent
    }


@cache
def _never_null(type_: Any, *, is_sent_as_json: bool) -> frozenset[str]:
    """Names and keys of the properties for which None says that they are absent.

    A form has no null for anything (OpenAPI 3.1, section 4.8.15).
    """
    if not is_model(type_):
        return frozenset()
    return frozenset(
        spelling
        for spelling, field in by_spelling(declared_fields(type_)).items()
        if not field.is_argument
        if not (is_sent_as_json and _admits_null(field_type(type_, field.name)))
    )


def _admits_null(type_: Any) -> bool:
    return codec_of(type_).admits_null()


def _has_null(media: MediaType) -> bool:
    is_json_value = body_kind(media) == "json" and not media.items
    return is_json_value and _admits_null(media.type)


def _encode(operation: Operation[Any], media: MediaType, body: object) -> Body:
    if media.items:
        return Body(ItemBody(operation.id, media, body), with_charset(media.name))
    match body_kind(media):
        case "form" if isinstance(body, str):
            return _plain(operation, media.name, body)
        case "json":
            name = "application/json" if is_range(media.name) else media.name
            return Body(_judge(operation, media).json_bytes(body), name)
        case "form":
            value = _judge(operation, media).json_value(body)
            return Body(form_text(value, media.encoding).encode("ascii"), FORM)
        case "multipart":
            return Body(*encode_multipart(f"{operation.id}: body", media, body))
        case "text" | "bytes" if is_encoded(media.type):
            text = _judge(operation, media).json_value(body)
            return _plain(operation, media.name, text)
        case "text" if media.type is not str and not _is_file(media, body):
            text = written_text(_judge(operation, media).json_value(body))
            return _plain(operation, media.name, text)
        case "text" | "bytes":
            return _plain(operation, media.name, body)


def _is_file(media: MediaType, body: object) -> bool:
    """Whether a text is given as bytes, or as what they are read from."""
    return is_text(media.type) and not isinstance(body, str)


def _judge(operation: Operation[Any], media: MediaType) -> Judge:
    return Judge(media.type, f"{operation.id}: body")


def _plain(operation: Operation[Any], name: str, body: object) -> Body:
    """Text in the charset of the media type, or bytes as they are."""
    if isinstance(body, str):
        concrete = "text/plain" if is_range(name) else name
        return Body(encoded_text(body, concrete), with_charset(concrete))
    try:
        return _upload(name, body)
    except (TypeError, ValueError) as error:
        reason = f"{operation.id}: a body of {name}: {error}"
        raise RequestValidationError(reason) from error


def _upload(name: str, body: object) -> Body:
    """Bytes, or what they are read from. TypeError and ValueError for what is none."""
    if isinstance(body, AnyModel):
        raise TypeError("it is bytes or text")
    source, _, given, likely = described(body)
    usual = likely if is_range(name) else name
    media_type = field_value("content-type", given or usual)
    if not best_match([MediaType(name, bytes)], read_content_type(media_type)):
        raise ValueError(f"it is no {media_type}")
    if isinstance(source, BytesSource):
        return Body(b"".join(source), media_type)
    return Body(StreamedBody([source]), media_type)


def _require(operation: Operation[Any], *, given: bool) -> None:
    if not given:
        raise TypeError(f"{operation.id} needs a body")


def _by_key(
    operation: Operation[Any], type_: Any, given: Mapping[str, object]
) -> Mapping[str, object]:
    """Properties by their keys in JSON; arguments are called as the fields are.

    TypeError for a misspelt one, which the model would keep as an extra key.
    """
    if not is_model(type_):
        return given
    keys = {field.name: field.key for field in declared_fields(type_).values()}
    unknown = {*given}.difference(keys, keys.values())
    if unknown:
        misspelt = {name: value for name, value in given.items() if name in unknown}
        raise TypeError(f"{operation.id} takes no {_listed(misspelt)}")
    by_key = {keys.get(name, name): value for name, value in given.items()}
    return with_constants(type_, by_key, by_name=False)


def _listed(names: Mapping[str, object]) -> str:
    return ", ".join(repr(name) for name in names)
