"""Problems as responses, in the document's own shape where it declares one."""

import logging

from ..codec import Invalid, codec_of
from ..media_types import is_json
from ..operation import MediaType
from .problem import PROBLEM_JSON, Problem, ProblemBody
from .route import AnyOperation
from .wire import Answer, Header

_log = logging.getLogger(__name__)


def problem_answer(problem: Problem, headers: tuple[Header, ...] = ()) -> Answer:
    """`problem` as problem+json (RFC 9457 section 3)."""
    return _answer(problem.status, PROBLEM_JSON, headers, problem.to_json())


class ProblemResponder:
    """Answers problems of one operation."""

    def __init__(self, operation: AnyOperation, hook: ProblemBody | None) -> None:
        self._operation = operation
        self._hook = hook

    def answer(self, problem: Problem, headers: tuple[Header, ...] = ()) -> Answer:
        """The problem under the schema that the document declares for its status.

        The hook may say how; without it, the problem itself is sent where the schema
        allows it. Otherwise, and where nothing is declared, it is problem+json.
        """
        declared = self._declared(problem.status)
        if declared is None:
            return problem_answer(problem, headers)
        body = self._from_hook(problem, declared)
        if body is None:
            body = problem.to_json()
            if not _valid(body, declared):
                return problem_answer(problem, headers)
        return _answer(problem.status, declared.name, headers, body)

    def _declared(self, status: int) -> MediaType | None:
        key = self._operation.response_key(status)
        if key is None:
            return None
        content = self._operation.responses[key].content
        return next((entry for entry in content if is_json(entry.name)), None)

    def _from_hook(self, problem: Problem, declared: MediaType) -> bytes | None:
        if self._hook is None:
            return None
        try:
            body = self._hook(problem, self._operation)
            if body is None:
                return None
            return codec_of(declared.type).write_json(body)
        except Exception:  # noqa: BLE001 - logged
            _log.exception(
                "%s: problem_body failed for status %d",
                self._operation.id,
                problem.status,
            )
            return None


def _valid(body: bytes, declared: MediaType) -> bool:
    try:
        codec_of(declared.type).read_json(body)
    except Invalid:
        return False
    return True


def _answer(
    status: int, media_type: str, headers: tuple[Header, ...], body: bytes
) -> Answer:
    content_type = (b"content-type", media_type.encode("latin-1"))
    return Answer(status, [content_type, *headers], body)
