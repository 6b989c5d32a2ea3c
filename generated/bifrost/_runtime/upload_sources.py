"""How the bytes of an upload are read: in pieces, off the event loop, and again.

A source is read once for each attempt. It knows its length where that can be known
without reading it, and whether it can be had a single time.
"""

import os
import stat
from collections.abc import (
    AsyncIterable,
    AsyncIterator,
    Iterable,
    Iterator,
    Mapping,
)
from collections.abc import (
    Set as AbstractSet,
)
from errno import EACCES, EISDIR
from inspect import iscoroutinefunction
from io import SEEK_END, BytesIO, TextIOBase
from mimetypes import guess_type
from pathlib import Path, PurePath
from typing import Any, NamedTuple, TypeGuard

from .narrowing import is_tuple
from .uploads import File

CHUNK: int = 256 * 1024
"""Bytes that are read at a time."""


class Source:
    """The bytes of one upload, in pieces: by `iter` for a sync client, else `chunks`.

    `length` is None where nobody knows it before the end. With `once` there is no
    second time, with `is_async` no sync client can have them.
    """

    length: int | None = None
    once: bool = False
    is_async: bool = False

    def __iter__(self) -> Iterator[bytes]:
        raise TypeError("a sync client cannot send what is read asynchronously")

    def chunks(self) -> AsyncIterator[bytes]:
        """For an async client: reading a file must not stop the event loop."""
        return in_threads(iter(self))


class BytesSource(Source):
    """What is in memory."""

    def __init__(self, data: bytes) -> None:
        self._data = bytes(data)
        self.length = len(self._data)

    def __iter__(self) -> Iterator[bytes]:
        yield self._data

    async def chunks(self) -> AsyncIterator[bytes]:
        """Nothing is waited for."""
        yield self._data


class PathSource(Source):
    """What a path leads to; it is opened for each attempt."""

    def __init__(self, path: Path) -> None:
        self._path = path
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR), str(path))
        if not os.access(path, os.R_OK):
            raise PermissionError(EACCES, os.strerror(EACCES), str(path))
        if stat.S_ISREG(status.st_mode):
            self.length = status.st_size
        self.once = self.length is None

    def __iter__(self) -> Iterator[bytes]:
        with self._path.open("rb") as file:
            yield from _read(file, self.length)


class FileSource(Source):
    """A file that is open: from where it stands, to which it is set back."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._start, self.length = _measured(file)
        self.once = self._start is None

    def __iter__(self) -> Iterator[bytes]:
        if self._start is not None:
            self._file.seek(self._start)
        yield from _read(self._file, self.length)

    def chunks(self) -> AsyncIterator[bytes]:
        """In threads, unless all of it is in memory."""
        return _at_once(self) if isinstance(self._file, BytesIO) else super().chunks()


class AsyncFileSource(Source):
    """A file whose `read` is asynchronous: of anyio, aiofiles, Starlette.

    What it stands for tells the length, where it is there.
    """

    is_async = True

    def __init__(self, file: Any) -> None:
        self._file = file
        inner = getattr(file, "wrapped", None) or getattr(file, "file", None)
        self._start, self.length = (None, None) if inner is None else _measured(inner)
        self.once = not hasattr(file, "seek") or not (
            hasattr(file, "tell") or self._start is not None
        )
        self._is_read = False

    async def chunks(self) -> AsyncIterator[bytes]:
        """Set back only where it was read before: some cannot be, and need not."""
        if self._is_read:
            await self._file.seek(self._start)
        elif self._start is None and not self.once:
            self._start = await self._file.tell()
        self._is_read = True
        left = self.length
        while chunk := _checked(await self._file.read(_size(left))):
            left = None if left is None else left - len(chunk)
            yield chunk
        _check_end(left)


class ChunkSource(Source):
    """What yields pieces; an iterator does so a single time."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces
        self.once = isinstance(pieces, Iterator)
        if isinstance(pieces, list | tuple):
            self.length = sum(map(len, map(_checked, pieces)))

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            if chunk := _checked(piece):
                yield chunk

    def chunks(self) -> AsyncIterator[bytes]:
        """In threads, unless all of it is there already."""
        return _at_once(self) if self.length is not None else super().chunks()


class AsyncChunkSource(Source):
    """The same, asynchronously."""

    is_async = True

    def __init__(self, pieces: AsyncIterable[bytes]) -> None:
        self._pieces = pieces
        self.once = isinstance(pieces, AsyncIterator)

    async def chunks(self) -> AsyncIterator[bytes]:
        """As they come."""
        async for piece in self._pieces:
            if chunk := _checked(piece):
                yield chunk


