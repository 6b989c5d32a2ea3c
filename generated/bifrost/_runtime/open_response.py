"""Responses whose body is still to be read: downloads, and what streams are made of."""

import os
import re
from codecs import getincrementaldecoder
from collections.abc import (
    AsyncGenerator,
    Callable,
    Generator,
    Iterator,
)
from contextlib import (
    aclosing,
    asynccontextmanager,
    closing,
    contextmanager,
)
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

import httpx2

from .atomic_file import AtomicFile
from .call import Call
from .deadlines import async_chunks, chunks
from .media_types import read_content_type
from .response_limits import Meter

if TYPE_CHECKING:
    from .typed_headers import TypedHeaders

H_co = TypeVar("H_co", bound="TypedHeaders", covariant=True)

_LINE_END = re.compile(r"\r\n|\n|\r")


class OpenResponse:
    """What a response says before its body is read."""

    def __init__(self, call: Call, response: httpx2.Response) -> None:
        self._call = call
        self._response = response
        self.status_code = response.status_code
        self.headers = response.headers
        """Header fields of the response: names in any case, `get_list` for several."""

    @property
    def content_type(self) -> str:
        """The media type without parameters, in lower case; empty if there is none."""
        return read_content_type(self.headers.get("content-type", "")).name

    @cached_property
    def _typed_headers(self) -> Any:
        from .header_values import HeaderReader

        operation = self._call.operation
        given = self.status_code, self.headers, b""
        reader = HeaderReader(operation, *given, strict=self._call.strict)
        return None if operation.headers is None else operation.headers.read_by(reader)

    def _meter(self, max_bytes: int | None) -> Meter:
        return Meter(max_bytes, self._call.operation)

    def _whole_meter(self, max_bytes: int | None) -> Meter:
        """For a body that is held in memory."""
        return self._call.meter() if max_bytes is None else self._meter(max_bytes)

    def _lines(self) -> "Lines":
        return Lines(read_content_type(self.headers.get("content-type", "")).charset)

    @contextmanager
    def _reading(self) -> Generator[None]:
        """Tells of a connection that breaks as all calls do."""
        try:
            yield
        except httpx2.RequestError as error:
            raise self._call.broken(error) from error


class StreamedResponse(OpenResponse):
    """A success whose body is read bit by bit, once, in constant memory.

    `max_bytes` of each reader is a limit on the body as it is read, that is, after
    decompression; beyond it they raise `ResponseTooLarge`. A connection that breaks
    raises `ConnectionFailed`.
    """

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Gives the connection back, whatever has been read."""
        self._response.close()

    def iter_bytes(self, *, max_bytes: int | None = None) -> Iterator[bytes]:
        """The body in pieces, decompressed (RFC 9110, section 8.4)."""
        return self._pieces(self._meter(max_bytes))

    def iter_lines(self, *, max_bytes: int | None = None) -> Iterator[str]:
        """The lines of a text, without their ends: CR LF, LF or CR."""
        lines = self._lines()
        for piece in self.iter_bytes(max_bytes=max_bytes):
            yield from lines.feed(piece)
        yield from lines.end()

    def read(self, *, max_bytes: int | None = None) -> bytes:
        """The whole body; without `max_bytes`, up to the client's own limit."""
        return b"".join(self._pieces(self._whole_meter(max_bytes)))

    def save(
        self, path: "str | os.PathLike[str]", *, max_bytes: int | None = None
    ) -> int:
        """Writes the body to a file, and returns how many bytes that are.

        The file is there when it is whole, or not at all: until then what was there
        before stays. Raises `OSError` where it cannot be written.
        """
        with AtomicFile(path) as file:
            for piece in self.iter_bytes(max_bytes=max_bytes):
                file.write(piece)
        return file.size

    def _pieces(self, meter: Meter) -> Iterator[bytes]:
        with self._reading(), closing(self._response):
            for piece in chunks(self._response, self._call.deadline):
                meter.take(piece, self._response)
                yield piece


class DeclaredStreamedResponse(StreamedResponse, Generic[H_co]):
    """The same where header fields are declared."""

    @property
    def typed_headers(self) -> H_co:
        """Those fields as values, each None where it did not come."""
        typed: H_co = self._typed_headers
        return typed


