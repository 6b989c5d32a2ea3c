"""What a request is answered that a handler, or anything before it, has not."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias, cast

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Scope

from ..awaitables import awaitable
from .encode import ReplyEncoder
from .problem import Problem, ProblemError
from .refusals import Forbidden, HttpError, Unauthorized
from .reply import ErrorReply, Reply
from .request import HttpRequest
from .respond import ProblemResponder
from .route import AnyOperation, NotImplementedOperation
from .security import Guard
from .wire import Answer, raw_headers

_log = logging.getLogger(__name__)

Failure: TypeAlias = int | Callable[[Any], HttpError | Reply[Any]]
"""What an exception of the user's is answered: a status, or what makes of it more."""
ExceptionHandler: TypeAlias = Callable[[HttpRequest, Any], Any]
"""A function of Starlette's `add_exception_handler`."""


class FailureResponder:
    """Answers exceptions of one operation.

    `table` has the user's; an exception is looked up by its class, then by the next
    class that it extends.
    """

    def __init__(
        self,
        operation: AnyOperation,
        problems: ProblemResponder,
        replies: ReplyEncoder,
        guard: Guard[Any] | None,
        table: Mapping[type[Exception], Failure],
    ) -> None:
        self._operation_id = operation.id
        self._problems = problems
        self._replies = replies
        self._guard = guard
        self._table = table

    async def answer(self, error: Exception, http: HttpRequest) -> Answer:
        """The response to an exception; one that nobody knows is logged, and is 500."""
        if isinstance(error, ErrorReply):
            return self.encoded(error, http)
        if isinstance(error, ProblemError):
            return self._problem(error)
        if isinstance(error, NotImplementedOperation):
            return self._problems.answer(Problem(501))
        failure = _of_class(self._table, error)
        if failure is not None:
            return self._told(error, failure, http)
        handler = _of_class(getattr(http.scope.get("app"), "handlers", {}), error)
        if handler is not None:
            return await self._handled(error, handler, http)
        if isinstance(error, HTTPException):
            return self._from_starlette(error)
        _log.error("%s: the handler failed", self._operation_id, exc_info=error)
        return self._problems.answer(Problem(500))

    def encoded(self, reply: object, http: HttpRequest) -> Answer:
        """A reply as a response; 500 where it breaks the document.

        And 406 where the client accepts nothing that it could be sent as.
        """
        try:
            return self._replies.encode(reply, http.scope)
        except ProblemError as error:
            return self._problem(error)
        except Exception:  # noqa: BLE001 - logged
            _log.exception("%s: the reply breaks the document", self._operation_id)
            return self._problems.answer(Problem(500))

    async def prepared(
        self, prepare: Callable[[Scope], Awaitable[Answer]], http: HttpRequest
    ) -> Answer:
        """A response that has to be found out; 500 where it cannot be given."""
        try:
            return await prepare(http.scope)
        except ProblemError as error:
            return self._problem(error)
        except Exception:  # noqa: BLE001 - logged
            _log.exception("%s: the reply cannot be sent", self._operation_id)
            return self._problems.answer(Problem(500))

    def _problem(self, error: ProblemError) -> Answer:
        headers = error.headers
        if isinstance(error, Unauthorized | Forbidden) and self._guard is not None:
            headers = (*headers, *self._guard.challenges(error))
        answer = self._problems.answer(error.problem, headers)
        return answer._replace(lingers=True) if error.lingers else answer

    def _told(self, error: Exception, failure: Failure, http: HttpRequest) -> Answer:
        """What the table of the user says of an exception."""
        try:
            said = HttpError(failure) if isinstance(failure, int) else failure(error)
        except Exception:  # noqa: BLE001 - logged
            _log.exception("%s: an exception was not answered", self._operation_id)
            return self._problems.answer(Problem(500))
        if isinstance(said, ProblemError):
            return self._problem(said)
        return self.encoded(said, http)

    async def _handled(
        self, error: Exception, handler: ExceptionHandler, http: HttpRequest
    ) -> Answer:
        """What a handler of exceptions answers that was added to the application."""
        try:
            response = await awaitable(handler)(http, error)
        except Exception:  # noqa: BLE001 - logged
            _log.exception("%s: an exception handler failed", self._operation_id)
            return self._problems.answer(Problem(500))
        found = cast("Response", response)
        return Answer(found.status_code, [*found.raw_headers], app=found)

    def _from_starlette(self, error: HTTPException) -> Answer:
        """Starlette's own way to refuse."""
        return self._problems.answer(told_by(error), raw_headers(error.headers or {}))


def told_by(error: HTTPException) -> Problem:
    """The problem of Starlette's own exception, with the detail that was given."""
    is_usual = error.detail == HTTPException(error.status_code).detail
    return Problem(error.status_code, None if is_usual else error.detail)


def _of_class(table: Mapping[Any, Any], error: Exception) -> Any:
    """What a table has for an exception, by the nearest class."""
    found = (table[each] for each in type(error).__mro__ if each in table)
    return next(found, None)
