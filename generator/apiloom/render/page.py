"""One file being printed: a template's text, with code to be laid out in its places."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from apiloom.pylang.docstring import Doc, docstring_lines
from apiloom.pylang.layout import Block, Chain, Tree, fits, lay_out, lay_out_block
from apiloom.pylang.scope import Scope

_PLACE: Final = re.compile("\x00(\\d+)\x00")
_Piece: TypeAlias = Tree | Doc | Block


class Printed(str):
    """What a filter returns: an identifier, or the mark of a place."""

    __slots__ = ()


@dataclass(slots=True)
class Page:
    """Collects what the filters print, then settles the whole."""

    scope: Scope
    _pieces: list[_Piece] = field(default_factory=list)

    def tree(self, tree: Tree) -> Printed:
        """A place for code that is part of a line."""
        return self._place(tree)

    def doc(self, doc: Doc) -> Printed:
        """A place for a docstring, alone on its line."""
        return self._place(doc)

    def block(self, block: Block) -> Printed:
        """A place for several statements, alone on its line."""
        return self._place(block)

    def settle(self, text: str) -> tuple[str, bool]:
        """The finished text, and whether every line of it fits."""
        lines: list[str] = []
        for line in text.split("\n"):
            lines += self._settled(line) if "\x00" in line else [line]
        return "\n".join(lines), fits(lines)

    def _settled(self, line: str) -> list[str]:
        prefix = line[: len(line) - len(line.lstrip(" "))]
        alone = _PLACE.fullmatch(line.strip())
        piece = self._pieces[int(alone[1])] if alone else None
        if isinstance(piece, Doc):
            lines = docstring_lines(piece, len(prefix))
            return [prefix + each if each else "" for each in lines]
        if isinstance(piece, Block):
            return lay_out_block(prefix, piece)
        return lay_out(prefix, self._chain(line.strip()))

    def _chain(self, line: str) -> Tree:
        parts = _PLACE.split(line)
        pieces: list[Tree] = []
        for index, part in enumerate(parts):
            found: _Piece = self._pieces[int(part)] if index % 2 else part
            if isinstance(found, Doc | Block):
                raise TypeError("a docstring or block needs a line of its own")
            if found:
                pieces.append(found)
        return Chain(tuple(pieces))

    def _place(self, piece: _Piece) -> Printed:
        self._pieces.append(piece)
        return Printed(f"\x00{len(self._pieces) - 1}\x00")
