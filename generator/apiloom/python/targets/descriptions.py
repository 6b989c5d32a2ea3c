"""What of the document's words is worth a docstring."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from apiloom.core.text import Text, reveal

_WORD: Final = re.compile(r"[^\W_]+")
_ARTICLES: Final = frozenset({"a", "an", "the"})
_LONGEST_NAME: Final = 120


def says_more(text: Text | None, *names: str) -> bool:
    """Whether a text tells more than the names of what it describes.

    `The order status.` does not, at `order_status` or `OrderStatus`.
    """
    if text is None:
        return False
    plain = reveal(text)
    if plain in names or not plain.strip():
        return False
    spoken = "".join(_words(plain)) if len(plain) <= _LONGEST_NAME else ""
    return not spoken or all(spoken != "".join(_words(name)) for name in names)


def worth_saying(texts: tuple[Text | None, ...], *names: str) -> tuple[Text, ...]:
    """The texts that say more than the names do, each once."""
    kept = dict.fromkeys(text for text in texts if text and says_more(text, *names))
    return tuple(kept)


def _words(text: str) -> Iterator[str]:
    """The words of a text in lower case, without an article before them."""
    words = _WORD.findall(text.lower())
    is_article = len(words) > 1 and words[0] in _ARTICLES
    yield from words[1:] if is_article else words
