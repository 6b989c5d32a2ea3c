"""Where the keys and items of a TOML document stand (TOML 1.0).

`tomllib` reads values and forgets places, so the text is gone through once more where
there is something to say about it. The text is known to be TOML: nothing is judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

Steps: TypeAlias = tuple[str | int, ...]
"""The way to a value: keys of tables, indexes of arrays."""

_SKIPPED: Final = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)+")
_STRING: Final = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}(?!")'
    r"|'''.*?'{3,5}(?!')"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_BARE_KEY: Final = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR: Final = re.compile(r"[^,\]}#\n]+")
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPED: Final = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}


@dataclass(frozen=True, slots=True)
class Positions:
    """Offsets by the way to what stands there, and the text that they count in.

    A key stands where it is first written, a table where its header begins, an item of
    an array where it begins.
    """

    text: str
    offsets: Mapping[Steps, int]
    headers: tuple[tuple[int, Steps], ...]
    """The headers of tables in their order, and the ways to the tables."""

    def of(self, steps: Steps) -> tuple[int, int]:
        """Line and column, from 1, of the last of `steps` that can be found."""
        while steps and steps not in self.offsets:
            steps = steps[:-1]
        offset = self.offsets.get(steps, 0)
        begin = self.text.rfind("\n", 0, offset) + 1
        return self.text.count("\n", 0, offset) + 1, offset - begin + 1


def positions_of(text: str) -> Positions:
    """The place of everything in a TOML document."""
    scanner = _Scanner(text)
    scanner.document()
    return Positions(text, scanner.offsets, tuple(scanner.headers))


@dataclass(slots=True)
class _Open:
    """An array or an inline table that has not been closed; `index` counts items."""

    way: Steps
    closes: str
    index: int = 0


@dataclass(slots=True)
class _Scanner:
    text: str
    at: int = 0
    offsets: dict[Steps, int] = field(default_factory=dict)
    headers: list[tuple[int, Steps]] = field(default_factory=list)
    _lengths: dict[Steps, int] = field(default_factory=dict)
    """How many tables each array of tables has so far."""

    def document(self) -> None:
        """Statement by statement: headers, and keys with their values."""
        table: Steps = ()
        while self._skip():
            if self._takes("[["):
                table = self._header(is_item=True)
                self._takes("]]")
            elif self._takes("["):
                table = self._header(is_item=False)
                self._takes("]")
            else:
                way = self._key(table)
                self._takes("=")
                self._value(way)

    def _header(self, *, is_item: bool) -> Steps:
        start = self.at - (2 if is_item else 1)
        parts = list(self._key_parts())
        way: Steps = ()
        for number, (part, offset) in enumerate(parts):
            way = (*way, part)
            self.offsets.setdefault(way, offset)
            last = number == len(parts) - 1
            if last and is_item:
                self._lengths[way] = self._lengths.get(way, 0) + 1
            if way in self._lengths:
                way = (*way, self._lengths[way] - 1)
        # A table that keys below it have named before stands at its own header.
        self.offsets[way] = start
        self.headers.append((start, way))
        return way

    def _key(self, table: Steps) -> Steps:
        """A key with its dots, noted; the way to its value."""
        way = table
        for part, offset in self._key_parts():
            way = (*way, part)
            self.offsets.setdefault(way, offset)
        return way

    def _key_parts(self) -> Iterator[tuple[str, int]]:
        while True:
            self._skip()
            start = self.at
            quoted = _STRING.match(self.text, start)
            key = quoted or _BARE_KEY.match(self.text, start)
            if key is None:
                self.at += 1
                return
            self.at = key.end()
            yield _unquoted(key[0]) if quoted else key[0], start
            self._skip()
            if not self._takes("."):
                return

    def _value(self, way: Steps) -> None:
        """A value with all that it holds; nothing is left open behind it."""
        stack: list[_Open] = []
        self._open(way, stack)
        while stack and self._skip():
            inside = stack[-1]
            if self._takes(inside.closes):
                stack.pop()
            elif self._takes(","):
                inside.index += 1
            elif inside.closes == "]":
                inner_way = (*inside.way, inside.index)
                self.offsets[inner_way] = self.at
                self._open(inner_way, stack)
            else:
                inner_way = self._key(inside.way)
                self._takes("=")
                self._open(inner_way, stack)

    def _open(self, way: Steps, stack: list[_Open]) -> None:
        """Pass a value, or the opening bracket of one."""
        self._skip()
        if self._takes("["):
            stack.append(_Open(way, "]"))
        elif self._takes("{"):
            stack.append(_Open(way, "}"))
        else:
            string = _STRING.match(self.text, self.at)
            scalar = string or _SCALAR.match(self.text, self.at)
            self.at = scalar.end() if scalar else self.at + 1

    def _skip(self) -> bool:
        """Pass white space and comments; whether anything follows."""
        skipped = _SKIPPED.match(self.text, self.at)
        self.at = skipped.end() if skipped else self.at
        return self.at < len(self.text)

    def _takes(self, token: str) -> bool:
        self._skip()
        matches = self.text.startswith(token, self.at)
        self.at += len(token) if matches else 0
        return matches


def _unquoted(written: str) -> str:
    if written.startswith("'"):
        return written[1:-1]
    return _ESCAPE.sub(_unescaped, written[1:-1])


def _unescaped(escape: re.Match[str]) -> str:
    number = escape[1] or escape[2]
    return chr(int(number, 16)) if number else _ESCAPED.get(escape[3], escape[3])
