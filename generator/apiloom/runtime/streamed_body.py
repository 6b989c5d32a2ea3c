"""Request bodies that are read while they are sent: files, and parts with files."""

from collections.abc import AsyncIterator, Iterable, Iterator

from .upload_sources import BytesSource, Source


class StreamedBody:
    """Bytes, and sources of bytes, one after the other, in constant memory.

    `length` is None where one of them has none. With `once`, there is no second
    attempt; with `is_async`, no sync client can send it.
    """

    def __init__(self, pieces: Iterable[bytes | Source]) -> None:
        self._pieces = tuple(pieces)
        lengths = [_length(piece) for piece in self._pieces]
        known = [length for length in lengths if length is not None]
        self.length = sum(known) if len(known) == len(lengths) else None
        sources = [piece for piece in self._pieces if isinstance(piece, Source)]
        self.once = any(source.once for source in sources)
        self.is_async = any(source.is_async for source in sources)
        self.is_in_memory = all(isinstance(source, BytesSource) for source in sources)

    def __iter__(self) -> Iterator[bytes]:
        """For a sync client."""
        for piece in self._pieces:
            if isinstance(piece, bytes):
                yield piece
            else:
                yield from piece

    async def chunks(self) -> AsyncIterator[bytes]:
        """For an async client."""
        for piece in self._pieces:
            if isinstance(piece, bytes):
                yield piece
                continue
            async for chunk in piece.chunks():
                yield chunk


def _length(piece: bytes | Source) -> int | None:
    return len(piece) if isinstance(piece, bytes) else piece.length
