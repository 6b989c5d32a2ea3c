"""Where JSON pointers (RFC 6901) stand in a JSON text, all of them in one pass."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from apiloom.core.location import Pointer, tokens_of
from apiloom.document.source.json_iterative import after_space, scan

_NUMBER: Final = re.compile(r"[-+.\dEe]+")
# What can follow without opening or closing anything, then the bracket that does.
_TO_BRACKET: Final = re.compile(
    r'(?:[^"\[\]{}]++|"(?:[^"\\]++|\\.)*+")*+([\[\]{}])', re.DOTALL
)


@dataclass(slots=True)
class _Step:
    """A step of at least one pointer; `index` is set when it has been met."""

    children: dict[str, _Step] = field(default_factory=dict)
    index: int | None = None


@dataclass(slots=True)
class _Open:
    """A container being walked; `position` is the number of the next item."""

    step: _Step
    closing: str
    position: int = 0


def locate_json(text: str, pointers: list[Pointer]) -> dict[Pointer, int]:
    """The offset of each pointer's key or item in a text that is valid JSON.

    Only what leads to a pointer is walked; everything beside is skipped by the C
    scanner. A pointer that names nothing gets the offset of the nearest thing above it
    that exists.
    """
    root = _Step()
    for pointer in pointers:
        step = root
        for token in tokens_of(pointer):
            step = step.children.setdefault(token, _Step())
    if root.children:
        _Walk(text).run(root)
    return {pointer: _nearest(root, pointer) for pointer in pointers}


def _nearest(root: _Step, pointer: Pointer) -> int:
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

    def run(self, root: _Step) -> None:
        """Set `index` on every step below `root` that exists."""
        self._position = after_space(self._text, self._position)
        self._enter(root)
        while self._stack:
            top = self._stack[-1]
            self._position = after_space(self._text, self._position)
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
        self._position = after_space(self._text, self._position)
        self._position += 1  # the colon
        self._position = after_space(self._text, self._position)
        self._visit(top.step.children.get(key), start)

    def _item(self, top: _Open) -> None:
        step = top.step.children.get(str(top.position))
        top.position += 1
        self._visit(step, self._position)

    def _visit(self, step: _Step | None, index: int) -> None:
        if step is not None:
            step.index = index
        if step is None or not step.children or not self._enter(step):
            self._skip()

    def _enter(self, step: _Step) -> bool:
        closing = {"{": "}", "[": "]"}.get(self._text[self._position])
        if closing is None:
            return False
        self._position += 1
        self._stack.append(_Open(step, closing))
        return True

    def _skip(self) -> None:
        """Move past one value."""
        try:
            _, self._position = scan(self._text, self._position)
        except (RecursionError, ValueError):
            # Too deep for C, or a number of more digits than Python converts.
            self._skip_deep()

    def _skip_deep(self) -> None:
        number = _NUMBER.match(self._text, self._position)
        if number is not None:
            self._position = number.end()
            return
        depth = 0
        while bracket := _TO_BRACKET.match(self._text, self._position):
            self._position = bracket.end()
            depth += 1 if bracket[1] in "[{" else -1
            if depth == 0:
                break
