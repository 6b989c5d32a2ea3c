"""Docstrings for document text (PEP 257), laid out as black leaves them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from apiloom.core.characters import is_shown
from apiloom.core.text import Text, reveal

WIDTH: Final = 88
_KNOWN: Final = 8192
"""Docstrings kept: documents say the same of many properties."""
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_VERBATIM: Final = re.compile(r"\s{4,}|\s*(\||```|~~~)")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_BULLET: Final = re.compile(r"\s*(?:[-*+]\s+|\d+[.)]\s+)?")


Paragraph: TypeAlias = "Text | str | tuple[Text | str, ...]"
"""Document text, apiloom's own words, or pieces of both on one line."""


@dataclass(frozen=True, slots=True)
class Section:
    """A titled list, such as the arguments of a function: names and what they are."""

    title: str
    entries: tuple[tuple[str, Paragraph], ...]


@dataclass(frozen=True, slots=True)
class Doc:
    """Paragraphs of a docstring, then sections; empty ones are left out."""

    paragraphs: tuple[Paragraph, ...]
    sections: tuple[Section, ...] = ()

    def __bool__(self) -> bool:
        said = any(_plain(paragraph).strip() for paragraph in self.paragraphs)
        return said or any(section.entries for section in self.sections)


@lru_cache(maxsize=_KNOWN)
def docstring_lines(doc: Doc, indent: int) -> tuple[str, ...]:
    """The lines of the literal, each without the indentation that all share.

    The text is wrapped to 88 columns, code blocks and tables excepted. Whatever could
    end the literal, start an escape, or hide is escaped.
    """
    width = WIDTH - indent
    lines: list[str] = []
    for paragraph in doc.paragraphs:
        wrapped = _wrapped(_plain(paragraph), width)
        lines += ["", *wrapped] if lines and wrapped else wrapped
    for section in doc.sections:
        if section.entries:
            lines += ["", f"{section.title}:"] if lines else [f"{section.title}:"]
            for name, paragraph in section.entries:
                lines += _entry(name, _plain(paragraph), width)
    escaped = [_escaped(line).rstrip() for line in lines] or [""]
    return tuple(_quoted(escaped, width))


def _plain(paragraph: Paragraph) -> str:
    pieces = paragraph if isinstance(paragraph, tuple) else (paragraph,)
    return "".join(
        reveal(piece) if isinstance(piece, Text) else piece for piece in pieces
    )


def _entry(name: str, text: str, width: int) -> list[str]:
    """`name: text` on one or more lines; paragraphs are run together."""
    flowing = " ".join(text.split())
    entry = f"{name}: {flowing}" if flowing else name
    return _filled(entry, width - 3, " " * 4, " " * 8)


def _wrapped(text: str, width: int) -> list[str]:
    lines: list[str] = []
    fenced = False
    for line in _LINE_END.split(text.strip()):
        expanded = line.expandtabs(4).rstrip()
        opens = expanded.lstrip().startswith(("```", "~~~"))
        verbatim = fenced or opens or _VERBATIM.match(expanded)
        fenced ^= opens
        if verbatim or len(expanded) <= width - 3:
            lines.append(expanded)
        else:
            lines.extend(_wrapped_line(expanded, width))
    while lines and not lines[-1].strip():
        lines.pop()
    return lines


def _wrapped_line(line: str, width: int) -> list[str]:
    """Prose, or an item of a list whose next lines stand under its first word."""
    lead = _BULLET.match(line)
    hanging = " " * (lead.end() if lead else 0)
    return _filled(line, width - 3, "", hanging)


def _filled(text: str, width: int, first: str, rest: str) -> list[str]:
    """Lines of at most `width` columns, broken at spaces; words stay whole.

    As `textwrap` does it with `break_long_words` off, at a third of the cost.
    """
    lines: list[str] = []
    line, is_empty = first, True
    for word in text.split(" "):
        if is_empty:
            line, is_empty = line + word, not (word or not lines)
        elif len(line) + len(word) < width:
            line += f" {word}"
        else:
            lines += [line.rstrip(" ")] if line.strip(" ") else []
            line, is_empty = rest + word, not word
    if not is_empty:
        lines.append(line.rstrip(" "))
    return lines


def _quoted(lines: list[str], width: int) -> list[str]:
    """The literal; black puts both quotes on the line of a text that is one line."""
    if len(lines) == 1 and len(lines[0]) + 6 > width:
        lines = _wrapped_line(lines[0], width - 3)
    first, *rest = lines
    first = first.lstrip()
    if first.startswith('"'):
        first = " " + first
    if rest:
        return [f'"""{first}', *_dedented(rest), '"""']
    return [f'"""{first} """' if first.endswith('"') else f'"""{first}"""']


def _dedented(lines: list[str]) -> list[str]:
    """Without the indentation that all lines after the first share (PEP 257)."""
    indents = [len(line) - len(line.lstrip(" ")) for line in lines if line]
    shared = min(indents, default=0)
    return [line[shared:] for line in lines]


def _escaped(line: str) -> str:
    line = _SURROGATE.sub("\ufffd", line)
    line = line.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    if is_shown(line):
        return line
    return "".join(
        character if is_shown(character) else f"\\U{ord(character):08x}"
        for character in line
    )
