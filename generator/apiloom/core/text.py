"""The document's own text, as a type that cannot slip into generated code.

Every free string of a document (a description, a wire name, an enum value, a path)
travels through apiloom as `Text`. It has no `__str__`, no `__format__` and no
`__html__`: joining it into output by accident raises `TypeError`. The only ways out
are `apiloom.core.identifiers` and the functions of `apiloom.python.syntax` (literals,
docstrings), each of which encodes for one context, and `reveal`, whose callers a test
lists.
"""

from __future__ import annotations

from typing import Final, NoReturn, final

_SHOWN: Final = 60


@final
class Text:
    """A string that came from a document. Equal and hashable by value."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and self._value == other._value

    def __hash__(self) -> int:
        return hash((Text, self._value))

    def __lt__(self, other: Text) -> bool:
        return self._value < other._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __repr__(self) -> str:
        """Quoted, escaped and shortened: safe inside a message for people."""
        return shown(self._value)

    def __str__(self) -> NoReturn:
        raise TypeError("document text cannot be formatted; use apiloom.python.syntax")

    def __format__(self, spec: str) -> NoReturn:
        raise TypeError("document text cannot be formatted; use apiloom.python.syntax")


def reveal(text: Text) -> str:
    """Return the bare string: for encoders and for comparisons only."""
    return text._value


def shown(value: str) -> str:
    """Quote `value` for a message: escaped to ASCII and cut at 60 characters."""
    return ascii(value if len(value) <= _SHOWN else f"{value[: _SHOWN - 1]}…")


def visible(text: str, keep: str = "") -> str:
    """Text without characters that do something else than be seen; `keep` stays."""
    if text.isprintable():
        return text
    return "".join(
        (
            character
            if character.isprintable() or character in keep
            else ascii(character)[1:-1]
        )
        for character in text
    )


def and_more(count: int) -> str:
    """What ends a list of the first few: ` and 3 more`, or nothing if it is whole."""
    return f" and {count:,} more" if count > 0 else ""


def exception_text(error: BaseException) -> str:
    """The class of an exception and its message, on one line of ASCII."""
    return f"{type(error).__name__}: {ascii(str(error))[1:-1]}"
