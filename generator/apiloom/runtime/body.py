"""Request bodies: from what the caller gives to bytes (OpenAPI 3.1, 4.8.13)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
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
    Kind,
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
    given = {name: v for name, v in properties.items() if v is not MISSING}
    writer = _first(operation)
    if writer is None:
        if given:
            raise TypeError(f"{operation.id} takes no {_listed(given)}")
        return None
    if content_type is not None:
        writer = _chosen(operation, content_type)
    body = writer.whole(body, given)
    return None if body is MISSING else writer.encoded(body)


@cache
def _first(operation: Operation[Any]) -> "_Writer | None":
    """What writes a body in the first media type: prepared at the first call."""
    if operation.body is None:
        return None
    return _Writer(operation, operation.body.content[0])


def _chosen(operation: Operation[Any], content_type: str) -> "_Writer":
    """That of the declared media type, or range, that covers a chosen one.

    OpenAPI 3.1, section 4.8.14. Below a range it is what the caller says.
    `RequestValidationError` if there is none.
    """
    content = () if operation.body is None else operation.body.content
    given = read_content_type(content_type)
    exact = (media for media in content if media.name == content_type)
    media = next(exact, None) or best_match(content, given)
    if media is None:
        names = ", ".join(each.name for each in content)
        raise RequestValidationError(
            f"{operation.id} takes no body in {content_type}: it takes {names}"
        )
    if is_range(media.name):
        media = replace(media, name=content_type)
    return _Writer(operation, media)


class _Writer:
    """Judges and writes bodies of one media type."""

    def __init__(self, operation: Operation[Any], media: MediaType) -> None:
        self._operation = operation
        self._media = media
        self._is_required = operation.body is not None and operation.body.required
        self._is_model = is_model(media.type)
        self._judge = Judge(media.type, f"{operation.id}: body")

    @cached_property
    def _kind(self) -> Kind:
        return body_kind(self._media)

    @cached_property
    def _has_null(self) -> bool:
        is_json_value = self._kind == "json" and not self._media.items
        return is_json_value and codec_of(self._media.type).admits_null()

    @cached_property
    def _never_null(self) -> frozenset[str]:
        """Names and keys of the properties for which None says that they are absent.

        A form has no null for anything (OpenAPI 3.1, section 4.8.15).
        """
        type_ = self._media.type
        if not self._is_model:
            return frozenset()
        return frozenset(
            spelling
            for spelling, field in by_spelling(declared_fields(type_)).items()
            if not field.is_argument
            if self._kind != "json"
            or not codec_of(field_type(type_, field.name)).admits_null()
        )

    @cached_property
    def _keys(self) -> Mapping[str, str]:
        """The keys in JSON of the properties of a model, by names and by keys."""
        fields = declared_fields(self._media.type).values()
        keys = {field.key: field.key for field in fields}
        return {**keys, **{field.name: field.key for field in fields}}

    def whole(self, body: object, given: dict[str, object]) -> object:
        """The body, as it is or of the properties that are `given`; `MISSING` for none.

        TypeError for both, and for nothing where something is needed.
        """
        operation, media = self._operation, self._media
        if any(value is None for value in given.values()):
            absent = self._never_null
            given = {n: v for n, v in given.items() if v is not None or n not in absent}
        if body is None and not self._is_required and not self._has_null:
            body = MISSING
        if body is not MISSING:
            if given:
                raise TypeError(
                    f"{operation.id}: give a body or its properties, not both"
                )
            return body
        if given or (self._is_required and self._is_model and not media.items):
            return self._by_key(given)
        if self._is_required:
            raise TypeError(f"{operation.id} needs a body")
        return MISSING

    def _by_key(self, given: dict[str, object]) -> Mapping[str, object]:
        """Properties by their keys in JSON; arguments are called as the fields are.

        TypeError for a misspelt one, which the model would keep as an extra key.
        """
        if not self._is_model:
            return given
        keys = self._keys
        if not given.keys() <= keys.keys():
            unknown = {name: v for name, v in given.items() if name not in keys}
            raise TypeError(f"{self._operation.id} takes no {_listed(unknown)}")
        by_key = {keys[name]: value for name, value in given.items()}
        return with_constants(self._media.type, by_key, by_name=False)

    def encoded(self, body: object) -> Body:
        """The body in the media type."""
        media, judge = self._media, self._judge
        what = self._operation.id
        if media.items:
            return Body(ItemBody(what, media, body), with_charset(media.name))
        match self._kind:
            case "form" if isinstance(body, str):
                return _plain(what, media.name, body)
            case "json":
                name = "application/json" if is_range(media.name) else media.name
                return Body(judge.json_bytes(body), name)
            case "form":
                value = judge.json_value(body)
                return Body(form_text(value, media.encoding).encode("ascii"), FORM)
            case "multipart":
                return Body(*encode_multipart(f"{what}: body", media, body))
            case "text" | "bytes" if is_encoded(media.type):
                return _plain(what, media.name, judge.json_value(body))
            case "text" if media.type is not str and not _is_file(media, body):
                text = written_text(judge.json_value(body))
                return _plain(what, media.name, text)
            case "text" | "bytes":
                return _of_right_length(what, media, _plain(what, media.name, body))


def _is_file(media: MediaType, body: object) -> bool:
    """Whether a text is given as bytes, or as what they are read from."""
    return is_text(media.type) and not isinstance(body, str)


def _plain(operation: str, name: str, body: object) -> Body:
    """Text in the charset of the media type, or bytes as they are."""
    if isinstance(body, str):
        concrete = "text/plain" if is_range(name) else name
        return Body(encoded_text(body, concrete), with_charset(concrete))
    try:
        return _upload(name, body)
    except (TypeError, ValueError) as error:
        reason = f"{operation}: a body of {name}: {error}"
        raise RequestValidationError(reason) from error


def _of_right_length(operation: str, media: MediaType, body: Body) -> Body:
    """The body; how long a stream is nobody may know before it is sent."""
    size = len(body.content) if isinstance(body.content, bytes) else body.length
    fault = None if size is None else media.wrong_length(size)
    if fault is not None:
        raise RequestValidationError(f"{operation}: body: {fault}")
    return body


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


def _listed(names: Mapping[str, object]) -> str:
    return ", ".join(repr(name) for name in names)
