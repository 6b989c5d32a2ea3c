"""Markdown laid out for a width: paragraphs and items of lists are filled anew.

Code, tables and headings stay as they are (CommonMark 0.31, sections 4 and 5). So does
a paragraph all of whose lines are short enough: its author has chosen where they end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

_KNOWN: Final = 8192
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_ITEM: Final = re.compile(r"( *)([-*+]|\d{1,9}[.)]) +(?=\S)")
_FENCE: Final = re.compile(r" *(`{3,}(?=[^`]*$)|~{3,})")
_UNDERLINE: Final = re.compile(r" {0,3}(?:={2,}|-{2,}) *$")
_RULE: Final = re.compile(r" {0,3}(?:(?:- *){3,}|(?:\* *){3,}|(?:_ *){3,})$")
_HEADING: Final = re.compile(r" {0,3}#{1,6}(?: |$)")
_COLUMNS: Final = re.compile(r" *\|? *:?-+:? *(?:\| *:?-* *)+$")
_BULLET: Final = re.compile(r" *(?:[-*+]|\d{1,9}[.)]) +")
_CODE: Final = 4
_DEEPEST: Final = 24
"""Columns that further lines are indented at most: each of them repeats it."""


@lru_cache(maxsize=_KNOWN)
def flowed(text: str, width: int) -> tuple[str, ...]:
    """The lines of a text, none longer than `width` that can be shorter."""
    text = text.strip()
    if not text:
        return ()
    if "\n" not in text and "\r" not in text:
        return tuple(wrapped_line(text.expandtabs(4), width))
    flow = _Flow(width)
    for line in _LINE_END.split(text):
        flow.take(line.expandtabs(4))
    flow.end_paragraph()
    while flow.lines and not flow.lines[-1]:
        flow.lines.pop()
    return tuple(flow.lines)


def wrapped_line(line: str, width: int) -> list[str]:
    """Prose, or an item of a list whose next lines stand under its first word."""
    if len(line) <= width:
        return [line]
    lead = _BULLET.match(line)
    return filled(line, width, "", " " * min(lead.end() if lead else 0, _DEEPEST))


def filled(text: str, width: int, first: str, rest: str) -> list[str]:
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


@dataclass(slots=True)
class _Flow:
    """What is known on the way down a text of several lines.

    `paragraph` holds the lines of the one that is open, `first` and `rest` what stands
    before them. `contents` are the columns where the text of each open item begins;
    `fence` is what ends the code that is open.
    """

    width: int
    lines: list[str] = field(default_factory=list)
    paragraph: list[str] = field(default_factory=list)
    first: str = ""
    rest: str = ""
    contents: list[int] = field(default_factory=list)
    fence: str = ""

    def take(self, line: str) -> None:
        """The next line."""
        words = line.strip()
        if self.fence:
            self.lines.append(line.rstrip())
            is_fence = words.startswith(self.fence) and not words.strip(self.fence[0])
            self.fence = "" if is_fence else self.fence
        elif not words:
            self.end_paragraph()
            if self.lines and self.lines[-1]:
                self.lines.append("")
        elif not self._stands_alone(line):
            self._continue(line, words)

    def _stands_alone(self, line: str) -> bool:
        """Whether it is a line that nothing is joined with; it is taken then."""
        mark = line.lstrip(" ")[0]
        fence = _FENCE.match(line) if mark in "`~" else None
        if fence:
            self.fence = fence[1]
        is_underline = self.paragraph and mark in "=-" and _UNDERLINE.match(line)
        is_rule = mark in "-*_" and _RULE.match(line)
        is_whole = fence or is_underline or is_rule or mark == "|"
        if is_whole or (not self.paragraph and self._is_code(line)):
            self.end_paragraph(as_it_is=bool(is_underline))
            self.lines.append(line.rstrip())
            return True
        if mark == ">" or (mark == "#" and _HEADING.match(line)):
            self.end_paragraph()
            indent = line[: min(line.index(mark), _DEEPEST)]
            rest = indent + ("> " if mark == ">" else "")
            self.lines += filled(indent + line.strip(), self.width, "", rest)
            return True
        return False

    def _is_code(self, line: str) -> bool:
        """Whether it is indented as code is, beyond the item that it belongs to."""
        indent = len(line) - len(line.lstrip(" "))
        while self.contents and indent < self.contents[-1]:
            self.contents.pop()
        above = self.contents[-1] if self.contents else 0
        return indent >= above + _CODE

    def _continue(self, line: str, words: str) -> None:
        item = _ITEM.match(line)
        if item and self._begins(item[2]):
            self.end_paragraph()
            indent = min(len(item[1]), _DEEPEST)
            while self.contents and indent < self.contents[-1]:
                self.contents.pop()
            self.first = f"{' ' * indent}{item[2]} "
            self.rest = " " * len(self.first)
            self.contents.append(len(self.rest))
            words = line[item.end() :].strip()
        elif not self.paragraph:
            self.first = self.rest = line[: len(line) - len(line.lstrip(" "))]
        self.paragraph.append(words)
        if line.endswith(("  ", "\\")):
            self.end_paragraph()

    def _begins(self, bullet: str) -> bool:
        """Whether it is the first of a list, or one more; `1986.` in prose is not."""
        is_plain = not self.paragraph or bool(self.contents)
        return is_plain or not bullet[0].isdigit() or bullet[:-1] == "1"

    def end_paragraph(self, *, as_it_is: bool = False) -> None:
        """Lay out what is open."""
        if not self.paragraph:
            return
        first, *others = self.paragraph
        lines = [self.first + first, *(self.rest + words for words in others)]
        is_short = max(map(len, lines)) <= self.width
        if not (is_short or as_it_is or any(map(_COLUMNS.match, others))):
            joined = " ".join(self.paragraph)
            lines = filled(joined, self.width, self.first, self.rest)
        self.lines += lines
        self.paragraph.clear()
