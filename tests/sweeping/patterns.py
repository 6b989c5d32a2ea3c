"""Texts that a regular expression (ECMA 262, as JSON Schema has it) matches.

Found by walking Python's own reading of the expression; what Python cannot read is
rewritten where that is easy. Each text is judged afterwards, so a poor one costs
nothing but an example.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from functools import partial
from re import _constants as kinds  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final

_SAMPLE: Final = "a1B2-c_3.Z9 é~:/x0"
_CATEGORIES: Final = {
    kinds.CATEGORY_DIGIT: "0123456789",
    kinds.CATEGORY_SPACE: " ",
    kinds.CATEGORY_WORD: "a1B_2",
    kinds.CATEGORY_NOT_DIGIT: "aB-_",
    kinds.CATEGORY_NOT_SPACE: "a1B-2",
    kinds.CATEGORY_NOT_WORD: "-.:",
}
_PROPERTIES: Final = {
    r"\P{C}": r"\x20-\x7e",
    r"\p{L}": "A-Za-zé",
    r"\p{Z}": " ",
    r"\p{N}": "0-9",
    r"\p{Print}": r"\x20-\x7e",
}
_MOST: Final = 40
"""How often something is repeated at the most."""


def text_of(pattern: str, least: int, most: int | None, turn: int) -> str | None:
    """A text that the pattern matches, not shorter than `least`, if one is found."""
    for more in (0, 1, least):
        text = _Walk(turn, min(more, _MOST)).text(pattern)
        if (
            text is not None
            and len(text) >= least
            and (most is None or len(text) <= most)
        ):
            return text
    return None


class _Walk:
    """Takes another way at each choice; repeats `more` often than it has to."""

    def __init__(self, turn: int, more: int) -> None:
        self._turn = turn
        self._more = more
        self._groups: dict[int, str] = {}

    def text(self, pattern: str) -> str | None:
        """A text, or None where the pattern is beyond this."""
        for name, plain in _PROPERTIES.items():
            inside = rf"(\[[^\]]*){re.escape(name)}"
            pattern = re.sub(inside, partial(_put_in, plain), pattern)
            pattern = pattern.replace(name, f"[{plain}]")
        try:
            with warnings.catch_warnings():
                # What another language means by `&&` is of no interest here.
                warnings.simplefilter("ignore", FutureWarning)
                tokens = parser.parse(pattern)
            return self._all(tokens)
        except (re.error, KeyError, RecursionError, OverflowError):
            return None

    def _each(self, token: tuple[Any, Any]) -> str:
        kind, what = token
        return _WAYS[kind](self, what)

    def _all(self, tokens: Any) -> str:
        return "".join(self._each(token) for token in tokens)

    def _next(self) -> int:
        self._turn += 1
        return self._turn

    def _literal(self, what: int) -> str:
        return chr(what)

    def _not_literal(self, what: int) -> str:
        return next(c for c in _SAMPLE if ord(c) != what)

    def _any(self, _: Any) -> str:
        return _SAMPLE[self._next() % 7]

    def _in(self, what: list[tuple[Any, Any]]) -> str:
        if what[0][0] is kinds.NEGATE:
            refused = {c for token in what[1:] for c in _members(token)}
            return next(c for c in _SAMPLE if c not in refused)
        members = [c for token in what for c in _members(token)]
        return members[self._next() % len(members)]

    def _repeat(self, what: tuple[int, int, Any]) -> str:
        least, most, tokens = what
        count = min(least + self._more, int(most))
        return "".join(self._all(tokens) for _ in range(min(count, 1000)))

    def _group(self, what: tuple[int | None, int, int, Any]) -> str:
        text = self._all(what[3])
        if what[0] is not None:
            self._groups[what[0]] = text
        return text

    def _again(self, what: int) -> str:
        return self._groups[what]

    def _branch(self, what: tuple[Any, list[Any]]) -> str:
        return self._all(what[1][self._next() % len(what[1])])

    def _nothing(self, _: Any) -> str:
        return ""


def _put_in(plain: str, found: re.Match[str]) -> str:
    return f"{found[1]}{plain}"


def _members(token: tuple[Any, Any]) -> str:
    """Some characters of a class: of a range its ends and its middle."""
    kind, what = token
    if kind is kinds.LITERAL:
        return chr(what)
    if kind is kinds.RANGE:
        low, high = what
        if high - low < 128:
            return "".join(map(chr, range(low, high + 1)))
        return chr(low) + chr((low + high) // 2) + chr(high)
    return _CATEGORIES[what]


_WAYS: Final[dict[Any, Callable[[_Walk, Any], str]]] = {
    kinds.LITERAL: _Walk._literal,
    kinds.NOT_LITERAL: _Walk._not_literal,
    kinds.ANY: _Walk._any,
    kinds.IN: _Walk._in,
    kinds.MAX_REPEAT: _Walk._repeat,
    kinds.MIN_REPEAT: _Walk._repeat,
    kinds.SUBPATTERN: _Walk._group,
    kinds.GROUPREF: _Walk._again,
    kinds.BRANCH: _Walk._branch,
    kinds.AT: _Walk._nothing,
    kinds.ASSERT_NOT: _Walk._nothing,
    kinds.ASSERT: _Walk._nothing,
}
