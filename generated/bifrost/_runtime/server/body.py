"""The body of a request as the value that an operation declares."""

from typing import Any, TypeAlias

from pydantic import ValidationError
from pydantic_core import from_json
from starlette.types import Receive, Scope

from ..adapters import adapter_of, unreadable
from ..lenient import decode_leniently
from ..media_types import (
    ContentType,
    best_match,
    is_json,
    is_range,
    kind_of,
    parse_content_type,
)
from ..model import is_clash
from ..operation import MediaType, RequestBody
from .forms import Form, FormError
from .problem import BodyError, Problem, ProblemError, body_errors
from .shape import shape_of
from .wire import (
    MOST_DRAINED,
    Header,
    TooLongError,
    decoded,
    header_values,
    receive_body,
)

_CHARSETS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "iso-8859-1": "latin-1",
}

_Found: TypeAlias = tuple[MediaType, ContentType]
"""A declared media type, and the one that was sent."""


class BodyReader:
    """Reads and judges the body of one operation, up to `limit` bytes."""

    def __init__(self, declared: RequestBody, limit: int) -> None:
        self._declared = declared
        self._limit = limit
        self._known = {
            entry.name.encode("latin-1", "replace"): (
                entry,
                ContentType(entry.name.lower(), {}),
            )
            for entry in declared.content
            if not is_range(entry.name) and ";" not in entry.name
        }

    async def read(self, scope: Scope, receive: Receive) -> Any:
        """The body; None where it is optional and was not sent.

        Raises `ProblemError` with 400, 413 or 415, and `ClientDisconnect`.
        """
        found, length = self._announced(scope)
        if length > self._limit:
            raise self._too_long(scope, unread=length)
        try:
            body = await receive_body(receive, self._limit)
        except TooLongError as error:
            unread = max(length, 1) if error.unread else 0
            raise self._too_long(scope, unread=unread) from None
        if found is None:
            if body:
                raise self._unsupported("The body has no Content-Type.")
            return self._absent()
        declared, content_type = found
        if not body and is_json(content_type.name):
            return self._absent()
        return _decode(body, declared, content_type)

    def _announced(self, scope: Scope) -> tuple[_Found | None, int]:
        """Media type and length by the header, None and 0 where it does not say.

        Raises `ProblemError` with 415.
        """
        types: list[bytes] = []
        length = 0
        for name, value in scope["headers"]:
            if name == b"content-type":
                types.append(value)
            elif name == b"content-length":
                length = int(value) if value.isdigit() else 0
            elif name == b"content-encoding" and value.lower() != b"identity":
                accepted = (b"accept-encoding", b"identity")
                detail = "The body must not have a Content-Encoding."
                raise _refused(415, detail, (accepted,))
        found = None
        if len(types) == 1:
            found = self._known.get(types[0]) or self._covering(decoded(types[0]))
        elif types:
            raise self._unsupported("There is more than one Content-Type.")
        return found, length

    def _covering(self, value: str) -> _Found:
        sent = parse_content_type(value)
        if sent is None:
            raise self._unsupported("The Content-Type is malformed.")
        declared = best_match(self._declared.content, sent)
        if declared is None:
            raise self._unsupported(f"The operation does not accept {sent.name}.")
        return declared, sent

    def _unsupported(self, detail: str) -> ProblemError:
        """415, naming what is supported (RFC 9110 section 15.5.16)."""
        accepted = ", ".join(entry.name for entry in self._declared.content)
        header = (b"accept", accepted.encode("latin-1", "replace"))
        return _refused(415, detail, (header,))

    def _too_long(self, scope: Scope, *, unread: int) -> ProblemError:
        """413; HTTP/1 has to close the connection to be rid of the rest of the body.

        `unread` is its length, as far as it is known. A client that waits for 100
        (RFC 9110 section 10.1.1) has not sent any of it.
        """
        is_http1 = scope.get("http_version", "1.1").startswith("1")
        is_sent = not header_values(scope, b"expect")
        return ProblemError(
            Problem(413, f"The body is longer than {self._limit} bytes.", part="body"),
            ((b"connection", b"close"),) if unread and is_http1 else (),
            lingers=is_sent and 0 < unread <= MOST_DRAINED,
        )

    def _absent(self) -> None:
        if self._declared.required:
            raise _refused(400, "A request body is required.")


def _decode(body: bytes, declared: MediaType, content_type: ContentType) -> Any:
    type_ = declared.type
    match kind_of(content_type.name):
        case "json":
            if content_type.parameters:
                _charset(content_type, {"utf-8", "ascii"})
            return _judge_json(body, type_)
        case "form":
            return _judge_form(declared, body, None)
        case "multipart":
            boundary = content_type.parameters.get("boundary", "")
            return _judge_form(declared, body, boundary)
        case "text":
            return _judge_text(body, type_, _charset(content_type))
        case "bytes":
            return body


def _charset(content_type: ContentType, allowed: set[str] | None = None) -> str:
    charset = _CHARSETS.get(content_type.charset)
    if charset is None or (allowed is not None and charset not in allowed):
        raise _refused(415, "The charset of the body is not supported.")
    return charset


def _judge_json(body: bytes, type_: Any) -> Any:
    """Judge a JSON text (RFC 8259), which has neither NaN nor Infinity."""
    if b"NaN" in body or b"Infinity" in body:
        _parsed(body, allow_inf_nan=False)
    try:
        return adapter_of(type_).validator.validate_json(
            body, by_alias=True, by_name=False
        )
    except ValidationError as invalid:
        error = invalid
    value = _parsed(body)
    if is_clash(error):
        lenient, flaws = decode_leniently(type_, value)
        if not flaws:
            return lenient
    raise _wrong(body_errors(error, value))


def _parsed(body: bytes, *, allow_inf_nan: bool = True) -> Any:
    try:
        return from_json(body, allow_inf_nan=allow_inf_nan)
    except ValueError as error:
        raise _refused(400, f"The body {unreadable(error)}.") from None


def _wrong(errors: tuple[BodyError, ...]) -> ProblemError:
    return ProblemError(Problem(400, "The body is not valid.", errors, "body"))


def _refused(
    status: int, detail: str, headers: tuple[Header, ...] = ()
) -> ProblemError:
    return ProblemError(Problem(status, detail, part="body"), headers)


def _judge_form(declared: MediaType, body: bytes, boundary: str | None) -> Any:
    """Judge a form; files in it are bytes, which no JSON text could hold."""
    type_ = declared.type
    if type_ is bytes:
        return body
    form = Form(shape_of(type_), declared.encoding)
    try:
        if boundary is None:
            value = form.urlencoded(body)
        elif boundary:
            value = form.multipart(body, boundary)
        else:
            raise FormError("The Content-Type has no boundary.")
    except FormError as error:
        raise _refused(400, str(error)) from None
    try:
        return adapter_of(type_).validate_python(
            value, strict=False, by_alias=True, by_name=False
        )
    except ValidationError as error:
        raise _wrong(body_errors(error, value)) from None


def _judge_text(body: bytes, type_: Any, charset: str) -> Any:
    try:
        text = body.decode(charset)
    except UnicodeDecodeError:
        raise _refused(400, f"The body is not {charset}.") from None
    if type_ is str:
        return text
    try:
        return adapter_of(type_).validate_python(text, strict=False)
    except ValidationError as error:
        raise _wrong(body_errors(error, text)) from None
