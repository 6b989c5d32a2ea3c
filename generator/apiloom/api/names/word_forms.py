"""Whether two words are one in singular and plural, as far as names need it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

_REMEMBERED: Final = 5_000
_IRREGULAR: Final = {
    "people": "person",
    "children": "child",
    "men": "man",
    "women": "woman",
    "indices": "index",
    "indexes": "index",
    "vertices": "vertex",
    "matrices": "matrix",
    "criteria": "criterion",
    "analyses": "analysis",
    "bases": "basis",
    "leaves": "leaf",
    "shelves": "shelf",
    "knives": "knife",
    "lives": "life",
    "feet": "foot",
    "mice": "mouse",
}
_NO_PLURALS: Final = frozenset({"news", "series", "species", "goods", "always"})
"""They end in an `s` that is part of the word."""


def same_word(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two sequences of words are the same letters, the last word's number
    aside: `data sets` and `dataset`."""
    if not one or not other:
        return False
    return not _forms(tuple(one)).isdisjoint(_forms(tuple(other)))


@lru_cache(_REMEMBERED)
def _forms(words: tuple[str, ...]) -> frozenset[str]:
    start = "".join(words[:-1])
    return frozenset(start + form for form in _singulars(words[-1]))


def _singulars(word: str) -> Iterator[str]:
    """The word, and what it could be the plural of."""
    yield word
    if word in _IRREGULAR:
        yield _IRREGULAR[word]
    if word in _NO_PLURALS or not word.endswith("s") or len(word) < 3:
        return
    if word.endswith("ies"):
        yield f"{word[:-3]}y"
    if word.endswith("es"):
        yield word[:-2]
    if not word.endswith("ss"):
        yield word[:-1]
