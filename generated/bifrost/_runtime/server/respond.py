"""Problems as responses, in the document's own shape where it declares one."""

import logging
from dataclasses import replace

from ..codec import Invalid, codec_of, to_json
from ..media_types import is_json
from ..operation import MediaType
from .filled_problems import filled, is_problem
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
        declared = operation.responses.keys()
        self._invalid = 422 if "422" in declared and "400" not in declared else 400

    def answer(self, problem: Problem, headers: tuple[Header, ...] = ()) -> Answer:
        """The problem under the schema that the document declares for its status.

        The hook may say how; without it, the schema is filled where its names tell what
        belongs there, or the problem itself is sent where the schema allows it.
        Otherwise, and where nothing is declared, it is problem+json. An invalid request
        is 422 where the document has that, and no 400.
        """
        if problem.status == 400 and problem.part in ("parameters", "body"):
            problem = replace(problem, status=self._invalid)
        declared = self._declared(problem.status)
        if declared is None:
            return problem_answer(problem, headers)
        body = self._from_hook(problem, declared) or _in_words_of(declared, problem)
        if body is None:
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


def _in_words_of(declared: MediaType, problem: Problem) -> bytes | None:
    """A problem as the body of a media type, None where its schema has no place."""
    whole = problem.to_json()
    if is_problem(declared.type) and _valid(whole, declared):
        return whole
    value = filled(problem, declared.type)
    if value is not None and _valid(body := to_json(value), declared):
        return body
    return whole if _valid(whole, declared) else None


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
