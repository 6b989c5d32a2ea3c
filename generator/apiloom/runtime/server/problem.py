"""Problems as the client sees them (RFC 9457)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from ..codec import (
    AnyModel,
    Invalid,
    Refusal,
    is_partial,
    refusal_count,
    refusals,
    to_json,
)
from ..narrowing import is_array, is_object
from ..operation import Operation, ParameterLocation
from ..statuses import reason
from .request_ids import request_id

PROBLEM_JSON = "application/problem+json"
MOST_ERRORS = 100
"""How many errors one problem lists, so that a hostile body gets no larger answer;
one more may say that there are others."""


@dataclass(frozen=True, slots=True)
class ParameterError:
    """What is wrong with one parameter."""

    location: ParameterLocation
    name: str
    detail: str

    def document(self) -> dict[str, str]:
        """The JSON object that stands for it."""
        return {"in": self.location, "name": self.name, "detail": self.detail}


@dataclass(frozen=True, slots=True)
class BodyError:
    """What is wrong at one place of the body: a JSON pointer (RFC 6901)."""

    pointer: str
    detail: str

    def document(self) -> dict[str, str]:
        """The JSON object that stands for it."""
        return {"pointer": self.pointer, "detail": self.detail}


Part: TypeAlias = Literal["credentials", "parameters", "body"]
"""A part of a request."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem details object (RFC 9457 section 3) of type `about:blank`.

    `errors` has a `ParameterError` for each thing that is wrong with a parameter, or a
    `BodyError` for each place of the body that is. `part` is the part of the request
    that is to blame, None where it is another or the server; it is not sent.
    """

    status: int
    detail: str | None = None
    errors: tuple[ParameterError | BodyError, ...] = ()
    part: Part | None = None

    @property
    def title(self) -> str:
        """The reason phrase of the status (RFC 9457 section 4.2.1)."""
        return reason(self.status) or "Unknown status"

    def document(self) -> dict[str, Any]:
        """The JSON object: `type`, `title`, `status`, `detail` and `errors`.

        And `request_id`, where requests have one.
        """
        document: dict[str, Any] = {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
        }
        if self.detail is not None:
            document["detail"] = self.detail
        if self.errors:
            document["errors"] = [e.document() for e in self.errors[: MOST_ERRORS + 1]]
        if (current := request_id()) is not None:
            document["request_id"] = current
        return document

    def to_json(self) -> bytes:
        """The JSON text, in UTF-8."""
        return to_json(self.document())


ProblemBody: TypeAlias = Callable[[Problem, Operation[Any]], AnyModel | None]
"""How a problem becomes the body that the document declares for its status."""


class ProblemError(Exception):
    """Ends the handling of a request with `problem`; `headers` go with it.

    With `lingers`, the client is still sending a body that nobody is going to use.
    """

    def __init__(
        self,
        problem: Problem,
        headers: tuple[tuple[bytes, bytes], ...] = (),
        *,
        lingers: bool = False,
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.headers = headers
        self.lingers = lingers


def body_errors(error: Invalid, value: object) -> tuple[BodyError, ...]:
    """What `error` says about `value`, the JSON value that was judged."""
    errors = [
        BodyError(pointer_of(refusal.location, value), _message_of(refusal, value))
        for refusal in refusals(error)[:MOST_ERRORS]
    ]
    more = refusal_count(error) - len(errors)
    if is_partial(error):
        errors.append(BodyError("", "Reading stopped early: there may be more errors."))
    elif more:
        errors.append(BodyError("", f"There are {more} more errors."))
    return tuple(errors)


def _message_of(refusal: Refusal, value: object) -> str:
    """What is wrong, and with which member of a union, if it was read as one."""
    for number, step in enumerate(refusal.location, start=1):
        inside = _inside(value, step)
        if inside is not _NOWHERE:
            value = inside
        elif number < len(refusal.location) and _is_class(step):
            return f"{step}: {refusal.message}"
    return refusal.message


def pointer_of(location: tuple[int | str, ...], value: object) -> str:
    """The JSON pointer (RFC 6901) of the location of a `Refusal` inside `value`.

    Such locations also name the members of unions that it tried: a step that
    `value` does not have is such a name, unless it is the last, which can be missing.
    """
    steps: list[str] = []
    for number, step in enumerate(location, start=1):
        found = _inside(value, step)
        if found is not _NOWHERE:
            value = found
        elif number < len(location) or not is_object(value):
            continue
        steps.append(str(step).replace("~", "~0").replace("/", "~1"))
    return "".join(f"/{step}" for step in steps)


def _is_class(step: int | str) -> bool:
    return isinstance(step, str) and step.isidentifier() and step[0].isupper()


_NOWHERE = object()


def _inside(value: object, step: int | str) -> object:
    if is_array(value) and isinstance(step, int):
        return value[step] if step < len(value) else _NOWHERE
    if is_object(value) and isinstance(step, str):
        return value.get(step, _NOWHERE)
    return _NOWHERE
