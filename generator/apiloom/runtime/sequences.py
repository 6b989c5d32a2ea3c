"""Sequential media types: many JSON values in one body (OpenAPI 3.2, section 4.14.3).

JSON Lines, JSON text sequences (RFC 7464) and server-sent events, whose items are
objects with the fields of an event.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from .codec import from_json, to_json
from .media_types import Framing
from .narrowing import is_object
from .operation import EventData

_RECORD = b"\x1e"
_MARK = b"\xef\xbb\xbf"
_LONGEST_TRIED = 64 * 1024
"""A record is given before the next one begins if it is not longer than this."""
_LINE_END = re.compile(rb"\r\n|\n|\r")
_FIELDS = ("event", "id", "retry", "data")
_LONGEST_RETRY = 12
"""Digits of milliseconds: to wait for more than 30 years is to wait for ever."""


def framed(text: bytes, framing: Framing, data: EventData = "text") -> bytes:
    """One item, a JSON text, as it is sent.

    Raises `ValueError` for an event that is no object with the fields of an event.
    """
    if framing == "lines":
        return text + b"\n"
    if framing == "records":
        return _RECORD + text + b"\n"
    event = {"data": from_json(text)} if data == "item" else from_json(text)
    if not is_object(event):
        raise ValueError("an event is an object with the fields of an event")
    lines: list[str] = []
    for name in _FIELDS:
        value = event.get(name)
        if value is not None:
            written = value if isinstance(value, str) else to_json(value).decode()
            parts = written.split("\n") if name == "data" else [written]
            lines += [f"{name}: {part}" for part in parts]
    if any("\r" in line or "\n" in line for line in lines):
        raise ValueError("a field of an event has a line break")
    return ("\n".join(lines) + "\n\n").encode()


class Splitter:
    """Takes a body as it arrives, and gives each item as a JSON text.

    No byte is looked at twice, however the body is cut into chunks.
    """

    def __init__(self, framing: Framing, sentinel: str | None = None) -> None:
        self._framing = framing
        self._sentinel = sentinel
        self.is_ended = False
        """Whether the sentinel has come: the text that ends all in place of an item."""
        self.last_event_id = ""
        """That of the last event, for a stream that goes on (WHATWG HTML, 9.2.4)."""
        self.retry: int | None = None
        """Milliseconds to wait before it is asked for again, if the server says so."""
        self._parts: list[bytes] = []
        self._size = 0
        self._event_size = 0
        self._event: dict[str, Any] = {}
        self._data: list[str] = []
        self._ends_in_return = False

    @property
    def held(self) -> int:
        """How many bytes have arrived of an item that is not whole yet."""
        return self._size + self._event_size

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """The items that are whole now; none after the sentinel."""
        if self.is_ended:
            return iter(())
        items = self._records if self._framing == "records" else self._lines
        return self._unended(items(chunk))

    def end(self) -> Iterator[bytes]:
        """What the end of the body completes.

        An event that no empty line ends is none (WHATWG HTML, section 9.2.6). A last
        line may lack its end: whoever reads it sees whether it is JSON. A record that
        may be the beginning of another is dropped (RFC 7464, section 2.4).
        """
        rest = self._taken()
        if self._framing == "records":
            yield from self._unended(_texts(b"" if _may_be_torn(rest) else rest))
        elif self._framing == "lines":
            yield from self._unended(self._line(rest))

    def _unended(self, texts: Iterator[bytes]) -> Iterator[bytes]:
        """The items before the sentinel."""
        for text in texts:
            if self._is_sentinel(text):
                self.is_ended = True
            if self.is_ended:
                return
            yield text

    def _is_sentinel(self, text: bytes) -> bool:
        if self._sentinel is None:
            return False
        if self._framing != "events":
            return text == self._sentinel.encode()
        return bool(from_json(text)["data"] == self._sentinel)

    def _records(self, chunk: bytes) -> Iterator[bytes]:
        first, *rest = chunk.split(_RECORD)
        self._hold(first)
        for text in rest:
            whole = self._taken()
            self._hold(text)
            yield from _texts(whole)
        if chunk.endswith(b"\n") and self._size <= _LONGEST_TRIED:
            last = self._taken()
            if _is_json(last):
                yield from _texts(last)
            else:
                self._hold(last)

    def _lines(self, chunk: bytes) -> Iterator[bytes]:
        if not chunk:
            return
        if self._ends_in_return:
            chunk = chunk.removeprefix(b"\n")
        self._ends_in_return = chunk.endswith(b"\r")
        first, *rest = _LINE_END.split(chunk)
        self._hold(first)
        for text in rest:
            whole = self._taken()
            self._hold(text)
            yield from self._line(whole)

    def _hold(self, part: bytes) -> None:
        self._parts.append(part)
        self._size += len(part)

    def _taken(self) -> bytes:
        whole = b"".join(self._parts)
        self._parts.clear()
        self._size -= len(whole)
        return whole

    def _line(self, line: bytes) -> Iterator[bytes]:
        if self._framing == "lines":
            yield from _texts(line.removeprefix(_MARK))
            return
        if line:
            self._field(line.removeprefix(_MARK).decode(errors="replace"))
            return
        event, data = self._event, self._data
        self._event, self._data, self._event_size = {}, [], 0
        self.last_event_id = event.get("id", self.last_event_id)
        if data:
            yield to_json({**event, "data": "\n".join(data)})

    def _field(self, line: str) -> None:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        self._event_size += len(line)
        if name == "data":
            self._data.append(value)
        elif name == "retry":
            is_number = value.isascii() and value.isdigit()
            if is_number and len(value) <= _LONGEST_RETRY:
                self._event[name] = self.retry = int(value)
        elif name in _FIELDS:
            self._event[name] = value


def sentinel_of(text: str, framing: Framing) -> bytes:
    """The text that ends a stream, as it is sent."""
    if framing == "lines":
        return f"{text}\n".encode()
    return (
        framed(to_json({"data": text}), framing)
        if framing == "events"
        else (_RECORD + f"{text}\n".encode())
    )


def readings(text: bytes, data: EventData) -> Iterator[bytes]:
    """The JSON texts that an item of a `Splitter` may stand for, the likeliest first.

    What may be either is read as JSON before it is read as text: `data: 5` is a number
    where a number is expected, and a text where a text is.
    """
    if data == "text":
        yield text
        return
    event = from_json(text)
    content = event["data"]
    if data == "item":
        if _is_json(content.encode()):
            yield content.encode()
        yield to_json(content)
        return
    with suppress(ValueError):
        yield to_json({**event, "data": from_json(content.encode())})
    yield text


def _texts(text: bytes) -> Iterator[bytes]:
    """The text without space around it, if there is any."""
    if stripped := text.strip():
        yield stripped


def _may_be_torn(record: bytes) -> bool:
    """Whether a number or a name lacks the space that shows its end."""
    return record[-1:].isalnum() and _is_json(record)


def _is_json(text: bytes) -> bool:
    try:
        from_json(text)
    except ValueError:
        return False
    return True
