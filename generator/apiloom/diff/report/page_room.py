"""How much of a page there is room for: browsers and reviewers give up on huge ones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from markupsafe import escape

LIMIT: Final = 3_000_000
"""Bytes of one page."""
FRAME: Final = 120_000
"""What its style, script and filters take of them."""


class Room:
    """So many bytes; once something does not fit, nothing after it in its part does."""

    def __init__(self, left: int) -> None:
        self.left = left
        self._is_full = False

    def grow(self, more: int) -> None:
        """Begin another part, which has `more` bytes beside what is left."""
        self.left += more
        self._is_full = False

    def has(self, markup: int, texts: Iterable[str]) -> bool:
        """Take as much as texts need between `markup` bytes, if there is as much."""
        size = markup + sum(len(escape(text).encode()) for text in texts)
        self._is_full = self._is_full or size > self.left
        if not self._is_full:
            self.left -= size
        return not self._is_full
