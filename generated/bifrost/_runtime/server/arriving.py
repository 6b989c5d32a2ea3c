"""Request bodies that handlers read while they arrive."""

from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from functools import partial
from os import PathLike
from typing import Any, TypeVar

import anyio
import anyio.from_thread
from anyio.to_thread import run_sync
from starlette.types import Message, Receive

from ..atomic_file import AtomicFile
from .problem import ProblemError
from .wire import ClientDisconnect

T = TypeVar("T")


class ArrivingBody:
    """A body of which a part may still be under way when its operation answers."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._end: anyio.Event | None = None
        self.is_ended = False
        """Whether all of the body has arrived, or nothing more will."""
        self.received = 0
        """How many bytes of it have arrived."""

    async def after(self) -> Message:
        """What the client does when its body has arrived: a `receive` for replies."""
        if not self.is_ended:
            self._end = anyio.Event()
            await self._end.wait()
        return await self._receive()

    async def _piece(self) -> bytes:
        """What comes next. Raises `ClientDisconnect`."""
        message = await self._receive()
        is_lost = message["type"] == "http.disconnect"
        if is_lost or not message.get("more_body", False):
            self.is_ended = True
            if self._end is not None:
                self._end.set()
        if is_lost:
            raise ClientDisconnect
        piece: bytes = message.get("body", b"")
        self.received += len(piece)
        return piece


class BodyStream(ArrivingBody):
    """A body of bytes, which has not arrived yet and need not fit into memory.

    An `async def` handler reads it by `async for chunk in body`, `await body.aread()`
    and `await body.asave(path)`; a `def` one by `for chunk in body`, `read` and `save`.
    It is read once. Each raises `ProblemError` with 413 where the body is longer than
    is allowed, and `ClientDisconnect` where the rest does not come, again and again: a
    body that ends has come as a whole. What a handler leaves unread is thrown away.
    """

    def __init__(
        self,
        receive: Receive,
        content_type: str = "application/octet-stream",
        check: "Callable[[int, bool], ProblemError | None] | None" = None,
    ) -> None:
        """`check` is told how much has come, and whether that is all."""
        super().__init__(receive)
        self.content_type = content_type
        """What the client says that it is."""
        self._check = check
        self._held: bytes = b""
        self._position: int = 0
        self._failure: Exception | None = None
        self._whole: bytes | None = None

    @classmethod
    def of(
        cls, data: bytes, content_type: str = "application/octet-stream"
    ) -> "BodyStream":
        """These bytes as a body, for tests: it is read anew after each end."""
        body = cls(_nothing, content_type)
        body._keep(data)
        return body

    def __repr__(self) -> str:
        shown = "" if self._whole is None else f"{self._whole[:50]!r}, "
        return f"BodyStream({shown}content_type={self.content_type!r})"

    def __eq__(self, other: object) -> bool:
        """Whether it has the same bytes, where they are known; so tests compare."""
        whole = other._whole if isinstance(other, BodyStream) else other
        return self is other or (self._whole is not None and self._whole == whole)

    __hash__ = None  # type: ignore[assignment]

    async def aread(self, size: int = -1, /) -> bytes:
        """So many bytes, fewer only where the body ends, or all that are left."""
        pieces: list[bytes] = []
        left = size
        while left and (piece := await self._next(left)):
            pieces.append(piece)
            left -= len(piece)
        return b"".join(pieces)

    async def asave(self, path: PathLike[str] | str) -> None:
        """Write what is left to a file, which is there once all of it has come."""
        with AtomicFile(path) as file:
            async for piece in self:
                await run_sync(file.write, piece)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """What is left, in pieces as they come."""
        while piece := await self._next():
            yield piece

    def read(self, size: int = -1, /) -> bytes:
        """The same as `aread`, in a `def` handler."""
        return self._wait(partial(self.aread, size))

    def save(self, path: PathLike[str] | str) -> None:
        """The same as `asave`, in a `def` handler."""
        with AtomicFile(path) as file:
            for piece in self:
                file.write(piece)

    def __iter__(self) -> Iterator[bytes]:
        """The same in a `def` handler, which is in a thread."""
        while piece := self._wait(self._next):
            yield piece

    async def akeep(self) -> bytes:
        """Read all of it into memory, from where it is read as `of` has it."""
        if self._whole is None:
            self._keep(await self.aread())
        return self._whole or b""

    def _keep(self, data: bytes) -> None:
        self._whole = self._held = data
        self.received = len(data)
        self.is_ended = True

    def _wait(self, function: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """What an async function gives, for a thread that the event loop has begun."""
        if self._whole is not None:
            return _at_once(function)
        return anyio.from_thread.run(function)

    async def _next(self, most: int = -1) -> bytes:
        """What comes next, `most` bytes of it; nothing at the end."""
        if self._position == len(self._held):
            self._held, self._position = await self._arrived(), 0
            if not self._held:
                # What is known is read anew.
                self._held = self._whole or b""
                return b""
        start = self._position
        end = len(self._held) if most < 0 else min(len(self._held), start + most)
        self._position = end
        return self._held if end - start == len(self._held) else self._held[start:end]

    async def _arrived(self) -> bytes:
        if self._failure is not None:
            raise self._failure
        piece = b""
        try:
            while not piece and not self.is_ended:
                piece = await self._piece()
                self._judge()
        except (ClientDisconnect, ProblemError) as error:
            self._failure = error
            raise
        return piece

    def _judge(self) -> None:
        problem = self._check and self._check(self.received, self.is_ended)
        if problem is not None:
            raise problem


def _at_once(function: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """What an async function gives that waits for nothing."""
    try:
        function().send(None)
    except StopIteration as end:
        value: T = end.value
        return value
    raise RuntimeError("it waits for something")


async def _nothing() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}
