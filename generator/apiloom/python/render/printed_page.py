"""One file being printed: a template's text, with code to be laid out in its places."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from apiloom.python.syntax.docstring import Doc, docstring_lines
from apiloom.python.syntax.layout import (
    Block,
    Chain,
    Declaration,
    Definition,
    Line,
    Returned,
    Tree,
    fits,
    flat,
)
from apiloom.python.syntax.scope import Scope
from apiloom.python.syntax.statement_layout import is_settled, lay_out, lay_out_block

_PLACE: Final = re.compile("\x00(\\d+)\x00")
_Piece: TypeAlias = Line | Doc | Block


class Printed(str):
    """What a filter returns: an identifier, or the mark of a place."""

    __slots__ = ()


@dataclass(slots=True)
class Page:
    """Collects what the filters print, then settles the whole."""

    scope: Scope
    _pieces: list[_Piece] = field(default_factory=list)

    def tree(self, tree: Line) -> Printed:
        """A place for code that is part of a line."""
        return self._place(tree)

    def doc(self, doc: Doc) -> Printed:
        """A place for a docstring, alone on its line."""
        return self._place(doc)

    def block(self, block: Block) -> Printed:
        """A place for several statements, alone on its line."""
        return self._place(block)

    def settle(self, text: str) -> tuple[str, tuple[range, ...]]:
        """The finished text, and the lines of each statement that black has to judge.

        It would add something to a statement that is too long. It leaves alone what no
        line break can shorten: docstrings, names, single items inside of brackets.
        """
        lines: list[str] = []
        rough: list[range] = []
        whole = False
        for line in text.split("\n"):
            if "\x00" not in line:
                lines.append(line)
                continue
            indent = len(line) - len(line.lstrip(" "))
            code = line.strip(" ")
            piece = self._alone(code)
            if isinstance(piece, Doc):
                shifted = docstring_lines(piece, indent)
                lines += [" " * indent + part if part else "" for part in shifted]
                continue
            if isinstance(piece, Block):
                laid_out = lay_out_block(" " * indent, piece)
            else:
                statement = piece or self._chain(code)
                whole_line = " " * indent + flat(statement)
                if fits(whole_line):
                    # As nearly all do.
                    lines.append(whole_line)
                    continue
                laid_out = lay_out(" " * indent, statement)
            if not is_settled(laid_out, indent):
                rough.append(range(len(lines), len(lines) + len(laid_out)))
                whole = whole or piece is None
            lines += laid_out
        # With a template's own text around it, code may be a part of a statement only.
        return "\n".join(lines), (range(len(lines)),) if whole else tuple(rough)

    def _alone(self, code: str) -> _Piece | None:
        """What stands on a line without anything beside it."""
        match = _PLACE.fullmatch(code)
        return self._pieces[int(match[1])] if match else None

    def _chain(self, line: str) -> Tree:
        parts = _PLACE.split(line)
        pieces: list[Tree] = []
        for index, part in enumerate(parts):
            piece: _Piece = self._pieces[int(part)] if index % 2 else part
            if isinstance(piece, Doc | Block | Declaration | Definition | Returned):
                raise TypeError(f"a {type(piece).__name__} needs a line of its own")
            if piece:
                pieces.append(piece)
        return Chain(tuple(pieces))

    def _place(self, piece: _Piece) -> Printed:
        self._pieces.append(piece)
        return Printed(f"\x00{len(self._pieces) - 1}\x00")
