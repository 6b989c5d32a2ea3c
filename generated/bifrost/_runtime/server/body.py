"""The body of a request as the value that an operation declares."""

from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json
from starlette.types import Receive, Scope

from ..adapters import adapter_of
from ..operation import MediaType, RequestBody
from .forms import FormError, read_multipart, read_urlencoded
from .media import ContentType, best_match, is_plain, kind_of, parse_content_type
from .problem import BodyError, Problem, ProblemError, body_errors
from .shape import shape_of
from .wire import decoded, receive_body

_CHARSETS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "iso-8859-1": "latin-1",
}
_INVALID = "The body is not valid."


class BodyReader:
    """Reads and judges the body of one operation, up to `limit` bytes."""

    def __init__(self, declared: RequestBody, limit: int) -> None:
        self._declared = declared
        self._limit = limit
        self._known = {
            entry.name.encode("latin-1", "replace"): (
                entry,
                ContentType(entry.name, {}),
            )
            for entry in declared.content
            if is_plain(entry.name)
        }

    async def read(self, scope: Scope, receive: Receive) -> Any:
        """The body; None where it is optional and was not sent.

        Raises `ProblemError` with 400, 413 or 415, and `ClientDisconnect`.
        """
        found = self._media_type(scope)
        body = await receive_body(scope, receive, self._limit)
        if body is None:
            # The rest is never read, so the connection is of no further use.
            detail = f"The body is longer than {self._limit} bytes."
            raise ProblemError(Problem(413, detail), ((b"connection", b"close"),))
        if found is None:
            if body:
                raise self._unsupported("The body has no Content-Type.")
            return self._absent()
        declared, content_type = found
        if not body and kind_of(content_type.name) == "json":
            return self._absent()
        return _decode(body, declared.type, content_type)

    def _media_type(self, scope: Scope) -> tuple[MediaType, ContentType] | None:
        """The declared media type that was sent, and what was sent, if anything."""
        types: list[bytes] = []
        for name, value in scope["headers"]:
            if name == b"content-type":
                types.append(value)
            elif name == b"content-encoding" and value.lower() != b"identity":
                detail = "The body must not have a Content-Encoding."
                accepted = (b"accept-encoding", b"identity")
                raise ProblemError(Problem(415, detail), (accepted,))
        if len(types) == 1:
            return self._known.get(types[0]) or self._covering(decoded(types[0]))
        if types:
            raise self._unsupported("There is more than one Content-Type.")
        return None

    def _covering(self, value: str) -> tuple[MediaType, ContentType]:
        sent = parse_content_type(value)
        if sent is None:
            raise self._unsupported("The Content-Type is malformed.")
        declared = best_match(sent.name, self._declared.content)
        if declared is None:
            raise self._unsupported(f"The operation does not accept {sent.name}.")
        return declared, sent

    def _unsupported(self, detail: str) -> ProblemError:
        """415, naming what is supported (RFC 9110 section 15.5.16)."""
        accepted = ", ".join(entry.name for entry in self._declared.content)
        return ProblemError(
            Problem(415, detail),
            ((b"accept", accepted.encode("latin-1", "replace")),),
        )

    def _absent(self) -> None:
        if self._declared.required:
            raise ProblemError(Problem(400, "A request body is required."))


def _decode(body: bytes, type_: Any, content_type: ContentType) -> Any:
    match kind_of(content_type.name):
        case "json":
            _charset(content_type, {"utf-8", "ascii"})
            return _judge_json(body, type_)
        case "form":
            return _judge_form(type_, body, None)
        case "multipart":
            return _judge_form(type_, body, content_type.parameters.get("boundary", ""))
        case "text":
            return _judge_text(body, type_, _charset(content_type))
        case "bytes":
            return body


def _charset(content_type: ContentType, allowed: set[str] | None = None) -> str:
    named = content_type.parameters.get("charset", "utf-8")
    charset = _CHARSETS.get(named.lower())
    if charset is None or (allowed is not None and charset not in allowed):
        raise ProblemError(Problem(415, "The charset of the body is not supported."))
    return charset


def _judge_json(body: bytes, type_: Any) -> Any:
    """Judge a JSON text (RFC 8259), which has neither NaN nor Infinity."""
    if b"NaN" in body or b"Infinity" in body:
        _refuse_constants(body)
    try:
        return adapter_of(type_).validate_json(body, by_alias=True, by_name=False)
    except ValidationError as error:
        raise _invalid(error, body) from None


def _refuse_constants(body: bytes) -> None:
    try:
        from_json(body, allow_inf_nan=False)
    except ValueError as error:
        raise _bad_json(str(error)) from None


def _invalid(error: ValidationError, body: bytes) -> ProblemError:
    try:
        value = from_json(body)
    except ValueError as reason:
        return _bad_json(str(reason))
    return _wrong(body_errors(error, value))


def _bad_json(reason: str) -> ProblemError:
    return ProblemError(Problem(400, f"The body is not JSON: {reason}."))


def _wrong(errors: tuple[BodyError, ...]) -> ProblemError:
    return ProblemError(Problem(400, _INVALID, errors))


def _judge_form(type_: Any, body: bytes, boundary: str | None) -> Any:
    """Judge a form; files in it are bytes, which no JSON text could hold."""
    if type_ is bytes:
        return body
    shape = shape_of(type_)
    try:
        if boundary is None:
            value = read_urlencoded(body, shape)
        elif boundary:
            value = read_multipart(body, boundary, shape)
        else:
            raise FormError("The Content-Type has no boundary.")
    except FormError as error:
        raise ProblemError(Problem(400, str(error))) from None
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
        raise ProblemError(Problem(400, f"The body is not {charset}.")) from None
    if type_ is str:
        return text
    try:
        return adapter_of(type_).validate_python(text, strict=False)
    except ValidationError as error:
        raise _wrong(body_errors(error, text)) from None
