"""What each operation is called with, and what it answers: values by the document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from tests.sweeping.described import (
    DescribedMedia,
    DescribedOperation,
    DescribedParameter,
    DescribedResponse,
    Description,
)
from tests.sweeping.examples import Examples
from tests.sweeping.hostile import ANYWHERE, Room, hostile_texts
from tests.sweeping.package import Argument, Names, Package, arguments_of
from tests.sweeping.style_table import Undefined, header_text
from tests.sweeping.values import NoExampleError
from tests.sweeping.witness_bodies import framing_of, kind_of

Key: TypeAlias = tuple[str, str]

_BYTES: Final = b"\x00\xff\r\n--bytes \x80\xe2\x82\xac"
_NOTHING: Final[tuple[Any, ...]] = ([], {}, None)
_INFORMATIONAL: Final = "a 1xx response, which nothing can answer with"
_SEPARATORS: Final = {"spaceDelimited": " ", "pipeDelimited": "|"}
_FRAMING: Final = frozenset({"content-length", "transfer-encoding", "connection"})
"""What the server itself has to say of a response (RFC 9112, sections 6 and 9.6)."""
_EVENT_FIELDS: Final = frozenset({"event", "id", "data"})


@dataclass(frozen=True, slots=True)
class Body:
    """A body: what the document says of its media type, its JSON value, its type."""

    media: DescribedMedia
    value: Any
    type: Any


@dataclass(frozen=True, slots=True)
class Reply:
    """One declared response: the status to answer with, body, values of headers."""

    described: DescribedResponse
    status: int
    body: Body | None
    headers: dict[str, Any]


@dataclass(slots=True)
class Case:
    """One operation, ready to be called."""

    key: str
    names: Names
    route: Any
    described: DescribedOperation
    arguments: list[Argument]
    lost: list[DescribedParameter]
    keys: list[str] = field(default_factory=list)
    """The declared responses that it can answer with."""

    @property
    def operation(self) -> Any:
        """The descriptor, as the server has it."""
        return self.route.operation


class Cases:
    """Chooses values for the operations of one document.

    `left_out` counts what is not tried, by reason; `counts` what is.
    """

    def __init__(
        self, package: Package, examples: Examples, description: Description
    ) -> None:
        self._package = package
        self._examples = examples
        self._description = description
        self.left_out: Counter[str] = Counter()

    def all(self) -> Iterator[Case]:
        """Every operation of the package that the document describes."""
        for key, names in self._package.operations.items():
            described = self._description.operation(*key.split(" ", 1))
            if described is None:
                self.left_out["operation: not found in the one tree"] += 1
                continue
            self.left_out.update(
                f"parameter: {reason}" for reason in described.odd.values()
            )
            route = self._package.route(names)
            arguments, lost = arguments_of(route, described)
            case = Case(key, names, route, described, arguments, lost)
            case.keys = [each.key for each in described.responses if self._usable(each)]
            yield case

    def values(self, case: Case, turn: int) -> dict[Key, Any]:
        """A value for each parameter. Raises `NoExampleError` for a required one."""
        found: dict[Key, Any] = {}
        for number, argument in enumerate(case.arguments):
            parameter = argument.described
            room = room_of(parameter, case.described.path)
            try:
                value = self._value(parameter, room, turn + number)
            except NoExampleError:
                value = None
            if parameter.content is None:
                value = writable(value)
            if value not in _NOTHING:
                found[parameter.key] = value
            elif parameter.required:
                raise NoExampleError(f"{parameter.place} {parameter.name}")
        return found

    def bodies(self, case: Case, turn: int) -> list[Body]:
        """A body in each media type that the operation takes, the client's first."""
        if case.operation.body is None:
            return []
        found: list[Body] = []
        types = {each.name: each for each in case.operation.body.content}
        for media in case.described.body:
            if media.name not in types:
                continue
            try:
                value = self._content(media, types[media.name], turn)
            except NoExampleError:
                self.left_out["body: no example"] += 1
                continue
            found.append(Body(media, value, types[media.name].type))
        return sorted(found, key=lambda body: _turn_of(body.media.name))

    def reply(self, case: Case, key: str, turn: int) -> Reply:
        """The response with that key. Raises `NoExampleError`."""
        described = next(each for each in case.described.responses if each.key == key)
        written = {each.key for each in case.described.responses}
        headers = {
            header.name: value
            for number, header in enumerate(described.headers)
            if (value := self._header(header, turn + number)) not in _NOTHING
        }
        declared = case.operation.responses.get(key)
        body: Body | None = None
        if declared is not None and declared.content:
            # What may be a stream is called for as a whole, and JSON before text.
            asked = [n for n, each in enumerate(declared.content) if not each.items]
            json = (n for n in asked if kind_of(declared.content[n].name) == "json")
            number = next(json, next(iter(asked), 0))
            media, content = described.content[number], declared.content[number]
            value = self._content(media, content, turn)
            body = Body(media, value, content.type)
        return Reply(described, status_for(key, written), body, headers)

    def _usable(self, response: DescribedResponse) -> bool:
        if response.key.startswith("1"):
            self.left_out[f"response: {_INFORMATIONAL}"] += 1
            return False
        return True

    def _header(self, header: DescribedParameter, turn: int) -> Any:
        if header.name.lower() in _FRAMING:
            self.left_out["response header: it frames the message"] += 1
            return None
        room = room_of(header, "")
        try:
            value = self._value(header, room, turn)
        except NoExampleError:
            self.left_out["response header: no example"] += 1
            return None
        value = value if header.content is not None else writable(value)
        try:
            header_text(header, value)
        except Undefined as reason:
            self.left_out[f"response header: {reason}"] += 1
            return None
        return value

    def _value(self, parameter: DescribedParameter, room: Room, turn: int) -> Any:
        if parameter.schema is None:
            return next(hostile_texts({}, room, turn), "text")
        return self._examples.chosen(parameter.schema, turn, room)

    def _content(self, media: DescribedMedia, declared: Any, turn: int) -> Any:
        if media.items and declared.items:
            return self._items(media, turn)
        if declared.type is bytes:
            return _BYTES
        kind = kind_of(media.name)
        text = next(hostile_texts({}, ANYWHERE, turn))
        if kind in {"form", "multipart"} and media.schema is None:
            return text if declared.type is str else {"key": text}
        if media.schema is None:
            return text
        value = self._examples.chosen(media.schema, turn, _room_of_body(media))
        is_text = kind == "text" or (kind == "bytes" and declared.type is str)
        if is_text and not (kind == "text" and isinstance(value, int | float)):
            return value if isinstance(value, str) else text
        return writable(value) if kind in {"form", "multipart"} else value

    def _items(self, media: DescribedMedia, turn: int) -> list[Any]:
        """Two items of a stream; an event has no other fields than those of events."""
        is_event = framing_of(media.name) == "events" and not media.payload
        room = Room(plain=True, known_only=True) if is_event else ANYWHERE
        if media.schema is None:
            return [{"data": "text"}, {"data": "a: b"}]
        items = [self._examples.chosen(media.schema, turn + n, room) for n in (0, 1)]
        if not is_event:
            return items
        return [{k: v for k, v in item.items() if k in _EVENT_FIELDS} for item in items]


