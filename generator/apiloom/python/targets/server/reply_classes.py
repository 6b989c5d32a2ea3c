"""What a handler answers with: a class for each response that the document declares.

class Ok(Reply[str | list[int]]):
    status = 200

    def __init__(self, body, *, x_total: int, media_type=None, headers=None): ...
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from apiloom.api.ir import Header, Operation, Response
from apiloom.api.media_type_kinds import is_range, is_text
from apiloom.api.names.header_names import header_key
from apiloom.api.names.status_names import is_error, status_name, status_phrase
from apiloom.core.identifiers import Identifier
from apiloom.core.text import Text
from apiloom.python.syntax.docstring import Doc
from apiloom.python.syntax.expression import (
    NONE,
    Assignment,
    Attribute,
    Bare,
    Call,
    ClassHeader,
    Expression,
    Mapping,
    Parameter,
    Signature,
    Subscript,
    Value,
    builtin,
    either,
    runtime,
    typing,
)
from apiloom.python.targets.descriptors import Descriptors
from apiloom.python.targets.header_types import is_cookies, value_type

_STATUS: Final = Identifier("status")
_BODY: Final = Identifier("body")
_HEADERS: Final = Identifier("headers")
_MEDIA_TYPE: Final = Identifier("media_type")
_OWN: Final = frozenset({"self", _STATUS, _BODY, _HEADERS, _MEDIA_TYPE})
"""Arguments that no header field can be called by."""
_FIELDS: Final = either((runtime("server.reply", "HeaderFields"), NONE))


@dataclass(frozen=True, slots=True)
class ConstructorView:
    """`__init__`, which says what header fields and media types there are."""

    signature: Signature
    call: Call


@dataclass(frozen=True, slots=True)
class ReplyView:
    """A response that a handler can return."""

    header: ClassHeader
    doc: Doc
    status: Assignment
    constructor: ConstructorView | None


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a reply extends, and the type of its body; None where it has none."""

    base: Expression
    body: Expression | None


@dataclass(frozen=True, slots=True)
class ReplyPlanner:
    """Plans the replies of operations."""

    descriptors: Descriptors

    def replies(self, operation: Operation) -> Iterator[ReplyView]:
        """A class for each response of an operation."""
        return map(self._reply, operation.responses)

    def _reply(self, response: Response) -> ReplyView:
        kind = self._kind(response)
        bases = (kind.base, runtime("server.reply", "ErrorReply"))
        is_error = response.status[0] in "45d"
        header = ClassHeader(
            status_name(response.status), bases if is_error else (kind.base,)
        )
        doc = Doc((response.description or status_phrase(response.status),))
        constructor = self._constructor(response, kind.body)
        return ReplyView(header, doc, _status(response), constructor)

    def _kind(self, response: Response) -> _Kind:
        kind = "Range" if _is_range(response) else ""
        items = runtime("server.streams", "Items")
        streamed = {media_type.streamed for media_type in response.content}
        if streamed == {True, False}:
            value, item = (
                self.descriptors.response_type(response, items=items)
                for items in (False, True)
            )
            base = runtime("server.streams", f"Either{kind}Reply")
            body = either((value, Subscript(items, (item,))))
            return _Kind(Subscript(base, (value, item)), body)
        if True in streamed:
            type_ = self.descriptors.response_type(response)
            base = runtime("server.streams", f"Stream{kind}Reply")
            return _Kind(Subscript(base, (type_,)), Subscript(items, (type_,)))
        if response.content:
            type_ = self._whole_type(response)
            base = runtime("server.reply", f"{kind}Reply")
            return _Kind(Subscript(base, (type_,)), type_)
        return _Kind(runtime("server.reply", f"Empty{kind}Reply"), None)

    def _whole_type(self, response: Response) -> Expression:
        """The type of a body that is sent whole: bytes and text may be downloads."""
        type_ = self.descriptors.response_type(response)
        names: set[str] = set()
        for media_type in response.content:
            body = self.descriptors.answered_type(media_type, response.content)
            if is_text(media_type.name) and body == builtin("str"):
                names.add("TextContent")
            elif body == builtin("bytes"):
                names.add("Content")
        if not names or is_error(response.status):
            return type_
        name = "TextContent" if "TextContent" in names else "Content"
        return either((type_, runtime("server.downloads", name)))

    def _constructor(
        self, response: Response, body: Expression | None
    ) -> ConstructorView | None:
        """Where the base says less than the document."""
        literal = media_type_literal([response])
        if literal is None and not response.headers:
            return None
        headers = _distinct(response.headers)
        plain = [Parameter(_STATUS, builtin("int"))] if _is_range(response) else []
        further = [Parameter(_HEADERS, _FIELDS, NONE)]
        given: list[tuple[Identifier, Expression]] = [(_HEADERS, self._fields(headers))]
        if body is not None:
            plain.append(Parameter(_BODY, body))
            type_ = builtin("str") if literal is None else literal
            further.append(Parameter(_MEDIA_TYPE, either((type_, NONE)), NONE))
            given.append((_MEDIA_TYPE, Bare(_MEDIA_TYPE)))
        signature = Signature(
            Identifier("__init__"),
            (Parameter(Identifier("self")), *plain),
            NONE,
            (*map(self._parameter, headers), *further),
        )
        initial = Attribute(Call(builtin("super"), ()), Identifier("__init__"))
        positional = tuple(Bare(parameter.name) for parameter in plain)
        return ConstructorView(signature, Call(initial, positional, tuple(given)))

    def _parameter(self, header: Header) -> Parameter:
        type_ = value_type(self.descriptors.types, header)
        if header.required and not is_cookies(header):
            return Parameter(self._argument(header), type_)
        return Parameter(self._argument(header), either((type_, NONE)), NONE)

    def _fields(self, headers: Sequence[Header]) -> Expression:
        """The header fields of a reply: those that are declared, and others."""
        if not headers:
            return Bare(_HEADERS)
        entries = tuple(
            (Value(header.wire_name), Bare(self._argument(header)))
            for header in headers
        )
        arguments = (Bare(_HEADERS), Mapping(entries))
        return Call(runtime("server.reply", "with_fields"), arguments)

    def _argument(self, header: Header) -> Identifier:
        """As clients know it, unless a reply has something else by that name."""
        name = self.descriptors.types.api.headers[header_key(header.wire_name)]
        return Identifier(f"{name}_header") if name in _OWN else name


def media_type_literal(responses: Sequence[Response]) -> Expression | None:
    """The names of their media types, where one has several to choose from.

    None where a range leaves open what there is.
    """
    names: dict[Text, None] = {}
    for response in responses:
        names.update(dict.fromkeys(each.name for each in response.content))
    if not any(len(response.content) > 1 for response in responses) or len(names) < 2:
        return None
    if any(map(is_range, names)):
        return None
    return Subscript(typing("Literal"), tuple(map(Value, names)))


def _distinct(headers: Sequence[Header]) -> tuple[Header, ...]:
    """Each field once: their names are the same in any case (RFC 9110, section 5.1)."""
    by_key: dict[str, Header] = {}
    for header in headers:
        by_key.setdefault(header_key(header.wire_name), header)
    return tuple(by_key.values())


def _is_range(response: Response) -> bool:
    return not response.status.isdigit()


def _status(response: Response) -> Assignment:
    if not _is_range(response):
        return Assignment(_STATUS, None, Value(int(response.status)))
    first = 200 if response.status == "default" else int(response.status[0]) * 100
    last = 600 if response.status == "default" else first + 100
    statuses = Call(builtin("range"), (Value(first), Value(last)))
    return Assignment(Identifier("statuses"), None, statuses)
