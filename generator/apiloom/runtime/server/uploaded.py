"""Files that came in a multipart form: what a handler gets of each."""

import shutil
from collections.abc import AsyncIterator, Iterator, Mapping
from io import SEEK_END
from os import PathLike
from pathlib import Path
from typing import BinaryIO

from anyio.to_thread import run_sync

_CHUNK = 256 * 1024


class UploadedFile:
    """A file part of a form (RFC 7578, section 4): its bytes, which may be on disk.

    It is read from its beginning: in a `def` handler by `read`, `save` and `for chunk
    in file`, in an `async def` one by `await file.aread()`, `asave` and `async for`.
    It is closed, and deleted from disk, once the answer is sent and its tasks are done.
    A client takes it as an `Upload` for a file to send.

    `name` is the last part of the name that the client gave, and no path: nothing else
    is known of it. `content_type` is what the client says; neither needs to be true.
    """

    def __init__(
        self,
        file: BinaryIO,
        *,
        name: str | None = None,
        content_type: str = "application/octet-stream",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.file = file
        self.name = name
        self.content_type = content_type
        self.headers: Mapping[str, str] = headers or {}
        """All that the client said of this part; names in lower case."""

    def __repr__(self) -> str:
        return f"UploadedFile(name={self.name!r}, content_type={self.content_type!r})"

    @property
    def size(self) -> int:
        """How many bytes there are."""
        place = self.file.tell()
        end = self.file.seek(0, SEEK_END)
        self.file.seek(place)
        return end

    def tell(self) -> int:
        """Where the next `read` begins."""
        return self.file.tell()

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Where the next `read` is to begin."""
        return self.file.seek(offset, whence)

    def read(self, size: int = -1, /) -> bytes:
        """So many bytes, or all that are left."""
        return self.file.read(size)

    def save(self, path: PathLike[str] | str) -> None:
        """Write all of it to a file, which is made anew."""
        self.file.seek(0)
        with Path(path).open("wb") as copy:
            shutil.copyfileobj(self.file, copy, _CHUNK)

    def __iter__(self) -> Iterator[bytes]:
        """What is left, in pieces."""
        while chunk := self.file.read(_CHUNK):
            yield chunk

    async def aread(self, size: int = -1, /) -> bytes:
        """The same as `read`, in a thread."""
        return await run_sync(self.file.read, size)

    async def asave(self, path: PathLike[str] | str) -> None:
        """The same as `save`, in a thread."""
        await run_sync(self.save, path)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while chunk := await self.aread(_CHUNK):
            yield chunk

    def close(self) -> None:
        """Free what holds the bytes; nothing can be read then."""
        self.file.close()


def last_part(filename: str | None) -> str | None:
    """The name without the folders before it, those of Windows too (RFC 2183, 2.3)."""
    if filename is None:
        return None
    name = filename.replace("\\", "/").rpartition("/")[2].replace("\0", "")
    return None if name in ("", ".", "..") else name
