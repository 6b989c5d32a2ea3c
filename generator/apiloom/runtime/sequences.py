"""Sequential media types: many JSON values in one body (OpenAPI 3.2, section 4.14.3).

JSON Lines, JSON text sequences (RFC 7464) and server-sent events, whose items are
objects with the fields of an event.
"""

import re
from collections.abc import Iterator
from typing import Any

from pydantic_core import from_json, to_json

from .media_types import Framing
from .narrowing import is_object

_RECORD = b"\x1e"
_LINE_END = re.compile(rb"\r\n|\n|\r")
_FIELDS = ("event", "id", "retry", "data")


def framed(text: bytes, framing: Framing) -> bytes:
    """One item, a JSON text, as it is sent.

    Raises `ValueError` for an event that is no object of texts.
    """
    if framing == "lines":
        return text + b"\n"
    if framing == "records":
        return _RECORD + text + b"\n"
    event = from_json(text)
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
    """Takes a body as it arrives, and gives each item as a JSON text."""

    def __init__(self, framing: Framing) -> None:
        self._framing = framing
        self._buffer = b""
        self._event: dict[str, Any] = {}

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """The items that are whole now."""
        self._buffer += chunk
        if self._framing == "records":
            yield from self._records()
            return
        while (found := _LINE_END.search(self._buffer)) is not None:
            if found.end() == len(self._buffer) and found[0] == b"\r":
                return  # the second half of a line break may follow
            line, self._buffer = (
                self._buffer[: found.start()],
                self._buffer[found.end() :],
            )
            yield from self._line(line)

    def end(self) -> Iterator[bytes]:
        """What the end of the body completes."""
        rest, self._buffer = self._buffer, b""
        if self._framing == "records":
            yield from filter(None, (part.strip() for part in rest.split(_RECORD)))
        else:
            yield from self._line(rest.rstrip(b"\r"))
            yield from self._line(b"") if self._framing == "events" else ()

    def _records(self) -> Iterator[bytes]:
        *whole, last = self._buffer.split(_RECORD)
        if last.endswith(b"\n") and _is_json(last):
            whole, last = [*whole, last], b""
        self._buffer = last
        yield from filter(None, (part.strip() for part in whole))

    def _line(self, line: bytes) -> Iterator[bytes]:
        if self._framing == "lines":
            if text := line.removeprefix(b"\xef\xbb\xbf").strip():
                yield text
            return
        if line:
            self._field(line.removeprefix(b"\xef\xbb\xbf").decode(errors="replace"))
            return
        event, self._event = self._event, {}
        if "data" in event:
            yield to_json(event)

    def _field(self, line: str) -> None:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data" and name in self._event:
            self._event[name] += f"\n{value}"
        elif name == "retry":
            if value.isascii() and value.isdigit():
                self._event[name] = int(value)
        elif name in _FIELDS:
            self._event[name] = value


def _is_json(text: bytes) -> bool:
    try:
        from_json(text)
    except ValueError:
        return False
    return True
