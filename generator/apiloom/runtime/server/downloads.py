"""Bodies that are sent as they are: files, and what gives bytes piece by piece."""

import os
import stat
from collections.abc import AsyncIterable, AsyncIterator, Iterator
from functools import partial
from pathlib import Path
from typing import IO, TypeAlias, cast
from urllib.parse import quote

import anyio.to_thread
from starlette.datastructures import Headers
from starlette.responses import FileResponse
from starlette.types import Receive, Scope, Send

from .broken_reply import BrokenReplyError
from .preconditions import byte_ranges, precondition
from .problem import Problem, ProblemError
from .reply_headers import checked
from .streams import close_source, one_by_one, sent_in_pieces
from .wire import Answer, Header

_PIECE = 64 * 1024
_DESCRIBING = frozenset({b"content-type", b"content-length", b"content-disposition"})
"""What a response without content does not say (RFC 9110, section 15.4.5)."""
_PLAIN = frozenset(map(chr, range(0x20, 0x7F))) - frozenset('"\\%/')


class Download:
    """What a client saves as a file (RFC 6266): a path, or what gives its bytes.

    Its name is that of the path where none is given. `inline` shows it in place of
    saving it.
    """

    def __init__(
        self,
        content: "bytes | _Source",
        filename: str | None = None,
        *,
        inline: bool = False,
    ) -> None:
        if filename is None and isinstance(content, Path):
            filename = content.name
        self.content = content
        self.filename = filename
        self.inline = inline

    @property
    def disposition(self) -> str:
        """The field Content-Disposition; names beyond ASCII by RFC 8187."""
        kind = "inline" if self.inline else "attachment"
        if self.filename is None:
            return kind
        plain = "".join(each if each in _PLAIN else "_" for each in self.filename)
        field = f'{kind}; filename="{plain}"'
        if plain == self.filename:
            return field
        return f"{field}; filename*=UTF-8''{quote(self.filename, safe='')}"


_Source: TypeAlias = Path | IO[bytes] | Iterator[bytes] | AsyncIterable[bytes]
Content: TypeAlias = Download | _Source
"""What a body of bytes can be besides bytes; a path has ranges and preconditions.

An open file is read from where it stands, and closed. Iterators, files and paths are
read in a thread.
"""
TextContent: TypeAlias = Content | Iterator[str] | AsyncIterable[str]
"""The same for a body of text."""


def is_content(body: object) -> bool:
    """Whether a body is sent as it is, whatever its media type."""
    is_source = isinstance(body, Download | Path | Iterator | AsyncIterable)
    return is_source or hasattr(body, "read")


def content_answer(
    status: int, headers: list[Header], body: object, charset: str
) -> Answer:
    """The response that has such a body; text is written in `charset`."""
    if isinstance(body, Download):
        field = (b"content-disposition", checked(body.disposition))
        headers = [*(each for each in headers if each[0] != field[0]), field]
        body = body.content
    if isinstance(body, bytes):
        return Answer(status, headers, body)
    if isinstance(body, Path):
        return Answer(status, headers, prepare=partial(_file, status, headers, body))
    if not is_content(body):
        raise BrokenReplyError("a download is bytes, a path, a file or an iterator")
    pieces = _encoded(_pieces(body), charset)
    app = sent_in_pieces(pieces, status, headers)
    return Answer(status, headers, app=app)


async def _pieces(source: object) -> AsyncIterator[object]:
    """What a source gives, without blocking the event loop."""
    if isinstance(source, AsyncIterable):
        pieces = cast("AsyncIterable[object]", source)
    elif hasattr(source, "read"):
        pieces = _of_file(cast("IO[bytes]", source))
    else:
        pieces = one_by_one(cast("Iterator[object]", source))
    try:
        async for piece in pieces:
            yield piece
    finally:
        await close_source(pieces)


async def _of_file(file: IO[bytes]) -> AsyncIterator[object]:
    try:
        while piece := await anyio.to_thread.run_sync(file.read, _PIECE):
            yield piece
    finally:
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(file.close)


async def _encoded(pieces: AsyncIterator[object], charset: str) -> AsyncIterator[bytes]:
    try:
        async for piece in pieces:
            if isinstance(piece, str):
                yield piece.encode(charset)
            else:
                yield bytes(cast("bytes", piece))
    finally:
        await close_source(pieces)


async def _file(status: int, headers: list[Header], path: Path, scope: Scope) -> Answer:
    """A file, as far as the request wants it.

    Raises `OSError` where it cannot be read, and `ProblemError` for 412 and 416.
    """
    state = await anyio.to_thread.run_sync(os.stat, path)
    if not stat.S_ISREG(state.st_mode):
        raise BrokenReplyError(f"{path.name!r} is no file")
    await anyio.to_thread.run_sync(_check_readable, path)
    response = FileResponse(path, status, media_type="application/octet-stream")
    own = {name for name, _ in headers}
    response.raw_headers[:] = [
        *headers,
        *(each for each in response.raw_headers if each[0] not in own),
    ]
    response.set_stat_headers(state)
    response.stat_result = state
    asked = Headers(scope=scope)
    ranges = None
    if status == 200 and scope["method"] in ("GET", "HEAD"):
        version = response.headers["etag"], response.headers["last-modified"]
        instead = precondition(asked, *version)
        if instead == 412:
            raise ProblemError(Problem(412))
        if instead == 304:
            kept = [each for each in response.raw_headers if each[0] not in _DESCRIBING]
            return Answer(304, kept)
        if scope["method"] == "GET":
            ranges = byte_ranges(asked, *version, state.st_size)
    if ranges == []:
        size = b"bytes */%d" % state.st_size
        raise ProblemError(Problem(416), ((b"content-range", size),))
    sending = partial(_send_file, response, ranges)
    return Answer(status, response.raw_headers, app=sending, heads=True)


async def _send_file(
    response: FileResponse,
    ranges: list[tuple[int, int]] | None,
    scope: Scope,
    receive: Receive,
    send: Send,
) -> None:
    """Starlette's way to send a file, asked for the ranges that there are."""
    unread = (b"range", b"if-range")
    headers = [each for each in scope["headers"] if each[0] not in unread]
    if ranges is not None:
        text = ", ".join(f"{first}-{last}" for first, last in ranges)
        headers.append((b"range", f"bytes={text}".encode()))
    await response({**scope, "headers": headers}, receive, send)


def _check_readable(path: Path) -> None:
    with path.open("rb"):
        pass
