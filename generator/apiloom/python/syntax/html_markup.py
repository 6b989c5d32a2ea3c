"""HTML in descriptions, as Markdown: OpenAPI allows the one in the other (4.5)."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

_KNOWN: Final = 8192
"""Texts kept: documents say the same of many properties."""
_BREAKS: Final = frozenset({"p", "div", "section", "table", "blockquote", "dl"})
_LISTS: Final = frozenset({"ul", "ol"})
_MARKS: Final = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_CODE: Final = frozenset({"code", "tt", "kbd", "samp"})
_HEADINGS: Final = {f"h{level}": f"{'#' * level} " for level in range(1, 7)}
_LINES: Final = frozenset({"br", "tr", "dt", "dd", "hr"})
_IGNORED: Final = frozenset(
    {"span", "small", "u", "sup", "sub", "tbody", "thead", "font", "center"}
    | {"td", "th", "var", "img", "abbr", "caption", "nobr", "wbr", "details"}
)
_TAGS: Final = sorted(
    {*_BREAKS, *_LISTS, *_MARKS, *_CODE, *_HEADINGS, *_LINES, *_IGNORED}
    | {"a", "li", "pre", "summary"}
)
_TOKEN: Final = re.compile(
    r"(?P<ticks>`+|~{3,})"
    r"|<!--(?P<comment>)"
    rf"|<(?P<end>/?)(?P<tag>{'|'.join(_TAGS)})(?P<attributes>(?:\s[^<>]*)?)/?>"
    r"|(?P<character>&(?:\#[0-9]{1,7}|\#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});)",
    re.IGNORECASE,
)
_TARGET: Final = re.compile(
    r"""\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))""", re.IGNORECASE
)
_SPACES: Final = re.compile(r"\s+")


@lru_cache(maxsize=_KNOWN)
def markdown_of(text: str) -> str:
    """Text without the tags that only a browser reads; other text is as it was.

    Code is left alone, and so is what looks like a tag and is none of HTML's, such as
    `<your-token>`. Every step takes time that grows with the text alone.
    """
    if "<" not in text and "&" not in text:
        return text
    return _Conversion(text).result()


@dataclass(slots=True)
class _Conversion:
    """The way through one text, from token to token."""

    text: str
    pieces: list[str] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)
    """What begins an item of each list that is open, the innermost last."""
    link: tuple[int, str] | None = None
    """Where the words of a link begin among the pieces, and where it leads."""

    def result(self) -> str:
        tokens = list(_TOKEN.finditer(self.text))
        last = {token["ticks"]: token.start() for token in tokens if token["ticks"]}
        last_comment = self.text.rfind("-->")
        at = 0
        for token in tokens:
            if token.start() < at:
                continue
            self._add(self.text[at : token.start()])
            at = token.end()
            ticks = token["ticks"]
            if ticks and last[ticks] > token.start():
                at = _end_of_code(self.text, at, ticks)
                self._add(self.text[token.start() : at])
            elif token["comment"] is not None:
                if last_comment < at:
                    self._add(token[0])
                else:
                    at = self.text.index("-->", at) + 3
            elif token["character"]:
                self._add(html.unescape(token["character"]))
            elif ticks:
                self._add(ticks)
            else:
                is_end = bool(token["end"])
                self._tag(token["tag"].lower(), token["attributes"], is_end=is_end)
        self._add(self.text[at:])
        return "".join(self.pieces)

    def _add(self, piece: str) -> None:
        if piece:
            self.pieces.append(piece)

    def _tag(self, tag: str, attributes: str, *, is_end: bool) -> None:
        if tag in _BREAKS or tag in _HEADINGS or tag in _LISTS:
            self._block(tag, is_end=is_end)
        elif tag == "pre":
            self._add("\n```\n" if is_end else "\n\n```\n")
        elif tag == "li":
            self._item(is_end=is_end)
        elif tag == "a":
            self._link(attributes, is_end=is_end)
        elif tag in _CODE:
            self._add("`")
        elif tag in _MARKS:
            self._add(_MARKS[tag])
        elif tag in _LINES and not is_end:
            self._add("  \n")
        elif tag in {"td", "th"} and is_end:
            self._add(" ")

    def _block(self, tag: str, *, is_end: bool) -> None:
        if tag in _LISTS:
            if not is_end:
                self.lists.append("1. " if tag == "ol" else "- ")
            elif self.lists:
                self.lists.pop()
            if self.lists:
                return
        elif self._is_after_bullet():
            return
        self._add("\n\n")
        if not is_end:
            self._add(_HEADINGS.get(tag, ""))

    def _item(self, *, is_end: bool) -> None:
        if not is_end:
            depth = max(len(self.lists) - 1, 0)
            bullet = self.lists[-1] if self.lists else "- "
            self._add(f"\n{'   ' * min(depth, 5)}{bullet}")

    def _is_after_bullet(self) -> bool:
        """Whether an item has just begun: a paragraph in it needs no line."""
        tail = self.pieces[-1] if self.pieces else ""
        return bool(self.lists) and tail.strip() in {"-", "1."}

    def _link(self, attributes: str, *, is_end: bool) -> None:
        if not is_end:
            target = _TARGET.search(attributes)
            where = next(filter(None, target.groups()), "") if target else ""
            self.link = len(self.pieces), html.unescape(where).strip()
            return
        if self.link is None:
            return
        start, where = self.link
        self.link = None
        words = _SPACES.sub(" ", "".join(self.pieces[start:])).strip()
        if where and words and words != where:
            self.pieces[start:] = [f"[{words}]({_SPACES.sub('%20', where)})"]
        elif where:
            self.pieces[start:] = [where]


def _end_of_code(text: str, at: int, ticks: str) -> int:
    """Where code ends that runs of `ticks` stand around; there is one behind `at`."""
    closing = re.compile(rf"(?<!{ticks[0]}){re.escape(ticks)}(?!{ticks[0]})")
    match = closing.search(text, at)
    return match.end() if match else at
