"""Replies as responses, checked against what the document declares."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias, cast

from ..codec import AnyModel, codec_of, to_json
from ..encoded_types import is_encoded, wire_text
from ..header_fields import is_token
from ..media_types import (
    best_match,
    encoded_text,
    framing_of,
    is_json,
    is_json_by_type,
    is_range,
    kind_of,
    parse_content_type,
    with_charset,
)
from ..operation import MediaType, Response, ResponseHeader
from ..parts import Part, new_boundary, put_together, type_of_part
from ..sequences import framed, sentinel_of
from ..text_bodies import written_text
from .reply import Frame, Reply
from .route import AnyOperation
from .wire import Answer, Header

_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
_FRAMING = frozenset(
    {"connection", "content-length", "content-type", "transfer-encoding"}
)

_CONCRETE = {
    "*/*": "application/octet-stream",
    "application/*": "application/octet-stream",
    "text/*": "text/plain",
}
"""What a reply is in when neither it nor the document says more."""

_Object: TypeAlias = dict[str, object]


class BrokenReplyError(Exception):
    """A handler's reply is not what the document declares."""


_Write: TypeAlias = Callable[[object], bytes]
"""Writes a body. Raises `BrokenReplyError`, and what the codec raises."""


class _Plan(NamedTuple):
    """How the replies of one status are written; `headers` are those of all."""

    response: Response
    headers: tuple[Header, ...]
    write: _Write
    frame: Frame | None = None
    """What frames the items of a body that is sent one by one, each by `write`."""


class ReplyEncoder:
    """Writes the replies of one operation.

    With `validate`, what was written is also read back and judged by the schema;
    without it, only the types of the values are.
    """

    def __init__(self, operation: AnyOperation, *, validate: bool) -> None:
        self._operation = operation
        self._validate = validate
        self._plans: dict[int, _Plan] = {}

    def encode(self, reply: object) -> Answer:
        """The response that `reply` stands for.

        Raises `BrokenReplyError`, and what the codec raises for a body of another type.
        """
        if not isinstance(reply, Reply):
            raise BrokenReplyError(f"not a reply: {type(reply).__qualname__}")
        given = cast("Reply[object]", reply)
        status = given.status
        plan = self._plans.get(status)
        asked = given.media_type
        if asked is None and given.is_stream:
            asked = self._items_type(status)
        if plan is None or asked is not None:
            plan = self._plan(status, asked)
        body = b"" if plan.frame else plan.write(given.body)
        headers = list(plan.headers)
        if given.headers or plan.response.headers:
            headers.extend(_headers(given.headers or {}, plan.response))
        if plan.frame:
            app = given.app(plan.frame, headers, plan.write)
            return Answer(status, headers, app=app)
        return Answer(status, headers, body)

    def _plan(self, status: int, asked: str | None) -> "_Plan":
        """How replies of one status are written; kept where no media type is asked."""
        key = self._operation.response_key(status)
        if key is None:
            raise BrokenReplyError(f"status {status} is not declared")
        response = self._operation.responses[key]
        plan = _Plan(response, (), _no_body)
        if response.content:
            media_type, declared = _media_type(asked, response)
            if kind_of(media_type) == "multipart" and declared.type is not bytes:
                return _parts_plan(response, media_type, declared)
            content_type = (b"content-type", _content_type(media_type))
            headers = (content_type,)
            if declared.items:
                write = _json_writer(declared.type, validate=self._validate)
                plan = _Plan(
                    response,
                    headers,
                    write,
                    _frame(media_type, declared, self._operation.sentinel),
                )
            else:
                write = self._writer(media_type, declared.type)
                plan = _Plan(response, headers, write)
        if asked is None:
            self._plans[status] = plan
        return plan

    def _items_type(self, status: int) -> str | None:
        """The first media type of a status whose body is made of items."""
        key = self._operation.response_key(status)
        content = self._operation.responses[key].content if key else ()
        return next((media.name for media in content if media.items), None)

    def _writer(self, media_type: str, type_: Any) -> _Write:
        match "bytes" if type_ is bytes else kind_of(media_type):
            case "json":
                return _json_writer(type_, validate=self._validate)
            case "bytes" if is_encoded(type_):
                return lambda body: _text_body(body, media_type, type_)
            case "text" | "form":
                return lambda body: _text_body(body, media_type, type_)
            case _:
                return lambda body: _bytes_body(body, media_type)


