"""One operation as an ASGI application: the order in which a request is checked."""

import logging
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from starlette.background import BackgroundTask
from starlette.types import Receive, Scope, Send

from ..media_types import kind_of
from .accept import VARY, accepted, by_preference
from .arriving import ArrivingBody
from .body import BodyReader, beside
from .encode import ReplyEncoder
from .failures import Failure, FailureResponder
from .handlers import handler_of
from .parameters import ParameterReader
from .problem import Problem, ProblemBody, ProblemError
from .request import HttpRequest, attach, media_types_of
from .respond import ProblemResponder
from .route import Route
from .security import Guard, SecuritySchemes
from .wire import Answer, ClientDisconnect, send_answer

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What all endpoints of an application have in common."""

    security: SecuritySchemes[Any]
    problem_body: ProblemBody | None = None
    max_body_size: int = 10 * 1024 * 1024
    max_body_sizes: Mapping[str, int] = field(default_factory=dict[str, int])
    validate_replies: bool = False
    ping_interval: float | None = 15.0
    exceptions: Mapping[type[Exception], Failure] = field(
        default_factory=dict[type[Exception], Failure]
    )


class Endpoint:
    """Checks security, parameters and body, calls the handler, checks its reply."""

    def __init__(self, route: Route, api: object | None, policy: Policy) -> None:
        operation = route.operation
        self.operation = operation
        self.route = route
        self._operation_id = operation.id
        self._request = route.request
        self._handler = handler_of(api, route)
        self._media_types = _needed_media_types(route)
        self._guard = Guard(operation, policy.security) if operation.security else None
        self._parameters = ParameterReader(route) if operation.parameters else None
        limit = policy.max_body_sizes.get(operation.id, policy.max_body_size)
        in_memory = policy.max_body_size
        self._body = (
            BodyReader(operation.body, limit, in_memory, route.forms)
            if operation.body
            else None
        )
        content = operation.body.content if operation.body else ()
        self._may_arrive = any(each.items or each.type is bytes for each in content)
        self._has_parts = any(kind_of(media.name) == "multipart" for media in content)
        self._failures = FailureResponder(
            operation,
            ProblemResponder(operation, policy.problem_body),
            ReplyEncoder(
                operation,
                validate=policy.validate_replies,
                idle=policy.ping_interval,
            ),
            self._guard,
            policy.exceptions,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        http = HttpRequest(scope, receive)
        scope["route"] = self.route
        if not self._has_parts:
            await self._answer(http, send)
            return
        try:
            await self._answer(http, send)
        finally:
            await http.close_files()

    async def _answer(self, http: HttpRequest, send: Send) -> None:
        scope, receive = http.scope, http.receive
        values: dict[str, object] = {}
        try:
            if self._guard is not None:
                values["principal"] = await self._guard.admit(http)
            if self._media_types:
                _check_accepted(self._media_types, scope)
            if self._parameters is not None:
                self._parameters.read(scope, values)
            if self._body is not None:
                values["body"] = await self._body.read(http)
            request = self._request(**values)
            attach(request, http)
            answer = self._failures.encoded(await self._handler(request), http)
        except ClientDisconnect:
            return
        except Exception as error:  # noqa: BLE001 - logged
            answer = await self._failures.answer(error, http)
            http.tasks.clear()
        if answer.prepare is not None:
            answer = await self._failures.prepared(answer.prepare, http)
        body = values.get("body") if self._may_arrive else None
        if isinstance(body, ArrivingBody):
            await _send_beside(body, answer, scope, receive, send)
        else:
            await send_answer(answer, scope, receive, send)
        if http.tasks:
            await self._finish(http.tasks)

    def fits(self, scope: Scope) -> bool:
        """Whether the parameters of a request are those of this operation."""
        try:
            if self._parameters is not None:
                self._parameters.read(scope, {})
        except ProblemError:
            return False
        return True

    async def _finish(self, tasks: Iterable[BackgroundTask]) -> None:
        """What the handler wanted to be done once the response is sent."""
        for task in tasks:
            try:
                await task()
            except Exception:  # noqa: BLE001 - logged
                _log.exception("%s: a task failed", self._operation_id)


def _needed_media_types(route: Route) -> tuple[str, ...]:
    """The media types one of which a client has to accept, since nothing is without."""
    responses = route.operation.responses.items()
    if any(key[0] == "2" and not response.content for key, response in responses):
        return ()
    return media_types_of(route.request)


def _check_accepted(names: tuple[str, ...], scope: Scope) -> None:
    """Refuse a request whose answer would not be accepted before anything is done."""
    entries = accepted(scope)
    if entries and not by_preference(names, entries):
        raise ProblemError(Problem(406, f"Available: {', '.join(names)}."), (VARY,))


async def _send_beside(
    body: ArrivingBody, answer: Answer, scope: Scope, receive: Receive, send: Send
) -> None:
    """Send an answer while more may still arrive; a stream may go on reading it."""
    if answer.app is not None:
        receive = body.after
    else:
        answer = beside(body, answer, scope)
    with suppress(ClientDisconnect):
        await send_answer(answer, scope, receive, send)
