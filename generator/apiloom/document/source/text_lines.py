"""Bytes to text, and offsets in it to lines and columns."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from typing import Final

# str.splitlines also breaks at U+2028 and friends, which stand inside values, and
# libyaml counts those too; editors break lines at these three only.
_BREAK: Final = re.compile(r"\r\n?|\n")

# UTF-32 first: its little-endian mark starts with the one of UTF-16.
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Lines:
    """Line and column, both from 1 and in characters, of offsets in one text."""

    __slots__ = ("_starts",)

    def __init__(self, text: str) -> None:
        self._starts = [0, *(line_break.end() for line_break in _BREAK.finditer(text))]

    def at(self, index: int) -> tuple[int, int]:
        """Where the character number `index` (from 0) stands."""
        line = bisect_right(self._starts, index)
        return line, index - self._starts[line - 1] + 1


def lines_of(data: bytes) -> list[str]:
    """The lines of a file as `Lines` counts them; bytes that do not fit are marked."""
    text = decode(data)
    if isinstance(text, UnicodeDecodeError):
        text = data.decode(text.encoding, errors="replace")
    return _BREAK.split(text)


def decode(data: bytes) -> str | UnicodeDecodeError:
    """The text of a document without its byte order mark.

    UTF-8 unless a mark says UTF-16 or UTF-32 (YAML 1.2.2 section 5.2; RFC 8259 section
    8.1 lets a parser accept the mark). Gives back the error where bytes do not fit.
    """
    mark, encoding = b"", "utf-8"
    for candidate, name in _MARKS:
        if data.startswith(candidate):
            mark, encoding = candidate, name
            break
    try:
        return data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        return error


def readable_before(error: UnicodeDecodeError) -> str:
    """The text up to the bytes that could not be decoded."""
    return error.object[: error.start].decode(error.encoding, errors="replace")
