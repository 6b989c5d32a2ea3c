"""Texts that break what is written or read without care, and what a place can hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

Json = dict[str, Any]

_TEXTS: Final = (
    "a b&c=d?e#f/g%h+i;j,k|l\"m'n.o",
    "50% off, a+b=c & d|e",
    "%41%2F+%25",
    "Zoë, Łódź 🦜\U0001d4b3/日本",
    "..a.b..",
    "[x]{y}<z>\\^`~!*()@:$",
    " both ends ",
    "a/b?c=d#e",
    "x;y=1,2|3 4",
    "'single' and \"double\"",
)
"""Every delimiter of the style table, of URLs (RFC 3986, section 2.2), of headers and
of cookies, alone and beside others; letters outside ASCII and outside the first plane;
blanks at both ends; dots; what looks encoded already."""
_IN_BODIES: Final = ("line\nbreak\ttab\\", "", "\u2028\u00a0é\u0301\U0010ffff")
"""What only a body can hold."""
EXTRA_NAMES: Final = ("extra & söme=\U0001d4b3 name", "x-Unknown")
"""Names of properties that no schema describes."""


@dataclass(frozen=True, slots=True)
class Room:
    """What a place can hold: `avoided` are characters that would mean something else.

    `ascii_only` and `trimmed` are those of header fields (RFC 9110, section 5.5);
    `body` is a place where every text can stand; `plain` takes no hostile text at all,
    and `known_only` no property that no schema names.
    """

    avoided: str = ""
    ascii_only: bool = False
    trimmed: bool = False
    body: bool = False
    plain: bool = False
    known_only: bool = False

    def holds(self, text: str) -> bool:
        """Whether the text can stand there and comes back as it is."""
        if self.ascii_only and not (text.isascii() and text.isprintable()):
            return False
        if self.trimmed and text != text.strip():
            return False
        return not any(character in text for character in self.avoided)

    def kept(self, text: str) -> str:
        """What of a text the place can hold."""
        kept = "".join(c for c in text if c not in self.avoided)
        if self.ascii_only:
            kept = "".join(c for c in kept if c.isascii() and c.isprintable())
        return kept.strip() if self.trimmed else kept


ANYWHERE: Final = Room(body=True)


def hostile_texts(schema: Json, room: Room, turn: int) -> Iterator[str]:
    """Hostile texts that the lengths of a schema let through, another first each turn.

    Patterns are judged by the caller; a `format` other than text has none.
    """
    if room.plain:
        return
    least, most = schema.get("minLength", 0), schema.get("maxLength")
    texts = [room.kept(text) for text in _TEXTS]
    if room.body:
        texts += _IN_BODIES
    start = turn % len(texts)
    for text in texts[start:] + texts[:start]:
        fitted = text if most is None else text[:most]
        fitted = fitted.ljust(least, "é" if room.body else "x")
        if room.holds(fitted) and (fitted or room.body) and not _is_dots(fitted):
            yield fitted


def _is_dots(text: str) -> bool:
    """Dot segments have a meaning of their own in paths (RFC 3986, section 5.2.4)."""
    return re.fullmatch(r"\.{1,2}", text) is not None