class Described(NamedTuple):
    """An upload: its bytes, its name, and the media type that the caller says it has.

    `likely` is the media type of which nobody has said that it counts.
    """

    source: Source
    name: str | None = None
    media_type: str | None = None
    likely: str = "application/octet-stream"


def is_upload(value: Any) -> bool:
    """Whether a value can only be a file: no JSON, and no bytes as such."""
    if isinstance(value, File | bytearray | memoryview):
        return True
    if _is_path(value) or _is_asynchronous(value):
        return True
    if _is_named(value) or callable(getattr(value, "read", None)):
        return True
    is_json = isinstance(value, str | bytes | list | tuple | Mapping | AbstractSet)
    return isinstance(value, Iterable) and not is_json


def described(upload: Any) -> Described:
    """What is known of an upload. TypeError for what is none.

    OSError where a path leads nowhere.
    """
    if isinstance(upload, File):
        inside = described(upload.data)
        name, type_ = upload.name, upload.type
        return Described(
            inside.source,
            inside.name if name is None else name,
            inside.media_type if type_ is None else type_,
            inside.likely if name is None else _likely(name),
        )
    if _is_named(upload):
        name, data, *type_given = upload
        return described(File(data, name=name, type=next(iter(type_given), None)))
    if _is_in_memory(upload):
        return Described(BytesSource(upload))
    if _is_path(upload):
        path = Path(upload)
        return Described(PathSource(path), path.name, None, _likely(path.name))
    if callable(getattr(upload, "read", None)):
        return _of_file(upload)
    return Described(_of_pieces(upload))


def _of_file(file: Any) -> Described:
    if isinstance(file, TextIOBase):
        raise TypeError('a file is sent as bytes: open it in mode "rb"')
    path = getattr(file, "filename", None) or getattr(file, "name", None)
    name = PurePath(path).name if isinstance(path, str) else None
    received = getattr(file, "content_type", None)
    return Described(
        AsyncFileSource(file) if iscoroutinefunction(file.read) else FileSource(file),
        name,
        None,
        received if isinstance(received, str) else _likely(name),
    )


def _likely(name: str | None) -> str:
    return guess_type(name or "")[0] or "application/octet-stream"


def _of_pieces(pieces: Any) -> Source:
    if _is_asynchronous(pieces):
        return AsyncChunkSource(pieces)
    if _is_iterable(pieces):
        return ChunkSource(pieces)
    kind = type(pieces).__name__
    raise TypeError(f"a file is no {kind}: give bytes, a path or File")


async def in_threads(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """The pieces, each made in a thread of its own time."""
    from anyio.to_thread import run_sync

    try:
        while (piece := await run_sync(next, pieces, None)) is not None:
            yield piece
    finally:
        close = getattr(pieces, "close", None)
        if close is not None:
            close()


async def _at_once(pieces: Iterable[bytes]) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


def _measured(file: Any) -> tuple[int | None, int | None]:
    """Where a file stands, and how much follows; None where it cannot be set back."""
    try:
        start = file.tell()
        file.seek(0, SEEK_END)
        end = file.tell()
        file.seek(start)
    except (AttributeError, OSError, ValueError):
        return None, None
    return start, max(0, end - start)


def _read(file: Any, length: int | None) -> Iterator[bytes]:
    """What is left of a file; where the length was told, that much and no more."""
    left = length
    while chunk := _checked(file.read(_size(left))):
        left = None if left is None else left - len(chunk)
        yield chunk
    _check_end(left)


def _size(left: int | None) -> int:
    return CHUNK if left is None else min(CHUNK, left)


def _check_end(left: int | None) -> None:
    if left:
        raise OSError(f"the file ended {left} bytes before its length")


def _checked(piece: Any) -> bytes:
    if _is_in_memory(piece):
        return bytes(piece)
    if piece is None:  # of a file that does not wait
        return b""
    raise TypeError(f"a file is read as bytes, not as {type(piece).__name__}")


def _is_named(value: Any) -> TypeGuard[tuple[Any, ...]]:
    """Whether this is a tuple of name, content and perhaps media type."""
    if not is_tuple(value) or len(value) not in (2, 3):
        return False
    name, _, *media_type = value
    return isinstance(name, str) and all(isinstance(said, str) for said in media_type)


def _is_in_memory(value: Any) -> TypeGuard[bytes]:
    return isinstance(value, bytes | bytearray | memoryview)


def _is_path(value: Any) -> TypeGuard[os.PathLike[str]]:
    return isinstance(value, os.PathLike)


def _is_asynchronous(value: Any) -> TypeGuard[AsyncIterable[bytes]]:
    return isinstance(value, AsyncIterable)


def _is_iterable(value: Any) -> TypeGuard[Iterable[bytes]]:
    return isinstance(value, Iterable) and not isinstance(value, str | dict)
