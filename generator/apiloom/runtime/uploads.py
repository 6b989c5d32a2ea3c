"""Files to send: what a caller may give for the bytes of a body, or of a part of it."""

from collections.abc import AsyncIterable, Awaitable, Iterable
from dataclasses import KW_ONLY, dataclass, field
from os import PathLike
from typing import Protocol, TypeAlias


class Readable(Protocol):
    """A file that is open for reading bytes, sync or async.

    What `open(path, "rb")` returns, `io.BytesIO`, `anyio.open_file`, an upload that a
    server has received. It is read from where it stands, and not closed.
    """

    def read(self, size: int = ..., /) -> bytes | Awaitable[bytes]:
        """So many bytes at most; none at the end."""
        ...


Content: TypeAlias = (
    bytes
    | bytearray
    | memoryview
    | PathLike[str]
    | Readable
    | Iterable[bytes]
    | AsyncIterable[bytes]
)
"""Bytes, where they are, a file that is open, or what yields them in pieces."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to send, with the name and the media type that the server is told.

    Without a `name` it is that of the path or of the open file; without a `type` it is
    the one of the document, or what the name suggests. A sync client cannot read what
    is asynchronous: `TypeError`.
    """

    data: Content = field(repr=False)
    _: KW_ONLY
    name: str | None = None
    type: str | None = None


Upload: TypeAlias = Content | File | tuple[str, Content] | tuple[str, Content, str]
"""What can be sent as a file; a tuple has name, content and media type."""
