"""Characters under every Python alike: each release knows more of Unicode.

Python 3.11 knows Unicode 14, Python 3.14 knows 16. What is generated must not depend on
that, and a name must be one to the Python that imports it.
"""

from __future__ import annotations

import unicodedata
from typing import Final

_HIDDEN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
_IGNORABLE: Final = (
    (0x2065, 0x2065),
    (0xFFF0, 0xFFF8),
    (0x13439, 0x1343F),  # assigned in Unicode 15
    (0xE0000, 0xE0000),
    (0xE0002, 0xE001F),
    (0xE0080, 0xE00FF),
    (0xE01F0, 0xE0FFF),
)
"""Not assigned in Unicode 14, but never to be seen (Default_Ignorable_Code_Point)."""


def is_shown(text: str) -> bool:
    """Whether every character of a text can be seen, or is a plain space.

    What Unicode assigns later counts as seen: it may be a letter or an emoji.
    """
    return text.isprintable() or all(map(_is_shown, text))


def is_old(character: str) -> bool:
    """Whether Unicode 3.2 has the character: every Python then knows what it is."""
    return unicodedata.ucd_3_2_0.category(character) != "Cn"


def _is_shown(character: str) -> bool:
    if character.isascii():
        return character.isprintable()
    code = ord(character)
    if code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF:  # no characters
        return False
    if any(first <= code <= last for first, last in _IGNORABLE):
        return False
    category = unicodedata.category(character)
    return category not in _HIDDEN and category != "Zs"
