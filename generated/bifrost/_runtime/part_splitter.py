"""Multipart bodies taken apart as they arrive (RFC 2046, section 5.1.1)."""

from collections.abc import Iterator
from typing import Final, TypeAlias

from .part_heads import PartHead, read_head

MOST_PARTS: Final = 1000
LONGEST_HEAD: Final = 16 * 1024
_LINE: Final = b"\r\n"
_EMPTY_LINE: Final = b"\r\n\r\n"


class PartsError(ValueError):
    """A body that is not made of parts as it should be."""


class TooManyPartsError(PartsError):
    """A body that has more parts, or more in the head of one, than anybody needs."""


PartEvent: TypeAlias = PartHead | bytes | None
"""A part begins with its head, goes on with pieces of its content, and ends: None."""


class PartSplitter:
    """Reads one body in pieces, holding no more than a delimiter or a head of it."""

    def __init__(self, boundary: str) -> None:
        if not boundary:
            raise PartsError("The Content-Type has no boundary.")
        self._delimiter = b"\r\n--" + boundary.encode("utf-8", "surrogateescape")
        # A body may begin with a delimiter, whose line break goes without saying.
        self._held = _LINE
        self._count = 0
        self._is_content = True
        self._is_ended = False

    def feed(self, data: bytes) -> Iterator[PartEvent]:
        """What can be told with the next piece of the body. Raises `PartsError`."""
        held, position = self._held + data, 0
        while not self._is_ended:
            if self._is_content:
                end = held.find(self._delimiter, position)
                sure = len(held) - len(self._delimiter) + 1 if end < 0 else end
                if self._count and sure > position:
                    yield held[position:sure]
                position = max(position, sure)
                if end < 0:
                    break
                if self._count:
                    yield None
                position += len(self._delimiter)
                self._is_content = False
            found = self._head(held, position)
            if found is None:
                break
            head, position = found
            if head is not None:
                yield head
        self._held = b"" if self._is_ended else held[position:]

    def end(self) -> None:
        """Nothing follows. Raises `PartsError` where something is missing."""
        if not self._is_ended:
            raise PartsError("The multipart body does not end with its boundary.")

    def _head(self, held: bytes, position: int) -> tuple[PartHead | None, int] | None:
        """What follows a delimiter: a head, or the end; None where more has to come."""
        if held.startswith(b"--", position):
            self._is_ended = True
            return None, len(held)
        line = held.find(_LINE, position)
        end = -1 if line < 0 else held.find(_EMPTY_LINE, line)
        if len(held if end < 0 else held[:end]) - position > LONGEST_HEAD:
            raise TooManyPartsError(
                f"The head of a part is longer than {LONGEST_HEAD} bytes."
            )
        if line >= 0 and held[position:line].strip(b" \t"):
            raise PartsError("A part of the multipart body has no header.")
        if end < 0:
            return None
        self._count += 1
        if self._count > MOST_PARTS:
            raise TooManyPartsError(f"The body has more than {MOST_PARTS} parts.")
        self._is_content = True
        return read_head(held[line + 2 : end]), end + len(_EMPTY_LINE)
