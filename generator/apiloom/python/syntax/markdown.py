"""Document text for Markdown (CommonMark 0.31): it can be read, and does nothing.

Whatever could be markup, HTML or a link is escaped (section 2.4), code stands in a span
that nothing inside of it ends (section 6.1), and all of it is one line.
"""

from __future__ import annotations

import re
from typing import Final

from apiloom.core.characters import is_shown
from apiloom.core.text import Text, reveal

_LONGEST: Final = 160
"""Characters of a text that is shown on a line."""
_BLANK: Final = re.compile(r"(?:\r\n|\r(?!\n)|\n)[ \t]*(?:\r|\n)")
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s")
_MARKUP: Final = re.compile(r"([\\`*_\[\]<>~|&]|:(?=//)|(?<=www)\.)", re.IGNORECASE)
_AT_BEGINNING: Final = re.compile(r"(\d*)([#+\-=.):])")
_TICKS: Final = re.compile("`+")


def prose(text: Text) -> str:
    """The text in one line, with all markup escaped."""
    line = _MARKUP.sub(r"\\\1", one_line(text))
    return _AT_BEGINNING.sub(r"\1\\\2", line, count=1) if _begins_block(line) else line


def code_span(*parts: str | Text) -> str:
    """A code span of apiloom's own words and of document text."""
    text = one_line(*parts) or " "
    longest = max((len(run) for run in _TICKS.findall(text)), default=0)
    fence = "`" * (longest + 1)
    # One space within the fences is no part of the code.
    return f"{fence} {text} {fence}" if longest else f"{fence}{text}{fence}"


def brief(text: Text) -> Text:
    """The first paragraph of a text, or its first sentence where that is too long."""
    paragraph = _BLANK.split(reveal(text).strip(), maxsplit=1)[0]
    line = " ".join(paragraph.split())
    if len(line) > _LONGEST:
        line = _SENTENCE.split(line, maxsplit=1)[0]
    if len(line) > _LONGEST:
        line = f"{line[: _LONGEST - 1].rpartition(' ')[0] or line[: _LONGEST - 1]}…"
    return Text(line)


def one_line(*parts: str | Text) -> str:
    """The text with nothing in it that cannot be seen, and without line breaks."""
    texts = (reveal(part) if isinstance(part, Text) else part for part in parts)
    line = " ".join("".join(texts).split())
    if is_shown(line):
        return line
    return "".join(
        character if is_shown(character) else ascii(character)[1:-1]
        for character in line
    )


def _begins_block(line: str) -> bool:
    """Whether the line would be a heading, an item of a list, or the like."""
    return _AT_BEGINNING.match(line) is not None