def _room_of_body(media: DescribedMedia) -> Room:
    """Every text, less what separates the items of an array within one field."""
    styles = {
        each.get("style", "form")
        for each in media.encoding.values()
        if each.get("explode", each.get("style", "form") == "form") is False
    }
    if not styles or kind_of(media.name) not in {"form", "multipart"}:
        return ANYWHERE
    avoided = "".join(_SEPARATORS.get(style, "") for style in sorted(styles))
    # No part is percent-encoded, so a comma would separate there, too.
    comma = "," if kind_of(media.name) == "multipart" else ""
    return Room(body=True, avoided=avoided + comma)


def room_of(parameter: DescribedParameter, path: str) -> Room:
    """What a parameter can hold, by place and style.

    A value that shares its segment of the path with other text, or goes over several,
    is plain: where it ends is anybody's guess.
    """
    if parameter.place == "header":
        many = "" if parameter.content else ",="
        return Room(avoided=many, ascii_only=True, trimmed=True, known_only=True)
    if parameter.place == "path":
        segments = path.partition("?")[0].partition("#")[0].split("/")
        if f"{{{parameter.name}}}" not in segments:
            return Room(plain=True, known_only=True)
        return Room(avoided="." if parameter.style == "label" else "")
    if parameter.place == "cookie" and parameter.style == "cookie":
        return Room(avoided=';, "\\', ascii_only=True, trimmed=True, known_only=True)
    return Room(
        avoided=_SEPARATORS.get(parameter.style, ""),
        known_only=parameter.style != "deepObject" and parameter.content is None,
    )


def writable(value: Any) -> Any:
    """The value without what no style can write: empty arrays and objects, null."""
    if isinstance(value, dict):
        inner = {key: writable(member) for key, member in value.items()}
        return {key: each for key, each in inner.items() if each not in _NOTHING}
    if isinstance(value, list):
        return [each for each in map(writable, value) if each not in _NOTHING]
    return value


def status_for(key: str, declared: set[str]) -> int:
    """A status that stands for a key, and for no other key that is declared."""
    if key.isdigit():
        return int(key)
    if key == "default":
        is_success = not any(each[0] == "2" for each in declared)
        first = (200,) if is_success else (500,)
        hundreds = [*first, 400, 300]
    else:
        hundreds = [int(key[0]) * 100]
    ranges = {each[0] for each in declared if each.endswith("XX")} - {key[0]}
    for hundred in hundreds:
        for status in range(hundred, hundred + 100):
            is_other = str(status) in declared or str(status)[0] in ranges
            if not is_other and status not in _SILENT:
                return status
    raise NoExampleError(f"a status for {key}")


_SILENT: Final = frozenset({204, 205, 304})


def _turn_of(name: str) -> tuple[int, str]:
    """When a client would choose a media type: JSON before all others, by name."""
    if name == "application/json":
        return 0, ""
    return (1, name) if kind_of(name) == "json" else (2, "")
