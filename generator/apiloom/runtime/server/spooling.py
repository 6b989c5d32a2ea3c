"""Multipart bodies read as they arrive: fields into memory, files to disk."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import Any, NamedTuple, cast
from weakref import finalize

from anyio import CancelScope
from anyio.to_thread import run_sync
from starlette.types import Message

from ..part_heads import PartHead
from ..part_splitter import PartEvent, PartSplitter, TooManyPartsError
from .uploaded import UploadedFile, last_part
from .wire import ClientDisconnect, TooLongError

_SPOOLED = 1024 * 1024
"""Bytes that the files of one request have in memory together."""
_WRITTEN = 256 * 1024
"""Bytes that are written to disk at a time, in a thread."""


class ReceivedPart(NamedTuple):
    """A part that has arrived."""

    head: PartHead
    content: bytes | UploadedFile


class Files:
    """The files of one request, which end with it."""

    def __init__(self) -> None:
        self._spools: list[_Spool] = []
        self._in_memory = 0

    def new(self, head: PartHead) -> "_Spool":
        """Where the content of a part goes."""
        spool = _Spool(head, self)
        self._spools.append(spool)
        return spool

    def takes(self, size: int) -> bool:
        """Whether there is room in memory; what is taken is counted."""
        fits = self._in_memory + size <= _SPOOLED
        self._in_memory += size if fits else 0
        return fits

    def free(self, size: int) -> None:
        """Count what is on disk now."""
        self._in_memory -= size

    def keep(self) -> None:
        """Close those that have come when nobody has them any more."""
        for spool in self._spools:
            if spool.uploaded is not None:
                finalize(spool.uploaded, spool.file.close)
        self._spools = [spool for spool in self._spools if spool.uploaded is None]

    async def close(self) -> None:
        """Close and delete all of them."""
        on_disk = [spool for spool in self._spools if spool.is_on_disk]
        for spool in self._spools:
            if not spool.is_on_disk:
                spool.file.close()
        self._spools.clear()
        if on_disk:
            with CancelScope(shield=True):
                await run_sync(_close, on_disk)


class _Spool:
    """A file that is being received: in memory while there is room, else on disk."""

    def __init__(self, head: PartHead, files: Files) -> None:
        self.file: SpooledTemporaryFile[bytes] = SpooledTemporaryFile()  # noqa: SIM115
        self.is_on_disk = False
        self.size = 0
        self.uploaded: UploadedFile | None = None
        self._head = head
        self._files = files
        self._in_memory = 0
        self._pending: list[bytes] = []
        self._pending_size = 0

    async def write(self, data: bytes) -> None:
        """Take a piece of the content."""
        self.size += len(data)
        if not self.is_on_disk:
            if self._files.takes(len(data)):
                self._in_memory += len(data)
                self.file.write(data)
                return
            self.is_on_disk = True
        self._pending.append(data)
        self._pending_size += len(data)
        if self._pending_size >= _WRITTEN:
            await run_sync(self._write_pending)

    async def received(self) -> UploadedFile:
        """The whole file, to be read from its beginning."""
        if self._pending:
            await run_sync(self._write_pending)
        self.file.seek(0)
        self.uploaded = UploadedFile(
            cast("Any", self.file),
            name=last_part(self._head.filename),
            content_type=self._head.media_type or "application/octet-stream",
            headers=dict(reversed(self._head.headers)),
        )
        return self.uploaded

    def _write_pending(self) -> None:
        if self._in_memory:
            self.file.rollover()
            self._files.free(self._in_memory)
            self._in_memory = 0
        self.file.writelines(self._pending)
        self._pending.clear()
        self._pending_size = 0


def _close(spools: list[_Spool]) -> None:
    for spool in spools:
        spool.file.close()


@dataclass
class PartReader:
    """Reads the parts of one body.

    `is_file` is asked of each head in turn whether the part is a file. Everything
    together is at most `limit` bytes; `most_in_fields` are those of parts that are no
    files, which stay in memory.
    """

    boundary: str
    is_file: Callable[[PartHead], bool]
    files: Files
    limit: int
    most_in_fields: int
    parts: list[ReceivedPart] = field(default_factory=list[ReceivedPart])
    is_complete: bool = False
    _head: PartHead = field(default_factory=PartHead)
    _spool: _Spool | None = None
    _field: list[bytes] = field(default_factory=list[bytes])
    _in_fields: int = 0

    async def read(self, receive: Callable[[], Awaitable[Message]]) -> None:
        """Read to the end of the body.

        Raises `PartsError`, `TooLongError` and `ClientDisconnect`.
        """
        size = 0
        splitter = PartSplitter(self.boundary)
        while not self.is_complete:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            data: bytes = message.get("body", b"")
            size += len(data)
            self.is_complete = not message.get("more_body", False)
            if size > self.limit:
                raise TooLongError(unread=not self.is_complete)
            for event in splitter.feed(data):
                await self._take(event)
        splitter.end()

    async def _take(self, event: PartEvent) -> None:
        if isinstance(event, PartHead):
            self._head, self._field = event, []
            self._spool = self.files.new(event) if self.is_file(event) else None
        elif event is None:
            content = b"".join(self._field)
            received = await self._spool.received() if self._spool else content
            self.parts.append(ReceivedPart(self._head, received))
        elif self._spool is not None:
            await self._spool.write(event)
        else:
            self._field.append(event)
            self._in_fields += len(event)
            if self._in_fields > self.most_in_fields:
                raise TooManyPartsError(
                    f"The fields are longer than {self.most_in_fields} bytes together."
                )
