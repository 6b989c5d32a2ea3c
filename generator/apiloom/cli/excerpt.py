"""The line that a diagnostic is about, with a caret, as a terminal shows it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from apiloom.core.location import ROOT, Location
from apiloom.core.text import visible
from apiloom.document.source.text_lines import lines_of
from apiloom.python.syntax.width import width_of

_INDENT: Final = "    "
_TAB: Final = "    "
_ELLIPSIS: Final = "…"
_LEAST: Final = 20
"""Columns of text that are shown however narrow the terminal is."""
_WIDEST: Final = 200
_LONGEST_TOKEN: Final = 120
_TOKEN: Final = re.compile(
    r"""
    "(?:[^"\\]|\\.)*" | '(?:[^']|'')*'        # a quoted text
    | (?:[^\s,:{}\[\]"'] | :(?![\s,]|$) | \{[^{}\s]*\})+  # a plain one: /pets/{id}
    """,
    re.VERBOSE,
)

Paint = Callable[[str], str]


def plain(text: str) -> str:
    """The paint of those who want no colour."""
    return text


@dataclass(slots=True)
class Excerpts:
    """Shows lines of files whose bytes are `sources`, `columns` wide at most.

    `margin` and `caret` paint what is no text of the file. Each file is split once.
    """

    sources: Mapping[str, bytes]
    columns: int = 80
    margin: Paint = plain
    _lines: dict[str, list[str]] = field(default_factory=dict)

    def at(self, where: Location, caret: Paint = plain) -> tuple[str, ...]:
        """The line of `where` between those around it; empty where nobody has it."""
        lines = self._lines_of(where.document)
        if not 0 < where.line <= len(lines):
            return ()
        if (where.line, where.column, where.pointer) == (1, 1, ROOT) and lines[1:]:
            # It is about the document, and no line in particular.
            return ()
        last = min(where.line + 1, len(lines))
        if last > where.line and last == len(lines) and not lines[-1]:
            # What follows the last line feed is no line.
            last = where.line
        numbers = range(max(where.line - 1, 1), last + 1)
        return tuple(self._drawn(lines, numbers, where, caret))

    def _drawn(
        self, lines: list[str], numbers: range, where: Location, caret: Paint
    ) -> Iterator[str]:
        width = len(str(numbers[-1]))
        room = min(max(self.columns - len(_INDENT) - width - 4, _LEAST), _WIDEST)
        empty = _INDENT + self.margin(f"{'':{width}} |")
        yield empty
        for number in numbers:
            margin = _INDENT + self.margin(f"{number:{width}} |")
            if number != where.line:
                text, _, _ = window(lines[number - 1], 0, 1, room)
                yield f"{margin} {text}".rstrip()
                continue
            line, start = lines[number - 1], max(where.column - 1, 0)
            text, before, marked = window(line, start, _token_length(line, start), room)
            yield f"{margin} {text}".rstrip()
            yield f"{empty} {' ' * before}{caret('^' * marked)}"
        yield empty

    def _lines_of(self, name: str) -> list[str]:
        if name not in self._lines:
            data = self.sources.get(name)
            self._lines[name] = [] if data is None else lines_of(data)
        return self._lines[name]


def window(line: str, start: int, length: int, room: int) -> tuple[str, int, int]:
    """What of a line has room, the columns before character `start`, and its width.

    `length` characters from `start` on are what the caret is for. A line that has no
    room is cut around them, with an ellipsis on each side that lacks something.
    Characters that a terminal would obey are spelled out, and tabs are spaces.
    """
    start = min(start, len(line))
    first, last = _bounds(line, start, room)
    left = _ELLIPSIS if first else ""
    right = _ELLIPSIS if last < len(line) else ""
    before = left + "".join(map(_shown, line[first:start]))
    end = min(start + length, last)
    marked = "".join(map(_shown, line[start:end]))
    after = "".join(map(_shown, line[end:last]))
    return before + marked + after + right, _width(before), max(_width(marked), 1)


def _bounds(line: str, start: int, room: int) -> tuple[int, int]:
    """The characters that are shown: a third of the room goes to what is before."""
    # No character takes less than nothing: more of them than that are never shown.
    near = line[: 4 * room] if start < room else ""
    if near and len(line) <= len(near) and _spread(near) <= room:
        return 0, len(line)
    first, used = start, 0
    while first and start - first < 4 * room:
        used += _spread(line[first - 1])
        if used > room // 3:
            break
        first -= 1
    if start < room and _spread(line[:start]) <= room // 2:
        first = 0
    last, used = first, 2
    while last < len(line) and last - first < 4 * room:
        used += _spread(line[last])
        if used > room:
            break
        last += 1
    return first, max(last, min(start + 1, len(line)))


def _token_length(line: str, start: int) -> int:
    """How many characters belong to what begins at `start`: one at least."""
    token = _TOKEN.match(line[start : start + _LONGEST_TOKEN])
    return max(len(token[0]), 1) if token else 1


def _shown(char: str) -> str:
    return _TAB if char == "\t" else visible(char)


def _spread(text: str) -> int:
    return sum(_width(_shown(char)) for char in text)


def _width(text: str) -> int:
    """Columns of a terminal: marks that combine take none."""
    if text.isascii():
        return len(text)
    combining = sum(unicodedata.category(char) in {"Mn", "Me"} for char in text)
    return width_of(text) - combining
