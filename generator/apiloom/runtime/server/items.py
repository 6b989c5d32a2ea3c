"""Request bodies that are read item by item (OpenAPI 3.2, section 4.14.3)."""

from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

from starlette.types import Receive

from ..media_types import Framing
from ..sequences import Splitter
from .arriving import ArrivingBody
from .problem import BodyError, Problem, ProblemError


class BodyItems(ArrivingBody, AsyncIterator[Any]):
    """The items of a body, each judged when it is asked for.

    The body may be of any length; none of its items is over `limit` bytes. Iterating
    raises `ProblemError` with 400 or 413 and `ClientDisconnect`. Whoever catches what
    one wrong item raises can go on with the next.
    """

    def __init__(
        self,
        receive: Receive,
        framing: Framing,
        read: Callable[[bytes], Any],
        limit: int,
    ) -> None:
        super().__init__(receive)
        self._splitter = Splitter(framing)
        self._read = read
        self._limit = limit
        self._texts: deque[bytes] = deque()
        self._count = 0

    async def __anext__(self) -> Any:
        while not self._texts:
            if self.is_ended:
                raise StopAsyncIteration
            await self._more()
        text, number = self._texts.popleft(), self._count
        self._count += 1
        if len(text) > self._limit:
            raise self._too_long()
        try:
            return self._read(text)
        except ProblemError as error:
            raise ProblemError(_of_item(error.problem, number)) from error

    async def _more(self) -> None:
        self._texts.extend(self._splitter.feed(await self._piece()))
        if self.is_ended:
            self._texts.extend(self._splitter.end())
        if self._splitter.held > self._limit:
            raise self._too_long()

    def _too_long(self) -> ProblemError:
        detail = f"An item of the body is longer than {self._limit} bytes."
        return ProblemError(Problem(413, detail, part="body"))


def _of_item(problem: Problem, number: int) -> Problem:
    """A problem with one item as one with the body: pointers begin with its index."""
    errors = [
        replace(each, pointer=f"/{number}{each.pointer}")
        for each in problem.errors
        if isinstance(each, BodyError)
    ]
    return replace(problem, errors=tuple(errors or [BodyError(f"/{number}", "")]))
