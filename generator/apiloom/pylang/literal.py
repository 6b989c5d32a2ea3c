"""Python literals for document values (language reference, section 2.4)."""

from __future__ import annotations

from typing import Final

from apiloom.text import Text, reveal

_SHORT: Final = {
    "\\": "\\\\",
    '"': '\\"',
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
}


def string_literal(value: str) -> str:
    """A double-quoted literal on one line, with nothing invisible in it."""
    return f'"{"".join(_escaped(character) for character in value)}"'


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
        return float.__repr__(value)
    raise TypeError(f"no literal for {type(value).__name__}")


def _escaped(character: str) -> str:
    if character in _SHORT:
        return _SHORT[character]
    if character.isprintable():
        return character
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
