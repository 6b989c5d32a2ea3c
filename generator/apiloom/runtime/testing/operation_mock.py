"""One operation of a mocked API: what it answers, and what it was asked."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeVar, cast

import httpx2
from starlette.types import Scope

from ..awaitables import takes
from ..missing import MISSING
from ..server.encode import ReplyEncoder
from ..server.reply import Reply
from ..server.route import Handled, Route
from ..server.wire import Answer, raw_headers
from .example_replies import example_reply, key_of
from .mock_answers import Failing, Step

if TYPE_CHECKING:
    from .mock_state import MockState

_ANY_REQUEST: Scope = {
    "type": "http",
    "method": "GET",
    "path": "/",
    "query_string": b"",
    "headers": [],
}
"""What is known of a request before it comes."""

R = TypeVar("R")
A = TypeVar("A")


class OperationMock(Generic[R, A]):
    """What is answered to requests of one operation.

    Each method that says so adds an answer; they are given one after another, and the
    last one to all further requests. Of several declarations that fit a request, the
    latest answers it.
    """

    tag: ClassVar[str]
    handler: ClassVar[str]

    def __init__(self, state: "MockState") -> None:
        self._state = state
        self._conditions: list[Callable[[R], bool]] = []
        self._steps: list[Step] = []
        self._given = 0

    def __repr__(self) -> str:
        return f"<{self.name}: {len(self._steps)} answers>"

    @property
    def name(self) -> str:
        """The method of the client, after its tag: `pets.get`."""
        return f"{self.tag}.{self.handler}"

    @property
    def calls(self) -> Sequence[R]:
        """The requests that this has answered; without an answer, all that it fits."""
        asked = self._state.asked_of(self.tag, self.handler)
        if self._steps:
            return [cast("R", each.request) for each in asked if each.mock is self]
        return [cast("R", each.request) for each in asked if self.fits(each.request)]

    def then(self, answer: A | Callable[[R], Handled[A]]) -> Self:
        """Answer with a reply of the operation, or with what a function makes.

        The function has the request, and may be async. A reply is judged at once.
        """
        if isinstance(answer, Reply):
            encoder = ReplyEncoder(self._route.operation, validate=True)
            encoder.encode(cast("object", answer), _ANY_REQUEST)
        elif not (callable(answer) and takes(answer, None)):
            raise TypeError(f"{self.name}: not a reply, nor a function of a request")
        return self._added(cast("Step", answer))

    def then_status(
        self,
        status: int,
        *,
        retry_after: float | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
    ) -> Self:
        """Answer with any status, whatever the document says of it."""
        fields = dict(headers or {})
        if retry_after is not None:
            fields["retry-after"] = f"{retry_after:g}"
        return self._added(Answer(status, list(raw_headers(fields)), body))

    def then_timeout(self) -> Self:
        """Answer nothing in time (`RequestTimeout`)."""
        return self._added(Failing(lambda: httpx2.ReadTimeout("no answer in time")))

    def then_disconnect(self) -> Self:
        """Close the connection without an answer (`ConnectionFailed`)."""
        message = "the server has disconnected"
        return self._added(Failing(lambda: httpx2.RemoteProtocolError(message)))

    def fits(self, request: Any) -> bool:
        """Whether a request is one that this is for."""
        return all(condition(request) for condition in self._conditions)

    def next_step(self) -> Step:
        """What answers the next request."""
        step = self._steps[min(self._given, len(self._steps) - 1)]
        self._given += 1
        return step

    @property
    def _route(self) -> Route:
        return self._state.route(self.tag, self.handler)

    def _added(self, step: Step) -> Self:
        self._steps.append(step)
        if len(self._steps) == 1:
            self._state.declare(self)
        return self

    def where(self, predicate: Callable[[R], bool], /) -> Self:
        """For those requests alone for which a function is true."""
        return self._where(predicate)

    def _where(
        self,
        predicate: Callable[[R], bool] | None = None,
        /,
        **arguments: object,
    ) -> Self:
        """For requests alone that have these arguments, and for which a test holds."""
        if predicate is not None:
            self._conditions.append(predicate)
        wanted = {
            name: value for name, value in arguments.items() if value is not MISSING
        }
        if wanted:
            self._conditions.append(
                lambda request: all(
                    getattr(request, name) == value for name, value in wanted.items()
                )
            )
        return self

    def _reply(
        self,
        kind: type[Reply[Any]],
        body: object = MISSING,
        fields: Mapping[str, object] | None = None,
        *,
        status: int | None = None,
    ) -> Self:
        """Answer with a response: its body, or some of its fields, or its example."""
        example = self._state.example(self.tag, self.handler, key_of(kind))
        reply = example_reply(self._route, kind, status, example, body, fields)
        return self.then(cast("A", reply))
