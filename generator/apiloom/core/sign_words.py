"""What the characters are called that no name in Python may hold.

`+1` and `-1` are one name without their signs, and two with them: `plus_1`, `minus_1`.
"""

from __future__ import annotations

import re
from typing import Final

_SIGNS: Final = {
    "+": "plus",
    "-": "minus",
    "$": "dollar",
    "@": "at",
    "#": "hash",
    "%": "percent",
    "&": "and",
    "*": "star",
    "!": "not",
    "?": "question",
    "=": "equals",
    "<": "less",
    ">": "greater",
    "~": "tilde",
    "^": "caret",
    "|": "or",
    "/": "slash",
    "\\": "backslash",
    ".": "dot",
    ",": "comma",
    ":": "colon",
    ";": "semicolon",
    " ": "space",
    "_": "underscore",
    "(": "open",
    ")": "close",
    "[": "open",
    "]": "close",
    "{": "open",
    "}": "close",
    "'": "quote",
    '"': "quote",
}
_SIGN: Final = re.compile("[" + re.escape("".join(_SIGNS)) + "]")
_CAPITALS: Final = re.compile("[A-Z]+")


def spelled(text: str) -> str:
    """`text` with its signs in words, to tell it from another of the same name.

    Where it has no signs its capitals are told: `T` is `upper T`, and `t`, which has
    neither, is `lower t`. The words are apart; a name is made of them by the caller.
    """
    words = _SIGN.sub(lambda sign: f" {_SIGNS[sign[0]]} ", text)
    if words == text:
        words = _CAPITALS.sub(lambda capitals: f" upper {capitals[0]}", text)
    if words == text:
        words = f"lower {text}"
    return words.strip()
