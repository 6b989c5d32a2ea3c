"""The body of a request as the value that an operation declares."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from starlette.types import Scope

from ..codec import Invalid, codec_of, from_json, is_clash, unreadable
from ..encoded_types import is_encoded
from ..lenient import decode_leniently
from ..media_types import (
    ContentType,
    Framing,
    best_match,
    framing_of,
    is_json_by_type,
    kind_of,
    parse_content_type,
)
from ..operation import MediaType, RequestBody
from ..sequences import readings
from ..shape import shape_of
from ..text_bodies import read_text
from .arriving import ArrivingBody, BodyStream
from .forms import Form, FormError
from .items import BodyItems
from .multipart_bodies import MultipartBody, UnfinishedError
from .problem import BodyError, Problem, ProblemError, body_errors
from .received_form import ReceivedForm
from .request import HttpRequest
from .wire import (
    MOST_DRAINED,
    Answer,
    Header,
    TooLongError,
    decoded,
    header_values,
    whole_body,
)

_TYPE = b"content-type"
_LENGTH = b"content-length"
_CHARSETS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "iso-8859-1": "latin-1",
}


class _Format(NamedTuple):
    """What is done with a body of the media type that was sent."""

    read: Callable[[bytes], Any]
    is_json: bool
    framing: Framing | None = None
    """How the items of a body are told apart, each of which is read by itself."""
    parts: MultipartBody | None = None
    """What reads a body that is made of parts, while it arrives."""
    stream: MediaType | None = None
    """What is declared of bytes, which a handler reads while they arrive."""


class BodyReader:
    """Reads and judges the body of one operation, up to `limit` bytes.

    What a form has beside files is up to `in_memory` bytes, as is an item of a body.
    `forms` has the classes of those with files, by media type.
    """

    def __init__(
        self,
        declared: RequestBody,
        limit: int,
        in_memory: int | None = None,
        forms: Mapping[str, type[ReceivedForm]] | None = None,
    ) -> None:
        self._declared = declared
        self._limit = limit
        self._in_memory = limit if in_memory is None else min(limit, in_memory)
        self._forms = forms or {}
        self._names = {entry.name for entry in declared.content}
        self._formats: dict[bytes, _Format] = {}
        """By Content-Type; those that are spelled as the document spells them."""

    async def read(self, http: HttpRequest) -> Any:
        """The body; None where it is optional and was not sent.

        One that is made of items has not arrived yet: it is a `BodyItems`; nor has one
        of bytes, a `BodyStream`. Raises `ProblemError` with 400, 413 or 415, and
        `ClientDisconnect`.
        """
        scope, receive = http.scope, http.receive
        found = self._announced(scope)
        if found is not None and found.framing is not None:
            return BodyItems(receive, found.framing, found.read, self._in_memory)
        if found is not None and found.parts is not None:
            return await self._parts(found.parts, http)
        if found is not None and found.stream is not None:
            return self._stream(found.stream, http)
        message = await receive()
        body = message.get("body", b"")
        if message.get("more_body", False) or not 0 < len(body) <= self._limit:
            try:
                body = await whole_body(message, receive, self._limit)
            except TooLongError as error:
                raise self._too_long(scope, unread=int(error.unread)) from None
        http.keep(body)
        if found is None:
            if body:
                raise self._unsupported("The body has no Content-Type.")
            return self._absent()
        if not body and found.is_json:
            return self._absent()
        return found.read(body)

    def _stream(self, declared: MediaType, http: HttpRequest) -> BodyStream:
        """A body of bytes, none of which has been read."""
        http.keep_no_body()

        def check(size: int, is_all: bool) -> ProblemError | None:
            unread = 0 if is_all else 1
            if size > self._limit:
                return self._too_long(http.scope, unread=unread)
            fault = declared.wrong_length(size, is_all=is_all)
            if fault is None:
                return None
            wrong = _wrong((BodyError("", fault),))
            return self._left(http.scope, wrong.problem, unread=unread)

        content_type = header_values(http.scope, _TYPE)[0]
        return BodyStream(http.receive, content_type, check)

    async def _parts(self, parts: MultipartBody, http: HttpRequest) -> Any:
        """The value of a multipart body, which nobody has as a whole."""
        http.keep_no_body()
        try:
            return await parts.read(http, self._limit, self._in_memory)
        except TooLongError as error:
            raise self._too_long(http.scope, unread=int(error.unread)) from None
        except UnfinishedError as error:
            raise self._left(http.scope, error.problem, unread=1) from None

    def _announced(self, scope: Scope) -> _Format | None:
        """How to read the body by its header; None where there is no Content-Type.

        Raises `ProblemError` with 413 and 415.
        """
        headers = scope["headers"]
        lines: dict[bytes, bytes] = dict(headers)
        if len(lines) < len(headers) or b"content-encoding" in lines:
            self._check_headers(scope)
        value = lines.get(_TYPE)
        found = None
        if value is not None:
            found = self._formats.get(value) or self._format(value)
        length = _number(lines.get(_LENGTH, b""))
        if length > self._limit and (found is None or found.framing is None):
            raise self._too_long(scope, unread=length)
        return found

    def _check_headers(self, scope: Scope) -> None:
        if any(
            encoding.lower() != "identity"
            for encoding in header_values(scope, b"content-encoding")
        ):
            accepted = (b"accept-encoding", b"identity")
            detail = "The body must not have a Content-Encoding."
            raise _refused(415, detail, (accepted,))
        if len(header_values(scope, _TYPE)) > 1:
            raise self._unsupported("There is more than one Content-Type.")

    def _format(self, value: bytes) -> _Format:
        """How a body with this Content-Type is read. Raises `ProblemError` with 415."""
        text = decoded(value)
        sent = parse_content_type(text)
        if sent is None and text in self._names:
            # What the document calls a media type need not be one.
            sent = ContentType(text.lower(), {})
        if sent is None:
            raise self._unsupported("The Content-Type is malformed.")
        declared = best_match(self._declared.content, sent)
        if declared is None:
            raise self._unsupported(f"The operation does not accept {sent.name}.")
        if declared.items:
            framing = framing_of(sent.name) or framing_of(declared.name)
            found = _Format(_item_reader(declared), False, framing)
        elif declared.type is bytes:
            found = _Format(_as_is, False, stream=declared)
        elif kind_of(sent.name) == "multipart":
            form = self._forms.get(declared.name)
            parts = MultipartBody(declared, sent.parameters.get("boundary", ""), form)
            found = _Format(_as_is, False, None, parts)
        else:
            is_json = kind_of(sent.name) == "json"
            found = _Format(_reader(declared, sent), is_json)
        if value.decode("latin-1") in self._names:
            self._formats[value] = found
        return found

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
        detail = f"The body is longer than {self._limit} bytes."
        return self._left(scope, Problem(413, detail, part="body"), unread=unread)

    def _left(self, scope: Scope, problem: Problem, *, unread: int) -> ProblemError:
        """A problem, where so much of the body is still to come."""
        is_http1 = scope.get("http_version", "1.1").startswith("1")
        is_sent = not header_values(scope, b"expect")
        return ProblemError(
            problem,
            ((b"connection", b"close"),) if unread and is_http1 else (),
            lingers=is_sent and 0 < unread <= MOST_DRAINED,
        )

    def _absent(self) -> None:
        if self._declared.required:
            raise _refused(400, "A request body is required.")


def beside(body: ArrivingBody, answer: Answer, scope: Scope) -> Answer:
    """An answer to a request of whose body a part may still be under way.

    It is read and thrown away, so that the connection can go on; of one that is too
    long for that, or waits for 100 (RFC 9110 section 10.1.1), HTTP/1 has to close it.
    """
    if body.is_ended or any(name == b"connection" for name, _ in answer.headers):
        return answer
    length = _number(dict(scope["headers"]).get(_LENGTH, b""))
    waits = not body.received and header_values(scope, b"expect")
    if not waits and length - body.received <= MOST_DRAINED:
        return answer._replace(lingers=True)
    is_http1 = scope.get("http_version", "1.1").startswith("1")
    closing = [(b"connection", b"close")] if is_http1 else []
    return answer._replace(headers=[*answer.headers, *closing])


def _reader(declared: MediaType, sent: ContentType) -> Callable[[bytes], Any]:
    """What reads and judges bodies of one Content-Type as they are declared."""
    match kind_of(sent.name):
        case "json":
            if sent.parameters:
                _charset(sent, {"utf-8", "ascii"})
            return _json_reader(declared.type)
        case "form":
            return lambda body: _judge_form(declared, body)
        case "text" if not is_json_by_type(declared):
            charset = _charset(sent)
            return lambda body: _judge_text(body, declared.type, charset)
        case "bytes" if is_encoded(declared.type):
            return lambda body: _judge_text(body, declared.type, "ascii")
        case "bytes" if not is_json_by_type(declared):
            return _as_is
        case kind:
            raise _refused(415, f"The body is {kind}, and no JSON.")


def _as_is(body: bytes) -> bytes:
    return body


def _charset(content_type: ContentType, allowed: set[str] | None = None) -> str:
    charset = _CHARSETS.get(content_type.charset)
    if charset is None or (allowed is not None and charset not in allowed):
        raise _refused(415, "The charset of the body is not supported.")
    return charset


def _item_reader(declared: MediaType) -> Callable[[bytes], Any]:
    """The same for an item; the data of an event may be JSON, or text."""
    read = _json_reader(declared.type)
    if declared.data == "text":
        return read

    def read_event(body: bytes) -> Any:
        problems: list[ProblemError] = []
        for text in readings(body, declared.data):
            try:
                return read(text)
            except ProblemError as problem:
                problems.append(problem)
        raise problems[0]

    return read_event


def _json_reader(type_: Any) -> Callable[[bytes], Any]:
    """Judges a JSON text (RFC 8259), which has neither NaN nor Infinity."""
    judge = codec_of(type_).read_json

    def read(body: bytes) -> Any:
        if b"NaN" in body or b"Infinity" in body:
            _parsed(body, allow_inf_nan=False)
        try:
            return judge(body)
        except Invalid as invalid:
            error = invalid
        value = _parsed(body)
        if is_clash(error):
            lenient, flaws = decode_leniently(type_, value)
            if not flaws:
                return lenient
        raise _wrong(body_errors(error, value))

    return read


def _parsed(body: bytes, *, allow_inf_nan: bool = True) -> Any:
    try:
        return from_json(body, allow_inf_nan=allow_inf_nan)
    except ValueError as error:
        raise _refused(400, f"The body {unreadable(error)}.") from None


def _wrong(errors: tuple[BodyError, ...]) -> ProblemError:
    return ProblemError(Problem(400, "The body is not valid.", errors, "body"))


def _number(digits: bytes) -> int:
    """A Content-Length, 0 for what is none; of a long one, the first digits."""
    return int(digits.lstrip(b"0")[:19] or b"0") if digits.isdigit() else 0


def _refused(
    status: int, detail: str, headers: tuple[Header, ...] = ()
) -> ProblemError:
    return ProblemError(Problem(status, detail, part="body"), headers)


def _judge_form(declared: MediaType, body: bytes) -> Any:
    """Judge an urlencoded form."""
    if declared.type is str:
        return _judge_text(body, str, "utf-8")
    form = Form(shape_of(declared.type), declared.encoding)
    try:
        value = form.urlencoded(body)
    except FormError as error:
        raise _refused(400, str(error)) from None
    try:
        return codec_of(declared.type).read_form(value)
    except Invalid as error:
        raise _wrong(body_errors(error, value)) from None


def _judge_text(body: bytes, type_: Any, charset: str) -> Any:
    try:
        text = body.decode(charset)
    except UnicodeDecodeError:
        raise _refused(400, f"The body is not {charset}.") from None
    if type_ is str:
        return text
    try:
        if is_encoded(type_):
            return codec_of(type_).read_form(text)
        return read_text(type_, text)
    except Invalid as error:
        raise _wrong(body_errors(error, text)) from None
