"""Where something stands: a document and a JSON pointer (RFC 6901) inside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

Pointer = NewType("Pointer", str)
"""A JSON pointer as RFC 6901 writes it: `""` is the whole document."""

ROOT = Pointer("")


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a document.

    `line` and `column` count from 1; 0 means not looked up yet. Positions are found
    only for what is reported, in one pass over each document that has something to
    report (`apiloom.document.source.DocumentSet.locate`).
    """

    document: str
    pointer: Pointer = ROOT
    line: int = 0
    column: int = 0

    @property
    def place(self) -> tuple[str, int, int]:
        """Document, line and column: the order in which people read."""
        return self.document, self.line, self.column


def escape_token(token: str) -> str:
    """Encode one reference token (RFC 6901 section 3)."""
    if "~" in token or "/" in token:
        return token.replace("~", "~0").replace("/", "~1")
    return token


def unescape_token(token: str) -> str:
    """Decode one reference token (RFC 6901 section 4)."""
    if "~" not in token:
        return token
    return token.replace("~1", "/").replace("~0", "~")


def child(pointer: Pointer, *tokens: str | int) -> Pointer:
    """The pointer to something below `pointer`: one token for each step."""
    for token in tokens:
        pointer = Pointer(f"{pointer}/{escape_token(str(token))}")
    return pointer


def tokens_of(pointer: Pointer) -> tuple[str, ...]:
    """The reference tokens of a pointer, decoded; `()` for the whole document."""
    tokens = pointer.split("/")[1:]
    return tuple(map(unescape_token, tokens) if "~" in pointer else tokens)


def component_of(pointer: Pointer) -> Pointer:
    """The component that a place belongs to: the first three steps of its pointer."""
    return Pointer("/".join(pointer.split("/", 4)[:4]))


def parent(pointer: Pointer) -> Pointer:
    """The pointer one step up; the root is its own parent."""
    return Pointer(pointer.rpartition("/")[0])