def _frame(media_type: str, declared: MediaType, sentinel: str | None) -> Frame:
    framing = framing_of(media_type) or "lines"
    end = b"" if sentinel is None else sentinel_of(sentinel, framing)

    def frame(text: bytes) -> bytes:
        return framed(text, framing, declared.data)

    return Frame(frame, end)


def _parts_plan(response: Response, media_type: str, declared: MediaType) -> _Plan:
    """For one reply: the next has another boundary, since nobody may know it before."""
    boundary = new_boundary()
    value = _content_type(f"{media_type}; boundary={boundary}")

    def write(body: object) -> bytes:
        items = wire_text(declared.type, codec_of(declared.type).judge(body))
        parts = (_part(item, n, declared) for n, item in enumerate(items))
        return put_together(parts, boundary)

    return _Plan(response, ((b"content-type", value),), write)


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


def _no_body(body: object) -> bytes:
    if body is not None:
        raise BrokenReplyError("the status is declared without a body")
    return b""


def _json_writer(type_: Any, *, validate: bool) -> _Write:
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


def _bytes_body(body: object, media_type: str) -> bytes:
    if isinstance(body, bytes):
        return body
    raise BrokenReplyError(f"a {media_type} body must be bytes")


def _media_type(asked: str | None, response: Response) -> tuple[str, MediaType]:
    """The media type to send, and the declared one that covers it."""
    if asked is None:
        whole = (media for media in response.content if not media.items)
        declared = next(whole, response.content[0])
        if is_json_by_type(declared):
            return "application/json", declared
        return _CONCRETE.get(declared.name, declared.name), declared
    found = parse_content_type(asked)
    covering = found and best_match(response.content, found)
    if not covering:
        raise BrokenReplyError(f"the media type {asked!r} is not declared")
    return asked, covering


def _content_type(media_type: str) -> bytes:
    """The Content-Type header; text says that it is UTF-8 (RFC 2046 section 4.1.2)."""
    if is_range(media_type):
        raise BrokenReplyError(f"the reply must say which {media_type} it is")
    return _checked(with_charset(media_type))


def _text_body(body: object, media_type: str, type_: Any) -> bytes:
    codec = codec_of(type_)
    text: object = codec.write(body if type_ is str else codec.judge(body))
    if type_ is not str and isinstance(text, bool | int | float):
        text = written_text(text)
    if not isinstance(text, str):
        raise BrokenReplyError(f"a {media_type} body must be text")
    return encoded_text(text, media_type)


def _headers(sent: Mapping[str, object], response: Response) -> Iterator[Header]:
    """The headers of a reply, those that are declared judged by their type."""
    declared = {header.name.lower(): header for header in response.headers}
    names = {name.lower() for name in sent}
    for header in response.headers:
        if header.required and header.name.lower() not in names:
            raise BrokenReplyError(f"the header {header.name} is required")
    for name, value in sent.items():
        key = name.lower()
        if not is_token(name) or key in _FRAMING:
            raise BrokenReplyError(f"the header {name!r} cannot be set")
        header = declared.get(key) or ResponseHeader(name=name, type=Any)
        primitive = _primitive(value, header.type)
        for line in _lines(primitive, header, apart=key == "set-cookie"):
            yield key.encode("latin-1"), _checked(line)


def _primitive(value: object, type_: Any) -> object:
    codec = codec_of(type_)
    primitive: object = codec.write(codec.judge(value))
    return primitive


def _lines(value: object, header: ResponseHeader, *, apart: bool) -> list[str]:
    """A header value in the style `simple` (OpenAPI 3.1 section 4.8.21), or as JSON."""
    if header.content is not None and is_json(header.content):
        return [to_json(value).decode()]
    if isinstance(value, dict):
        pairs = cast("_Object", value).items()
        if header.explode:
            value = [f"{name}={_plain(member)}" for name, member in pairs]
        else:
            value = [part for pair in pairs for part in pair]
    if not isinstance(value, list):
        return [_plain(value)]
    parts = [_plain(part) for part in cast("list[object]", value)]
    return parts if apart else [",".join(parts)]


def _plain(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool | int | float):
        return to_json(value).decode()
    raise BrokenReplyError("a header value must be text, a number or a boolean")


def _checked(value: str) -> bytes:
    """The bytes of a header value, which has no line breaks (RFC 9110 section 5.5)."""
    if _VALUE.fullmatch(value) is None:
        raise BrokenReplyError("a header value has characters that are not allowed")
    return value.strip().encode("latin-1")