class AsyncStreamedResponse(OpenResponse):
    """The same for an async client; files are written in a thread."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Gives the connection back, whatever has been read."""
        await self._response.aclose()

    def iter_bytes(self, *, max_bytes: int | None = None) -> AsyncGenerator[bytes]:
        """The body in pieces, decompressed (RFC 9110, section 8.4)."""
        return self._pieces(self._meter(max_bytes))

    async def iter_lines(self, *, max_bytes: int | None = None) -> AsyncGenerator[str]:
        """The lines of a text, without their ends: CR LF, LF or CR."""
        lines = self._lines()
        async with aclosing(self.iter_bytes(max_bytes=max_bytes)) as pieces:
            async for piece in pieces:
                for line in lines.feed(piece):
                    yield line
        for line in lines.end():
            yield line

    async def read(self, *, max_bytes: int | None = None) -> bytes:
        """The whole body; without `max_bytes`, up to the client's own limit."""
        meter = self._whole_meter(max_bytes)
        return b"".join([piece async for piece in self._pieces(meter)])

    async def save(
        self, path: "str | os.PathLike[str]", *, max_bytes: int | None = None
    ) -> int:
        """Writes the body to a file, and returns how many bytes that are.

        The file is there when it is whole, or not at all: until then what was there
        before stays. Raises `OSError` where it cannot be written.
        """
        # Imported when it is needed: a sync program never loads it.
        from anyio.to_thread import run_sync

        with AtomicFile(path) as file:
            async with aclosing(self.iter_bytes(max_bytes=max_bytes)) as pieces:
                async for piece in pieces:
                    await run_sync(file.write, piece)
        return file.size

    async def _pieces(self, meter: Meter) -> AsyncGenerator[bytes]:
        with self._reading():
            async with aclosing(self._response):
                body = async_chunks(self._response, self._call.deadline)
                async for piece in body:
                    meter.take(piece, self._response)
                    yield piece


class AsyncDeclaredStreamedResponse(AsyncStreamedResponse, Generic[H_co]):
    """The same where header fields are declared."""

    @property
    def typed_headers(self) -> H_co:
        """Those fields as values, each None where it did not come."""
        typed: H_co = self._typed_headers
        return typed


def opened(method: Callable[..., Any]) -> Callable[..., Any]:
    """Of a method that returns an open response, one to use in a `with` statement."""

    @contextmanager
    def opening(*arguments: Any, **keywords: Any) -> Generator[StreamedResponse]:
        with method(*arguments, **keywords) as response:
            yield response

    return opening


def async_opened(method: Callable[..., Any]) -> Callable[..., Any]:
    """The same for `async with`."""

    @asynccontextmanager
    async def opening(
        *arguments: Any, **keywords: Any
    ) -> AsyncGenerator[AsyncStreamedResponse]:
        async with await method(*arguments, **keywords) as response:
            yield response

    return opening


class Lines:
    """Text that arrives in pieces, told apart into lines.

    No character is looked at twice, however the text is cut into pieces.
    """

    def __init__(self, charset: str) -> None:
        try:
            decoder = getincrementaldecoder(charset)
        except LookupError:
            decoder = getincrementaldecoder("utf-8")
        self._decoder = decoder(errors="replace")
        self._parts: list[str] = []
        self._ends_in_return = False

    def feed(self, piece: bytes) -> Iterator[str]:
        """The lines that are whole now."""
        return self._whole(self._decoder.decode(piece))

    def end(self) -> Iterator[str]:
        """What the end of the text completes: a last line that has no end."""
        yield from self._whole(self._decoder.decode(b"", final=True))
        if rest := "".join(self._parts):
            yield rest

    def _whole(self, text: str) -> Iterator[str]:
        if not text:
            return
        if self._ends_in_return:
            text = text.removeprefix("\n")
        self._ends_in_return = text.endswith("\r")
        first, *rest = _LINE_END.split(text)
        self._parts.append(first)
        for start in rest:
            yield "".join(self._parts)
            self._parts = [start]
