"""Statements as black breaks them: which side gives way, and where parentheses help.

What black calls optional parentheses may stand around an annotation, an assigned or
returned value, and what a function returns. The rules here are those of its
`right_hand_split` for the statements that we print; a test holds them against black.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from apiloom.python.syntax.layout import (
    STEP,
    Alternatives,
    Block,
    Brackets,
    Chain,
    Declaration,
    Definition,
    Line,
    Returned,
    Tree,
    breakable,
    broken,
    can_break,
    fits,
    flat,
    opened,
)

_OPENING: Final = ("(", "[", "{")
_CLOSING: Final = (")", "]", "}")


def lay_out(prefix: str, line: Line) -> list[str]:
    """The lines of one statement; `prefix` is its indentation."""
    whole = prefix + flat(line)
    indent = len(prefix)
    if isinstance(line, str) or fits(whole):
        return [whole]
    if isinstance(line, Declaration):
        return _declaration(prefix, line)
    if isinstance(line, Definition):
        return _definition(prefix, line)
    if isinstance(line, Returned):
        return _value(f"{prefix}return ", line.value, "", indent)
    return broken(prefix, line, "", indent, inside=False)


def lay_out_block(prefix: str, block: Block) -> list[str]:
    """The lines of several statements."""
    lines: list[str] = []
    for index, paragraph in enumerate(block.paragraphs):
        lines += [""] if index else []
        for line in paragraph:
            lines += lay_out(prefix, line)
    return lines


def is_settled(lines: Sequence[str], indent: int) -> bool:
    """Whether black would leave alone the lines of a statement, as laid out here.

    Inside of brackets it does. Outside, a line that is too long is one for black to
    judge, unless nothing but a name makes it long; so is a value behind a type that is
    one pair of brackets in parentheses, which only the widest names bring about.
    """
    if lines[0].endswith(": (") and "[" in lines[1] and " | " not in lines[1]:
        return False
    inner = " " * (indent + 1)
    return all(
        fits(line) or _is_one_name(line) for line in lines if not line.startswith(inner)
    )


def _is_one_name(line: str) -> bool:
    """`name`, `name: Type`, `from module import (` and their like."""
    text = line.lstrip(" ")
    brackets = sum(map(text.count, _OPENING))
    only = brackets == 0 or (brackets == 1 and text.endswith(_OPENING))
    return only and not text.startswith(("def ", "async def "))


def _definition(prefix: str, line: Definition) -> list[str]:
    """Parameters give way first, then what is returned."""
    indent = len(prefix)
    start = prefix + line.start
    if not line.parameters.items:
        # There is nothing else to open, so black puts parentheses around the type,
        # unless there is a trailing comma in it, which keeps brackets open.
        inner = " " * (indent + STEP)
        returned = broken(inner, line.returns, "", indent + STEP, inside=True)
        if not any(text.endswith(",") for text in returned):
            return [f"{start}() -> (", *returned, f"{prefix}){line.end}"]
        return _value(f"{start}() -> ", line.returns, line.end, indent)
    *lines, last = opened(start, line.parameters, " -> ", indent)
    return [*lines, *_value(last, line.returns, line.end, indent)]


def _declaration(prefix: str, line: Declaration) -> list[str]:
    """The value gives way first, unless its first line would still be too long."""
    indent = len(prefix)
    name = prefix + line.name
    if line.value is None:
        return _value(f"{name}: ", line.annotation or "", "", indent)
    if line.annotation is None:
        return _value(f"{name} = ", line.value, "", indent)
    start = f"{name}: {flat(line.annotation)} = "
    if fits(f"{start}("):
        return _assigned(start, line.value, indent)
    *lines, last = _value(f"{name}: ", line.annotation, " = (", indent)
    return [*lines, *_after_annotation(line, lines, last[:-1], indent)]


def _after_annotation(
    line: Declaration, lines: list[str], start: str, indent: int
) -> list[str]:
    """What is assigned behind an annotation that has given way, with `lines`."""
    annotation, value = line.annotation or "", line.value or ""
    in_parentheses = bool(lines) and lines[0].endswith(": (")
    if can_break(value):
        whole = flat(value)
        if isinstance(value, Alternatives):
            whole = f"({whole})"
        is_one_line = in_parentheses and fits(lines[0]) and not can_break(annotation)
        if is_one_line and fits(start + whole):
            return [start + whole]
        # black opens these brackets even where their content would fit.
        return _opened(start, value, indent)
    if not lines:
        return [f"{start}({flat(value)})"]
    return _value(start, value, "", indent)


def _opened(start: str, value: Tree, indent: int) -> list[str]:
    """A value that breaks at its last brackets although it may fit."""
    if isinstance(value, Brackets):
        return opened(start, value, "", indent)
    at = breakable(value) if isinstance(value, Chain) else None
    if not isinstance(value, Chain) or at is None:
        return _apart(start, value, "", indent)
    start += "".join(map(flat, value.pieces[:at]))
    lines = _opened(start, value.pieces[at], indent)
    lines[-1] += "".join(map(flat, value.pieces[at + 1 :]))
    return lines


def _assigned(start: str, value: Tree, indent: int) -> list[str]:
    """What is assigned to a declared name, where a bracket after `start` fits.

    A value that has brackets in its middle breaks there, whatever the length.
    """
    if not can_break(value):
        return _apart(start, value, "", indent)
    lines = broken(start, value, "", indent, inside=False)
    first = lines[0]
    if fits(first) or any(bracket in first[len(start) :] for bracket in _CLOSING):
        return lines
    return _apart(start, value, "", indent)


def _value(start: str, value: Tree, end: str, indent: int) -> list[str]:
    """What stands at the end of a statement, in parentheses where that helps."""
    whole = start + flat(value) + end
    if fits(whole):
        return [whole]
    apart = _apart(start, value, end, indent)
    if isinstance(value, str):
        return apart if fits(apart[1]) else [whole]
    if not can_break(value):
        return apart
    lines = broken(start, value, end, indent, inside=False)
    return lines if fits(lines[0]) or not all(map(fits, apart)) else apart


def _apart(start: str, value: Tree, end: str, indent: int) -> list[str]:
    """A value in parentheses of its own."""
    inner = " " * (indent + STEP)
    lines = broken(inner, value, "", indent + STEP, inside=True)
    return [f"{start}(", *lines, f"{' ' * indent}){end}"]
