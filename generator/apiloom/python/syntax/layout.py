"""Lines as black breaks them: on one line if it fits, else one item per line.

A `Tree` is a piece of code with the places where it may break. Items that are broken
out end in a comma, which black takes as the author's wish and keeps.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, TypeAlias

from apiloom.python.syntax.width import width_of

WIDTH: Final = 88
STEP: Final = 4


# Every piece is asked again and again for its code on one line, so it is put together
# once, when the piece is made. They are not frozen, which would double that cost.


@dataclass(slots=True, eq=False)
class Brackets:
    """Items between brackets; `comma` unless a comma would change the meaning.

    The `separator` is what stands between them on one line.
    """

    opening: str
    items: tuple[Tree, ...]
    closing: str
    comma: bool = True
    separator: str = ", "
    flat: str = field(init=False)

    def __post_init__(self) -> None:
        self.flat = (
            f"{self.opening}{self.separator.join(_flat(self.items))}{self.closing}"
        )


@dataclass(slots=True, eq=False)
class Alternatives:
    """Operands of `|`, which breaks before the operator."""

    items: tuple[Tree, ...]
    flat: str = field(init=False)

    def __post_init__(self) -> None:
        self.flat = " | ".join(_flat(self.items))


@dataclass(slots=True, eq=False)
class Chain:
    """Pieces side by side; the last that can gives way."""

    pieces: tuple[Tree, ...]
    flat: str = field(init=False)

    def __post_init__(self) -> None:
        self.flat = "".join(_flat(self.pieces))


@dataclass(slots=True, eq=False)
class ImportedNames:
    """What an import statement names: parentheses only where it breaks."""

    items: tuple[str, ...]
    flat: str = field(init=False)

    def __post_init__(self) -> None:
        self.flat = ", ".join(self.items)


Tree: TypeAlias = str | Brackets | Alternatives | Chain | ImportedNames


@dataclass(slots=True, eq=False)
class Declaration:
    """`name: annotation = value`; either of the two may be missing."""

    name: str
    annotation: Tree | None
    value: Tree | None
    flat: str = field(init=False)

    def __post_init__(self) -> None:
        annotation = "" if self.annotation is None else f": {flat(self.annotation)}"
        value = "" if self.value is None else f" = {flat(self.value)}"
        self.flat = f"{self.name}{annotation}{value}"


@dataclass(slots=True, eq=False)
class Definition:
    """`start(parameters) -> returns` and what ends the line."""

    start: str
    parameters: Brackets
    returns: Tree
    end: str
    flat: str = field(init=False)

    def __post_init__(self) -> None:
        returns = flat(self.returns)
        self.flat = f"{self.start}{self.parameters.flat} -> {returns}{self.end}"


@dataclass(slots=True, eq=False)
class Returned:
    """`return value`."""

    value: Tree
    flat: str = field(init=False)

    def __post_init__(self) -> None:
        self.flat = f"return {flat(self.value)}"


Line: TypeAlias = Tree | Declaration | Definition | Returned
"""What stands on a line of its own: a statement, or a piece of one."""


@dataclass(frozen=True, slots=True)
class Block:
    """Statements that stand alone, in paragraphs with a blank line between."""

    paragraphs: tuple[tuple[Line, ...], ...]

    def __bool__(self) -> bool:
        return bool(self.paragraphs)


def _flat(trees: tuple[Tree, ...]) -> list[str]:
    """Each on one line; written out, since it is done a million times."""
    return [tree if isinstance(tree, str) else tree.flat for tree in trees]


def flat(tree: Line) -> str:
    """The code on one line."""
    return tree if isinstance(tree, str) else tree.flat


def fits(line: str) -> bool:
    """Whether a line is short enough."""
    return (len(line) <= WIDTH and line.isascii()) or width_of(line) <= WIDTH


def broken(
    prefix: str, tree: Tree, suffix: str, indent: int, *, inside: bool
) -> list[str]:
    """The lines of a piece between `prefix` and `suffix`.

    `inside` says that brackets stand around it already.
    """
    line = prefix + flat(tree) + suffix
    if isinstance(tree, str) or fits(line):
        return [line]
    if isinstance(tree, ImportedNames):
        tree = Brackets("(", tree.items, ")")
    if isinstance(tree, Brackets):
        return opened(prefix, tree, suffix, indent)
    if isinstance(tree, Alternatives):
        if inside:
            return _operands(prefix, tree, suffix, indent)
        return _in_parentheses(prefix, tree, suffix, indent)
    at = breakable(tree)
    if at is None:
        return [line]
    return _broken_chain(prefix, tree, at, suffix, indent)


def _broken_chain(
    prefix: str, chain: Chain, at: int, suffix: str, indent: int
) -> list[str]:
    """Break the piece `at`, and those before it where that is not enough."""
    before = prefix + "".join(_flat(chain.pieces[:at]))
    after = "".join(_flat(chain.pieces[at + 1 :])) + suffix
    first, *rest = broken(before, chain.pieces[at], after, indent, inside=False)
    earlier = Chain(chain.pieces[:at])
    if fits(first) or not can_break(earlier):
        return [first, *rest]
    whole = flat(chain.pieces[at]) + after
    lines = broken(prefix, earlier, whole, indent, inside=False)
    if fits(lines[-1]):
        return lines
    lines = broken(prefix, earlier, first[len(before) :], indent, inside=False)
    return [*lines, *rest]


def breakable(chain: Chain) -> int | None:
    """The piece to break: the last that can."""
    for index in range(len(chain.pieces) - 1, -1, -1):
        if can_break(chain.pieces[index]):
            return index
    return None


def can_break(tree: Tree) -> bool:
    """Whether a line may end inside of a piece."""
    if isinstance(tree, str):
        return False
    if isinstance(tree, Brackets):
        return bool(tree.items)
    if isinstance(tree, Alternatives | ImportedNames):
        return True
    return any(map(can_break, tree.pieces))


def opened(prefix: str, tree: Brackets, suffix: str, indent: int) -> list[str]:
    """Brackets with one item to a line."""
    inner = " " * (indent + STEP)
    lines = [prefix + tree.opening]
    for item in tree.items:
        comma = "," if tree.comma else ""
        lines += broken(inner, item, comma, indent + STEP, inside=True)
    return [*lines, " " * indent + tree.closing + suffix]


def _operands(prefix: str, tree: Alternatives, suffix: str, indent: int) -> list[str]:
    """One operand to a line, inside brackets that are already there."""
    lines: list[str] = []
    for index, item in enumerate(tree.items):
        start = prefix if index == 0 else " " * indent + "| "
        end = suffix if index == len(tree.items) - 1 else ""
        lines += broken(start, item, end, indent, inside=False)
    return lines


def _in_parentheses(
    prefix: str, tree: Alternatives, suffix: str, indent: int
) -> list[str]:
    """Alternatives outside brackets: black adds parentheses around them."""
    inner = " " * (indent + STEP)
    body = broken(inner, tree, "", indent + STEP, inside=True)
    return [prefix + "(", *body, " " * indent + ")" + suffix]
