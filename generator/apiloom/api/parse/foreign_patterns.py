"""Patterns that ECMA 262 reads, but not as whoever wrote them in another language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from apiloom.core.text import shown

_LITERAL: Final = re.compile(r"/(.+)/([dgimsuvy]*)", re.DOTALL)
_OPERATORS: Final = frozenset("^$[](){}*+?|\\")
"""What a path between two slashes has none of."""
_FLAGS: Final = {
    "i": "which ignores case: write both cases, as in [Aa]",
    "m": "by which ^ and $ match at each line",
    "s": "by which . matches line breaks: write [\\s\\S]",
    "u": "which is implied",
    "v": "which is implied",
}
_POSIX: Final = re.compile(r"\[:(\^?[a-z]+):\]")
_POSIX_SETS: Final = {
    "alpha": "A-Za-z",
    "digit": "0-9",
    "alnum": "0-9A-Za-z",
    "upper": "A-Z",
    "lower": "a-z",
    "space": "\\s",
    "xdigit": "0-9A-Fa-f",
    "word": "\\w",
}


class Foreign(NamedTuple):
    """What is written in another language, and how to write it instead."""

    message: str
    hint: str


def foreign_spellings(pattern: str) -> Iterator[Foreign]:
    """What of a pattern is hardly meant as JSON Schema has it (validation, 6.3.3)."""
    literal = _LITERAL.fullmatch(pattern)
    if literal and not _OPERATORS.isdisjoint(literal[1]):
        flags = [_FLAGS[flag] for flag in literal[2] if flag in _FLAGS]
        yield Foreign(
            f"{shown(pattern)} is written like a literal of JavaScript, "
            "and its slashes are part of the pattern",
            f"write {shown(literal[1])}, without slashes"
            + "".join(f" and the flag, {flag}" for flag in flags),
        )
    for posix in _POSIX.finditer(pattern):
        if _within_class(pattern, posix.start()):
            instead = _POSIX_SETS.get(posix[1])
            yield Foreign(
                f"{shown(posix[0])} is a class of POSIX, "
                "and here it is each of its characters",
                f"write {shown(instead)}" if instead else "write the characters",
            )


def _within_class(pattern: str, place: int) -> bool:
    """Whether a bracket before this place is still open."""
    return re.search(r"(?<!\\)\[[^\]]*$", pattern[:place]) is not None
