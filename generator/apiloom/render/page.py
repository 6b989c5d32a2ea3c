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
        """The finished text, and whether black has nothing to add to its layout.

        It would add something to a statement that is too long. It leaves alone what no
        line break can shorten: docstrings, and single items inside of brackets.
        """
        lines: list[str] = []
        settled = True
        for line in text.split("\n"):
            if "\x00" not in line:
                lines.append(line)
                continue
            indent = len(line) - len(line.lstrip(" "))
            piece = self._alone(line)
            if isinstance(piece, Doc):
                shifted = docstring_lines(piece, indent)
                lines += [" " * indent + each if each else "" for each in shifted]
                continue
            if isinstance(piece, Block):
                laid_out = lay_out_block(" " * indent, piece)
            else:
                laid_out = lay_out(" " * indent, self._chain(line.strip(" ")))
            lines += laid_out
            settled = settled and fits(_outside_brackets(laid_out, indent))
        return "\n".join(lines), settled

    def _alone(self, line: str) -> _Piece | None:
        alone = _PLACE.fullmatch(line.strip(" "))
        return self._pieces[int(alone[1])] if alone else None

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


def _outside_brackets(lines: list[str], indent: int) -> list[str]:
    return [each for each in lines if not each.startswith(" " * (indent + 1))]
