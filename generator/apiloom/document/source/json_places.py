"""Where JSON pointers (RFC 6901) stand in a JSON text, all of them in one pass."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from apiloom.core.location import Pointer, tokens_of
from apiloom.document.source.json_iterative import SPACE, scan

# What can follow without opening or closing anything, then the bracket that does.
_TO_BRACKET: Final = re.compile(
    r'(?:[^"\[\]{}]++|"(?:[^"\\]++|\\.)*+")*+([\[\]{}])', re.DOTALL
)


@dataclass(slots=True)
class _Wanted:
    """A step of at least one pointer; `index` is set when it has been met."""

    children: dict[str, _Wanted] = field(default_factory=dict)
    index: int | None = None


@dataclass(slots=True)
class _Open:
    """A container being walked; `position` is the number of the next item."""

    wanted: _Wanted
    closing: str
    position: int = 0


def locate_json(text: str, pointers: list[Pointer]) -> dict[Pointer, int]:
    """The offset of each pointer's key or item in a text that is valid JSON.

    Only what leads to a pointer is walked; everything beside is skipped by the C
    scanner. A pointer that names nothing gets the offset of the nearest thing above it
    that exists.
    """
    root = _Wanted()
    for pointer in pointers:
        step = root
        for token in tokens_of(pointer):
            step = step.children.setdefault(token, _Wanted())
    if root.children:
        _Walk(text).run(root)
    return {pointer: _nearest(root, pointer) for pointer in pointers}


def _nearest(root: _Wanted, pointer: Pointer) -> int:
    step, index = root, 0
    for token in tokens_of(pointer):
        step = step.children[token]
        if step.index is None:
            break
        index = step.index
    return index


class _Walk:
    """One position moving through the text, and the containers it is inside of."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._position = 0
        self._stack: list[_Open] = []

    def run(self, root: _Wanted) -> None:
        """Set `index` on every step below `root` that exists."""
        self._space()
        self._enter(root)
        while self._stack:
            top = self._stack[-1]
            self._space()
            character = self._text[self._position]
            if character == top.closing:
                self._position += 1
                self._stack.pop()
            elif character == ",":
                self._position += 1
            elif top.closing == "}":
                self._member(top)
            else:
                self._item(top)

    def _member(self, top: _Open) -> None:
        start = self._position
        key, self._position = scan(self._text, start)
        self._space()
        self._position += 1  # the colon
        self._space()
        self._visit(top.wanted.children.get(key), start)

    def _item(self, top: _Open) -> None:
        wanted = top.wanted.children.get(str(top.position))
        top.position += 1
        self._visit(wanted, self._position)

    def _visit(self, wanted: _Wanted | None, index: int) -> None:
        if wanted is not None:
            wanted.index = index
        if wanted is None or not wanted.children or not self._enter(wanted):
            self._skip()

    def _enter(self, wanted: _Wanted) -> bool:
        closing = {"{": "}", "[": "]"}.get(self._text[self._position])
        if closing is None:
            return False
        self._position += 1
        self._stack.append(_Open(wanted, closing))
        return True

    def _skip(self) -> None:
        """Move past one value."""
        try:
            _, self._position = scan(self._text, self._position)
        except RecursionError:
            self._skip_deep()

    def _skip_deep(self) -> None:
        depth = 0
        while found := _TO_BRACKET.match(self._text, self._position):
            self._position = found.end()
            depth += 1 if found[1] in "[{" else -1
            if depth == 0:
                break

    def _space(self) -> None:
        found = SPACE.match(self._text, self._position)
        if found is not None:
            self._position = found.end()
