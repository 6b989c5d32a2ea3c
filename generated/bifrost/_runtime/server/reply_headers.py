"""Header fields of replies (OpenAPI 3.1, section 4.8.21), judged and written."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias, cast

from ..codec import codec_of, to_json
from ..header_fields import is_token
from ..media_types import is_json
from ..operation import Response, ResponseHeader
from ..shape import shape_of
from .broken_reply import BrokenReplyError
from .reply import HeaderFields, pairs_of
from .wire import Header

_COOKIES = "set-cookie"
"""The one field that has a line for each value (RFC 9110, section 5.3)."""
_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
_FRAMING = frozenset(
    {"connection", "content-length", "content-type", "transfer-encoding"}
)
"""What the server writes by itself, whatever a document says that responses have."""

_Object: TypeAlias = dict[str, object]


def header_lines(fields: HeaderFields, response: Response) -> Iterator[Header]:
    """The headers of a reply, those that are declared judged by their type.

    Raises `BrokenReplyError`, and what the codec raises.
    """
    sent = list(pairs_of(fields))
    declared = {header.name.lower(): header for header in response.headers}
    names = {name.lower() for name, _ in sent}
    for header in response.headers:
        if header.required and header.name.lower() not in names | _FRAMING:
            raise BrokenReplyError(f"the header {header.name} is required")
    for name, value in sent:
        key = name.lower()
        if key in _FRAMING and key in declared:
            continue
        if not is_token(name) or key in _FRAMING:
            raise BrokenReplyError(f"the header {name!r} cannot be set")
        header = declared.get(key) or ResponseHeader(name=name, type=Any)
        for line in _lines(value, header, is_cookie=key == _COOKIES):
            yield key.encode("latin-1"), checked(line)


def checked(value: str) -> bytes:
    """The bytes of a header value, which has no line breaks (RFC 9110 section 5.5)."""
    if _VALUE.fullmatch(value) is None:
        raise BrokenReplyError("a header value has characters that are not allowed")
    return value.strip().encode("latin-1")


def _lines(value: object, header: ResponseHeader, *, is_cookie: bool) -> Iterable[str]:
    """What a header says: a line, or one for each cookie."""
    if not is_cookie:
        yield _written(_primitive(value, header.type), header)
    elif not isinstance(value, list | tuple):
        yield from _lines([value], header, is_cookie=True)
    elif "array" in shape_of(header.type).kinds:
        cookies = cast("list[object]", value)
        yield from map(_plain, _primitive(cookies, header.type))
    else:
        for each in cast("Iterable[object]", value):
            yield _written(_primitive(each, header.type), header)


def _primitive(value: object, type_: Any) -> Any:
    codec = codec_of(type_)
    return codec.write(codec.judge(value))


def _written(value: object, header: ResponseHeader) -> str:
    """A header value in the style `simple` (OpenAPI 3.1 section 4.8.21), or as JSON."""
    if header.content is not None and is_json(header.content):
        return to_json(value).decode()
    if isinstance(value, dict):
        pairs = cast("_Object", value).items()
        if header.explode:
            value = [f"{name}={_plain(member)}" for name, member in pairs]
        else:
            value = [part for pair in pairs for part in pair]
    if not isinstance(value, list):
        return _plain(value)
    return ",".join(_plain(part) for part in cast("list[object]", value))


def _plain(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool | int | float):
        return to_json(value).decode()
    raise BrokenReplyError("a header value must be text, a number or a boolean")
