"""Docstrings for document text (PEP 257), laid out as black leaves them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from apiloom.core.characters import is_shown
from apiloom.core.text import Text, reveal
from apiloom.python.syntax.html_markup import markdown_of
from apiloom.python.syntax.prose import flowed, wrapped_line

WIDTH: Final = 88
_KNOWN: Final = 8192
"""Docstrings kept: documents say the same of many properties."""
_BELOW: Final = " " * 8
"""What stands before the further lines of an entry."""
_BLANK: Final = re.compile(r"(?:\r\n|\r(?!\n)|\n)[ \t]*(?:\r|\n)")
_ENDS: Final = (".", "!", "?", ":", ";", "。")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


Paragraph: TypeAlias = "Text | str | tuple[Text | str, ...] | Sentences | Brief"
"""Document text, apiloom's own words, or pieces of both on one line."""


@dataclass(frozen=True, slots=True)
class Brief:
    """The first paragraph of document text."""

    text: Text


@dataclass(frozen=True, slots=True)
class Sentences:
    """Paragraphs that stand in one line, as far as each of them is one."""

    parts: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A titled list, such as the arguments of a function: names and what they are."""

    title: str
    entries: tuple[tuple[str, Paragraph], ...]


@dataclass(frozen=True, slots=True)
class Doc:
    """Paragraphs of a docstring, then sections; empty ones are left out.

    `example` is code, laid out already.
    """

    paragraphs: tuple[Paragraph, ...]
    sections: tuple[Section, ...] = ()
    example: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        said = any(_plain(paragraph).strip() for paragraph in self.paragraphs)
        return said or any(section.entries for section in self.sections)


@lru_cache(maxsize=_KNOWN)
def docstring_lines(doc: Doc, indent: int) -> tuple[str, ...]:
    """The lines of the literal, each without the indentation that all share.

    Its HTML becomes Markdown, which is laid out for 88 columns. Whatever could end the
    literal, start an escape, or hide is escaped.
    """
    width = WIDTH - indent
    lines: list[str] = []
    for paragraph in doc.paragraphs:
        wrapped = flowed(_plain(paragraph), width - 3)
        lines += ["", *wrapped] if lines and wrapped else wrapped
    for section in doc.sections:
        if section.entries:
            lines += ["", f"{section.title}:"] if lines else [f"{section.title}:"]
            for name, paragraph in section.entries:
                lines += _entry(name, _plain(paragraph), width)
    if doc.example:
        lines += ["", "Example:"] if lines else ["Example:"]
        lines += [f"    {line}" if line else "" for line in doc.example]
    escaped = [_escaped(line).rstrip() for line in lines] or [""]
    return tuple(_quoted(escaped, width))


def _plain(paragraph: Paragraph) -> str:
    """The text of a paragraph; what is document text alone may hold HTML."""
    if isinstance(paragraph, Text):
        return markdown_of(reveal(paragraph))
    if isinstance(paragraph, Brief):
        return _BLANK.split(_plain(paragraph.text).strip(), maxsplit=1)[0]
    if isinstance(paragraph, Sentences):
        texts = [*filter(None, (_plain(part).strip() for part in paragraph.parts))]
        if any("\n" in text for text in texts):
            return "\n\n".join(texts)
        ended = (text if text.endswith(_ENDS) else f"{text}." for text in texts[:-1])
        return " ".join((*ended, *texts[-1:]))
    pieces = paragraph if isinstance(paragraph, tuple) else (paragraph,)
    return "".join(
        reveal(piece) if isinstance(piece, Text) else piece for piece in pieces
    )


def _entry(name: str, text: str, width: int) -> list[str]:
    """`name: text` on one or more lines, and further paragraphs below."""
    entry = f"{name}: {text.strip()}" if text.strip() else name
    first, *rest = flowed(entry, width - 3 - len(_BELOW)) or ("",)
    return [f"    {first}", *(_BELOW + line if line else "" for line in rest)]


def _quoted(lines: list[str], width: int) -> list[str]:
    """The literal; black puts both quotes on the line of a text that is one line."""
    if len(lines) == 1 and len(lines[0]) + 6 > width:
        lines = wrapped_line(lines[0], width - 6)
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
