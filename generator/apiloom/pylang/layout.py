"""Lines as black breaks them: on one line if it fits, else one item per line.

A `Tree` is a piece of code with the places where it may break. Items that are broken
out end in a comma, which black takes as the author's wish and keeps.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

WIDTH: Final = 88
_STEP: Final = 4


@dataclass(frozen=True, slots=True)
class Brackets:
    """Items between brackets; `comma` unless a comma would change the meaning."""

    opening: str
    items: tuple[Tree, ...]
    closing: str
    comma: bool = True


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Operands of `|`, which breaks before the operator."""

    items: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """Pieces side by side; `first` says which of two pieces gives way."""

    pieces: tuple[Tree, ...]
    first: bool = False


@dataclass(frozen=True, slots=True)
class ImportedNames:
    """What an import statement names: parentheses only where it breaks."""

    items: tuple[str, ...]


Tree: TypeAlias = str | Brackets | Alternatives | Chain | ImportedNames


@dataclass(frozen=True, slots=True)
class Block:
    """Statements that stand alone, in paragraphs with a blank line between."""

    paragraphs: tuple[tuple[Tree, ...], ...]

    def __bool__(self) -> bool:
        return bool(self.paragraphs)


def flat(tree: Tree) -> str:
    """The code on one line."""
    if isinstance(tree, str):
        return tree
    if isinstance(tree, Brackets):
        return tree.opening + ", ".join(map(flat, tree.items)) + tree.closing
    if isinstance(tree, Alternatives):
        return " | ".join(map(flat, tree.items))
    if isinstance(tree, ImportedNames):
        return ", ".join(tree.items)
    return "".join(map(flat, tree.pieces))


def width_of(line: str) -> int:
    """Columns that a line takes: wide characters of East Asia count twice."""
    if line.isascii():
        return len(line)
    return sum(
        1 + (unicodedata.east_asian_width(each) in "WF" and not _combines(each))
        for each in line
    )


def _combines(character: str) -> bool:
    return unicodedata.combining(character) > 0


def lay_out(prefix: str, tree: Tree, suffix: str = "") -> list[str]:
    """The lines of one statement; the indentation is that of `prefix`."""
    indent = len(prefix) - len(prefix.lstrip(" "))
    return _lines(prefix, tree, suffix, indent, inside=False)


def lay_out_block(prefix: str, block: Block) -> list[str]:
    """The lines of several statements."""
    lines: list[str] = []
    for index, paragraph in enumerate(block.paragraphs):
        lines += [""] if index else []
        for tree in paragraph:
            lines += lay_out(prefix, tree)
    return lines


def _lines(
    prefix: str, tree: Tree, suffix: str, indent: int, *, inside: bool
) -> list[str]:
    line = prefix + flat(tree) + suffix
    if isinstance(tree, str) or width_of(line) <= WIDTH:
        return [line]
    if isinstance(tree, ImportedNames):
        tree = Brackets("(", tree.items, ")")
    if isinstance(tree, Brackets):
        return _broken_brackets(prefix, tree, suffix, indent)
    if isinstance(tree, Alternatives):
        if inside:
            return _operands(prefix, tree, suffix, indent)
        return _in_parentheses(prefix, tree, suffix, indent)
    if not inside and (lines := _value_apart(prefix, tree, suffix, indent)):
        return lines
    at = _breakable(tree)
    if at is None:
        return [line]
    return _broken_chain(prefix, tree, at, suffix, indent)


def _broken_chain(
    prefix: str, chain: Chain, at: int, suffix: str, indent: int
) -> list[str]:
    """Break the piece `at`, and those before it where that is not enough."""
    before = prefix + "".join(map(flat, chain.pieces[:at]))
    after = "".join(map(flat, chain.pieces[at + 1 :])) + suffix
    first, *rest = _lines(before, chain.pieces[at], after, indent, inside=False)
    earlier = Chain(chain.pieces[:at])
    if width_of(first) <= WIDTH or not _can_break(earlier):
        return [first, *rest]
    whole = flat(chain.pieces[at]) + after
    lines = _lines(prefix, earlier, whole, indent, inside=False)
    if width_of(lines[-1]) <= WIDTH:
        return lines
    lines = _lines(prefix, earlier, first[len(before) :], indent, inside=False)
    return [*lines, *rest]


def _value_apart(
    prefix: str, chain: Chain, suffix: str, indent: int
) -> list[str] | None:
    """A plain value that is too far right stands in parentheses of its own.

    black does so before it breaks the left, provided that all of that fits, and that
    no comma which it would have to keep comes from breaking it.
    """
    left, right = chain.pieces[:-2], chain.pieces[-2:]
    value = right[-1] if right else ""
    if right[:1] != (" = ",) or not isinstance(value, str):
        return None
    opening = prefix + "".join(map(flat, left)) + " = ("
    if width_of(opening) > WIDTH:
        return None
    at = _breakable(chain)
    broken = [] if at is None else _broken_chain(prefix, chain, at, suffix, indent)
    if any(line.endswith(",") for line in broken):
        return None
    return [opening, " " * (indent + _STEP) + value, " " * indent + ")" + suffix]


def _breakable(chain: Chain) -> int | None:
    """The piece to break: the last that can, or the first for a signature."""
    able = [index for index, piece in enumerate(chain.pieces) if _can_break(piece)]
    if not able:
        return None
    return able[0] if chain.first else able[-1]


def _can_break(tree: Tree) -> bool:
    if isinstance(tree, str):
        return False
    if isinstance(tree, Brackets):
        return bool(tree.items)
    if isinstance(tree, Alternatives | ImportedNames):
        return True
    return any(map(_can_break, tree.pieces))


def _broken_brackets(
    prefix: str, tree: Brackets, suffix: str, indent: int
) -> list[str]:
    inner = " " * (indent + _STEP)
    lines = [prefix + tree.opening]
    for item in tree.items:
        comma = "," if tree.comma else ""
        lines += _lines(inner, item, comma, indent + _STEP, inside=True)
    return [*lines, " " * indent + tree.closing + suffix]


def _operands(prefix: str, tree: Alternatives, suffix: str, indent: int) -> list[str]:
    """One operand to a line, inside brackets that are already there."""
    lines: list[str] = []
    for index, item in enumerate(tree.items):
        start = prefix if index == 0 else " " * indent + "| "
        end = suffix if index == len(tree.items) - 1 else ""
        lines += _lines(start, item, end, indent, inside=False)
    return lines


def _in_parentheses(
    prefix: str, tree: Alternatives, suffix: str, indent: int
) -> list[str]:
    """Alternatives outside brackets: black adds parentheses around them."""
    inner = " " * (indent + _STEP)
    body = _lines(inner, tree, "", indent + _STEP, inside=True)
    return [prefix + "(", *body, " " * indent + ")" + suffix]


def fits(lines: Sequence[str]) -> bool:
    """Whether no line is too long: then black has nothing to add."""
    return all(width_of(line) <= WIDTH for line in lines)
