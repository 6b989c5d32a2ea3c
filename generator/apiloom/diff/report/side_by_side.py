"""Two versions of a text beside each other, as rows of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from apiloom.core.text import visible

MAX_ROWS: Final = 1_500
_HUNK: Final = re.compile(r"@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@")
_HEAD: Final = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """One line of one version, what has changed in it `marked`.

    `tone` is `del`, `ins`, empty, or `void` where the version has no such line.
    """

    tone: str
    number: int | str = ""
    before: str = ""
    marked: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of both versions, or a heading (`hunk`)."""

    left: Cell
    right: Cell
    hunk: str = ""
    same: bool = False

    @property
    def texts(self) -> Iterator[str]:
        """Everything that is printed of it, but for numbers."""
        yield self.hunk
        for cell in (self.left, self.right):
            yield from (cell.before, cell.marked, cell.after)


_VOID: Final = Cell("void")


def rows(diff: str) -> tuple[Row, ...]:
    """The rows of a unified diff of one file."""
    return tuple(_rows(diff.removesuffix("\n").split("\n")[_HEAD:]))


def marked(old: str, new: str) -> tuple[tuple[str, str, str], tuple[str, str, str]]:
    """Both texts in three: what both begin with, what differs, what both end with.

    Nothing is marked where too little is alike for that to help.
    """
    shorter = min(len(old), len(new))
    start = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    end = 0
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    if 3 * (start + end) < shorter or old == new:
        return (old, "", ""), (new, "", "")
    return _cut(old, start, end), _cut(new, start, end)


def _cut(text: str, start: int, end: int) -> tuple[str, str, str]:
    stop = len(text) - end
    return text[:start], text[start:stop], text[stop:]


def _rows(lines: list[str]) -> Iterator[Row]:
    old = new = 0
    removed: list[Cell] = []
    added: list[Cell] = []
    for line in lines:
        kind, text = line[:1], visible(line[1:], keep="\t")
        if kind == "-":
            removed.append(Cell("del", old, text))
            old += 1
            continue
        if kind == "+":
            added.append(Cell("ins", new, text))
            new += 1
            continue
        yield from _pairs(removed, added)
        removed, added = [], []
        header = _HUNK.match(line)
        if header:
            old, new = int(header[1]), int(header[2])
            yield Row(_VOID, _VOID, hunk=line)
        elif kind == " ":
            yield Row(Cell("", old, text), Cell("", new, text), same=True)
            old, new = old + 1, new + 1
    yield from _pairs(removed, added)


def _pairs(removed: list[Cell], added: list[Cell]) -> Iterator[Row]:
    for left, right in zip_longest(removed, added):
        if left is None or right is None:
            yield Row(left or _VOID, right or _VOID)
            continue
        was, now = marked(left.before, right.before)
        yield Row(
            Cell(left.tone, left.number, *was), Cell(right.tone, right.number, *now)
        )
