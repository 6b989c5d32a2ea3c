"""Python literals for document values (language reference, section 2.4)."""

from __future__ import annotations

import re
from typing import Final

from apiloom.core.characters import is_shown
from apiloom.core.text import Text, reveal

_INFINITE: Final = "1e999"
"""A literal beyond the largest double; `inf` would be a name."""
_SHORT: Final = {
    "\\": "\\\\",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
}

_PIECE: Final = re.compile(r"(?s).{1,64}[, ]|.{1,72}")


def string_literal(value: str) -> str:
    """A literal on one line, with nothing invisible in it.

    It has double quotes, unless single ones need fewer escapes: black prefers these.
    """
    quote = "'" if value.count('"') > value.count("'") else '"'
    if is_shown(value) and quote not in value and "\\" not in value:
        return f"{quote}{value}{quote}"
    return f"{quote}{''.join(_escaped(character, quote) for character in value)}{quote}"


def string_pieces(text: Text) -> tuple[str, ...]:
    """Literals that are one string where they stand beside each other.

    They end behind a comma or a space where there is one.
    """
    return tuple([string_literal(piece) for piece in _PIECE.findall(reveal(text))])


def scalar_literal(value: object) -> str:
    """The literal for a string, a number, a boolean or `None`.

    Raises `TypeError` for anything else: only these have been judged.
    """
    if isinstance(value, Text):
        return string_literal(reveal(value))
    if isinstance(value, str):
        return string_literal(value)
    if value is None or isinstance(value, bool | int):
        return repr(value) if value is None or isinstance(value, bool) else str(value)
    if isinstance(value, float):
        return _float_literal(value)
    raise TypeError(f"no literal for {type(value).__name__}")


def _float_literal(value: float) -> str:
    """Black writes exponents without a plus sign."""
    written = float.__repr__(value).replace("e+", "e")
    return written.replace("inf", _INFINITE)


def _escaped(character: str, quote: str) -> str:
    if character == quote:
        return f"\\{quote}"
    if character in _SHORT:
        return _SHORT[character]
    if is_shown(character):
        return character
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
