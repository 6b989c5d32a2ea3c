"""Responses: from bytes to what the operation returns or raises."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Generic, TypeVar

import httpx2

from .codec import Invalid, codec_of, from_json, unreadable
from .encoded_types import is_encoded
from .errors import ResponseValidationError, StatusError, error_class
from .lenient import blank, decode_leniently
from .media_types import (
    ContentType,
    best_match,
    body_kind,
    is_json,
    is_json_by_type,
    is_range,
    kind_of,
    preferred,
    read_content_type,
)
from .operation import MediaType, Operation
from .part_splitter import PartsError
from .parts import take_apart, value_of
from .response_warnings import warn_of_body, warn_once
from .shape import shape_of
from .statuses import gives_undeclared
from .text_bodies import parsed_text, read_text

T_co = TypeVar("T_co", covariant=True)

_BODILESS = frozenset({204, 205, 304})
_MOST_NAMED = 10
_LONGEST = 200
"""Characters of a Content-Type that is remembered."""


@dataclass(slots=True)
class Received:
    """A response as it came."""

    status_code: int
    headers: httpx2.Headers = field(repr=False)
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class RawResponse(Generic[T_co]):
    """What `client.raw(method)` returns: the response, and what it decodes to.

    Names of header fields are in any case, and `headers.get_list("set-cookie")` has
    each field of one name (RFC 9110, section 5.3).
    """

    status_code: int
    headers: httpx2.Headers = field(repr=False)
    body: bytes = field(repr=False)
    data: T_co = field(repr=False)


def raw_response(
    operation: Operation[Any],
    received: Received,
    data: Any,
    *,
    strict: bool,
    request: httpx2.Request | None = None,
) -> RawResponse[Any]:
    """What a response is to who asks for more than what it decodes to.

    `request` is what it answers, where its links can be followed.
    """
    if operation.headers is not None or operation.has_links:
        # Imported when it is needed: most operations declare neither.
        from .declared_response import declared_response

        return declared_response(operation, received, data, request, strict=strict)
    return RawResponse(received.status_code, received.headers, received.body, data)


def decode_success(
    operation: Operation[Any],
    received: Received,
    *,
    strict: bool,
    request: httpx2.Request | None = None,
) -> Any:
    """What the operation returns for a 2xx response.

    A 2xx status that is not declared is read like the first that is. A body that breaks
    the document is decoded as far as possible, and a warning names the operation and
    the place; with `strict`, and for what cannot be parsed at all, this raises
    `ResponseValidationError`. So does what came in place of the JSON that a `request`
    asks for which leaves `Accept` as it is.
    """
    media, holds_json = _reading(operation, received, is_success=True)
    if media is None or operation.method == "HEAD":
        return _undeclared(operation, received)
    is_silent = received.status_code in _BODILESS
    if not received.body and (is_silent or holds_json):
        # Content of a status that has none is the document's mistake (RFC 9110,
        # section 15.3.5), and no answer can make it good.
        status = str(received.status_code)
        if not is_silent or operation.read_as(received.status_code) != status:
            _report(operation, received, [""], strict=strict)
        return None
    if not holds_json:
        if media.second and request is not None:
            _report_second(operation, received, request, strict=strict)
        if kind_of(media.name) == "multipart" and media.type is not bytes:
            return _decoded_parts(operation, media.type, received, strict=strict)
        if is_encoded(media.type) or _is_value(media):
            decoded, flaws = _decoded_text(media, received)
            if flaws:
                _report(operation, received, flaws, strict=strict)
            return decoded
        return _plain_value(media, received)
    return _decoded_json(operation, media.type, received, strict=strict)


def _report_second(
    operation: Operation[Any],
    received: Received,
    request: httpx2.Request,
    *,
    strict: bool,
) -> None:
    """Tell that what came is not of the type of the call, unless it was asked for."""
    if request.headers.get("accept") == operation.accept:
        _report(operation, received, [""], strict=strict)


def _undeclared(operation: Operation[Any], received: Received) -> bytes | None:
    """What a call returns where nothing is said of the body; a loss is told."""
    if operation.method == "HEAD":
        return None
    key = operation.read_as(received.status_code) or ""
    if gives_undeclared(operation.method, key):
        return received.body
    if received.body and received.status_code // 100 == 2:
        warn_of_body(operation.id)
    return None


def decode_item(operation: Operation[Any], received: Received, *, strict: bool) -> Any:
    """The same for one item of a stream, whose JSON text is the body of `received`."""
    media, _ = _reading(operation, received, is_success=False)
    if media is None:
        return _decoded_json(operation, Any, received, strict=strict)
    if media.data == "text":
        return _decoded_json(operation, media.type, received, strict=strict)
    # Imported when it is needed: most programs read no events.
    from .sequences import readings

    texts = [*readings(received.body, media.data)]
    for text in texts:
        try:
            return codec_of(media.type).read_json(text)
        except Invalid:
            continue
    likeliest = replace(received, body=texts[0])
    return _decoded_json(operation, media.type, likeliest, strict=strict)


def _decoded_json(
    operation: Operation[Any], type_: Any, received: Received, *, strict: bool
) -> Any:
    body = _without_mark(received.body)
    try:
        return codec_of(type_).read_json(body)
    except Invalid:
        value = _json(operation, received, body)
        decoded, flaws = decode_leniently(type_, value, stops=strict)
    if flaws:
        _report(operation, received, flaws, strict=strict)
    return decoded


def _decoded_parts(
    operation: Operation[Any], type_: Any, received: Received, *, strict: bool
) -> Any:
    """The parts of a body, in their order; one that breaks its schema stays as it is.

    Raises `ResponseValidationError` for what is not made of parts.
    """
    boundary = _given(received).parameters.get("boundary", "")
    shape = shape_of(type_)
    try:
        values = [
            value_of(part, shape.item(position))
            for position, part in enumerate(take_apart(received.body, boundary))
        ]
    except PartsError as error:
        raise _invalid(operation, received, str(error)) from None
    try:
        return codec_of(type_).read_form(values)
    except Invalid:
        _report(operation, received, [""], strict=strict)
    return values


def status_error(
    operation: Operation[Any],
    received: Received,
    declared: Mapping[str, type[StatusError]],
) -> StatusError:
    """The exception for a response that is not a success.

    Its `data` is what the document declares, decoded as far as possible; without a
    declaration the JSON, or None.
    """
    key = operation.response_key(received.status_code)
    class_ = error_class(declared, operation.errors, key, received.status_code)
    error = class_(
        status_code=received.status_code,
        headers=received.headers,
        body=received.body,
        data=_error_data(operation, received),
        operation=(operation.id, operation.method, operation.path),
    )
    typed = operation.error_headers.get(key or "")
    if typed is not None:
        from .header_values import HeaderReader

        given = received.status_code, received.headers, received.body
        error.typed_headers = typed.read_by(
            HeaderReader(operation, *given, strict=False)
        )
    return error


def _error_data(operation: Operation[Any], received: Received) -> Any:
    media, _ = _reading(operation, received, is_success=False)
    if media is None:
        value = _parsed(received.body)
        return None if value is _UNREADABLE else value
    is_text = is_encoded(media.type) and not is_json(media.name)
    is_text = is_text or _is_value(media)
    if received.body and is_text:
        decoded, flaws = _decoded_text(media, received)
        warn_once(operation.id, flaws)
        return decoded
    if received.body and media.type in (bytes, str) and not is_json(media.name):
        return _plain_value(media, received)
    value = _parsed(_without_mark(received.body))
    if value is _UNREADABLE:
        return blank(media.type)
    decoded, flaws = decode_leniently(media.type, value)
    warn_once(operation.id, flaws)
    return decoded


def _reading(
    operation: Operation[Any], received: Received, *, is_success: bool
) -> tuple[MediaType | None, bool]:
    """The declared media type for the body, and whether that is JSON.

    A success that is not declared is read like the first that is. Servers repeat
    themselves, so what they say is remembered, unless it is long: that may be made to
    fill memory.
    """
    content_type = _content_type(received)
    find = _found if len(content_type) <= _LONGEST else _found.__wrapped__
    return find(operation, received.status_code, content_type, is_success)


@lru_cache(maxsize=1024)
def _found(
    operation: Operation[Any], status: int, content_type: str, is_success: bool
) -> tuple[MediaType | None, bool]:
    key = operation.read_as(status) if is_success else operation.response_key(status)
    given = read_content_type(content_type)
    media = _media_type(operation, key, given)
    return media, media is not None and _holds_json(media, given)


def _media_type(
    operation: Operation[Any], key: str | None, given: ContentType
) -> MediaType | None:
    """The declared media type for the body, the first for want of a better one.

    Servers often say `application/json` for what is declared as another JSON type.
    """
    if key is None or not operation.responses[key].content:
        return None
    content = operation.responses[key].content
    found = best_match(content, given)
    if found is None and is_json(given.name):
        found = preferred(content)
    return found or next((each for each in content if not each.second), content[0])


def _content_type(received: Received) -> str:
    return received.headers.get("content-type", "")


def _given(received: Received) -> ContentType:
    return read_content_type(_content_type(received))


def _holds_json(media: MediaType, given: ContentType) -> bool:
    if is_json(media.name):
        return media.type is not bytes
    is_open = is_range(media.name) and media.type not in (bytes, str)
    is_json_here = media.json or is_json_by_type(media)
    return is_json_here or (is_open and is_json(given.name))


def _is_value(media: MediaType) -> bool:
    """Whether a text stands for a value that is judged."""
    return body_kind(media) == "text" and media.type is not str


def _decoded_text(media: MediaType, received: Received) -> tuple[Any, list[str]]:
    """What the text of a body stands for, and where it is no such text.

    Where that is bytes, servers often send the bytes themselves: those they are.
    """
    if not is_encoded(media.type):
        text = _plain_value(media, received)
        try:
            return read_text(media.type, str(text)), []
        except Invalid:
            return decode_leniently(media.type, parsed_text(media.type, str(text)))
    try:
        text = received.body.decode("ascii").strip("\r\n")
    except UnicodeDecodeError:
        return received.body, [""]
    decoded, flaws = decode_leniently(media.type, text)
    return (received.body, flaws) if flaws else (decoded, flaws)


def _plain_value(media: MediaType, received: Received) -> str | bytes:
    is_text = kind_of(media.name) == "text" and media.type is not bytes
    if media.type is not str and not is_text:
        return received.body
    try:
        return received.body.decode(_given(received).charset, errors="replace")
    except (LookupError, ValueError):  # no charset, or one that cannot replace
        return received.body.decode(errors="replace")


_UNREADABLE: Any = object()


def _parsed(body: bytes) -> Any:
    try:
        return from_json(body)
    except ValueError:
        return _UNREADABLE


def _json(operation: Operation[Any], received: Received, body: bytes) -> Any:
    try:
        return from_json(body)
    except ValueError as error:
        raise _invalid(operation, received, f"the body {unreadable(error)}") from None


def _without_mark(body: bytes) -> bytes:
    """Without a byte order mark, which a reader may ignore (RFC 8259, section 8.1)."""
    return body.removeprefix(b"\xef\xbb\xbf")


def _report(
    operation: Operation[Any], received: Received, flaws: list[str], *, strict: bool
) -> None:
    if strict:
        places = ", ".join(flaw or "the body" for flaw in flaws[:_MOST_NAMED])
        more = " and in more places" if len(flaws) > _MOST_NAMED else ""
        reason = f"it breaks the document at {places}{more}"
        raise _invalid(operation, received, reason)
    warn_once(operation.id, flaws)


def _invalid(
    operation: Operation[Any], received: Received, reason: str
) -> ResponseValidationError:
    return ResponseValidationError(
        f"{operation.id}: a response with status {received.status_code}: {reason}",
        status_code=received.status_code,
        headers=received.headers,
        body=received.body,
        operation=(operation.id, operation.method, operation.path),
    )
