"""What a generated Markdown file is made of, as CommonMark 0.31 reads it.

Only what `api.md` has: headings, items of lists, code spans, links, hard line breaks.
"""

from __future__ import annotations

import re
from typing import Final

_LEAD: Final = re.compile(r"(#{1,2} |- |  - |  |)")
_PIECE: Final = re.compile(
    r"(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<code>(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<link>\]\([\w/]+\.py\))"
    r"|(?P<open>\[(?=`))"
    r"|(?P<break>\\$)"
    r"|(?P<mark>[`*_\[\]<>\\~|&])"
    r"|(?P<text>.)"
)


def outline(content: bytes) -> tuple[str, ...]:
    """A word for each line: what begins it, and the kinds of what stands in it.

    Raises `AssertionError` where something is markup that no entry has.
    """
    return tuple(_kinds(line) for line in content.decode("utf-8").split("\n")[1:])


def _kinds(line: str) -> str:
    assert line.isprintable(), ascii(line)
    lead = _LEAD.match(line)
    assert lead is not None
    kinds: list[str] = [lead[0]]
    for match in _PIECE.finditer(line, lead.end()):
        kind = match.lastgroup or ""
        kind = "code" if kind == "ticks" else kind
        assert kind != "mark", ascii(line)
        kind = "text" if kind == "escape" else kind
        if kinds[-1] != kind:
            kinds.append(kind)
    return " ".join(kinds)
