"""Replies as responses, checked against what the document declares."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple, cast

from starlette.types import Scope

from ..media_types import (
    best_match,
    body_kind,
    framing_of,
    is_json_by_type,
    is_range,
    kind_of,
    parse_content_type,
    read_content_type,
    with_charset,
)
from ..operation import MediaType, Response
from ..parts import new_boundary
from ..sequences import framed, sentinel_of
from .accept import VARY, accepted, by_preference
from .broken_reply import BrokenReplyError
from .downloads import content_answer, is_content
from .problem import Problem, ProblemError
from .reply import Frame, Reply
from .reply_bodies import Write, json_writer, no_body, parts_writer, writer
from .reply_headers import checked, header_lines
from .route import AnyOperation
from .wire import Answer, Header

_CONCRETE = {
    "*/*": "application/octet-stream",
    "application/*": "application/octet-stream",
    "text/*": "text/plain",
}
"""What a reply is in when neither it nor the document says more."""


class _Plan(NamedTuple):
    """How a body is written in one media type; `headers` are those of all replies."""

    response: Response
    headers: tuple[Header, ...]
    write: Write
    frame: Frame | None = None
    """What frames the items of a body that is sent one by one, each by `write`."""
    renewed: "Callable[[], _Plan] | None" = None
    """The plan for one reply, where no two are written alike."""
    charset: str | None = None
    """That of text which may be sent as it is; None for any other body."""


class _Plans(NamedTuple):
    """How the replies of one status are written that name no media type.

    Those that are sent whole, and those that are sent item by item, by what each is in.
    Where there are several, the value and the client decide.
    """

    whole: dict[str, _Plan]
    items: dict[str, _Plan]
    only: _Plan | None


class ReplyEncoder:
    """Writes the replies of one operation.

    With `validate`, what was written is also read back and judged by the schema;
    without it, only the types of the values are. After `idle` seconds without an event
    a stream of events says that it goes on.
    """

    def __init__(
        self, operation: AnyOperation, *, validate: bool, idle: float | None = None
    ) -> None:
        self._operation = operation
        self._idle = idle
        self._validate = validate
        self._plans: dict[int, _Plans] = {}

    def encode(self, reply: object, scope: Scope) -> Answer:
        """The response that `reply` stands for, to the request of `scope`.

        Raises `BrokenReplyError`, and what the codec raises for a body of another type;
        `ProblemError` where the client accepts no media type that the body fits.
        """
        if not isinstance(reply, Reply):
            raise BrokenReplyError(f"not a reply: {type(reply).__qualname__}")
        given = cast("Reply[object]", reply)
        status = given.status
        plans = self._plans.get(status)
        if plans is None:
            plans = self._plans[status] = self._plans_of(status)
        plan = plans.only
        if plan is None or given.media_type is not None:
            plan, body = self._chosen(given, plans, scope)
        else:
            if plan.renewed is not None:
                plan = plan.renewed()
            body = _written(plan, given)
        headers = list(plan.headers)
        if given.headers or plan.response.headers:
            headers.extend(header_lines(given.headers or {}, plan.response))
        if plan.frame:
            app = given.app(plan.frame, headers, plan.write)
            return Answer(status, headers, app=app)
        if body is None:
            return content_answer(status, headers, given.body, plan.charset or "")
        return Answer(status, headers, body)

    def _chosen(
        self, reply: Reply[object], plans: _Plans, scope: Scope
    ) -> tuple[_Plan, bytes | None]:
        """The media type of a reply where there is a choice, and its body in that.

        The one that it names; else of those that its value fits the one that the client
        prefers, and where that is all one, the first.
        """
        if reply.media_type is not None:
            plan = self._asked(reply.media_type, reply.status)
            return _first_that_fits([plan], reply)
        kind = plans.items if reply.is_stream else plans.whole or plans.items
        if reply.status >= 400 or len(kind) < 2:
            # An error that is not accepted is better than none (section 15.5.7).
            return _first_that_fits(kind.values(), reply)
        ranked = by_preference(kind, accepted(scope))
        try:
            return _first_that_fits([kind[name] for name in ranked], reply)
        except Exception as error:
            others = [plan for name, plan in kind.items() if name not in ranked]
            if _is_fit_for_one(others, reply):
                raise ProblemError(Problem(406), (VARY,)) from error
            raise

    def _plans_of(self, status: int) -> _Plans:
        response = self._response(status)
        # Text is JSON for want of anything better.
        content = sorted(response.content, key=lambda media: media.json)
        if not content:
            return _Plans({}, {}, _Plan(response, (), no_body))
        varies = len(content) > 1 and status < 400
        whole: dict[str, _Plan] = {}
        items: dict[str, _Plan] = {}
        for media in content:
            name = _name_of(media)
            plan = self._plan(response, name, media, varies=varies)
            (items if media.items else whole).setdefault(name, plan)
        every = [*whole.values(), *items.values()]
        return _Plans(whole, items, every[0] if len(every) == 1 else None)

    def _plan(
        self, response: Response, name: str, declared: MediaType, *, varies: bool
    ) -> _Plan:
        """How a body is written in the media type `name`, which `declared` covers."""
        more = (VARY,) if varies else ()
        if is_range(name):
            return _Plan(response, (), partial(_undecided, name))
        if kind_of(name) == "multipart" and declared.type is not bytes:
            renewed = partial(_parts_plan, response, name, declared, more)
            return _Plan(response, (), no_body, renewed=renewed)
        headers = ((b"content-type", checked(with_charset(name))), *more)
        if not declared.items:
            write = writer(name, declared, validate=self._validate)
            return _Plan(response, headers, write, charset=_charset(name, declared))
        write = json_writer(declared.type, validate=self._validate)
        frame = self._frame(name, declared)
        return _Plan(response, headers, write, frame)

    def _frame(self, media_type: str, declared: MediaType) -> Frame:
        framing = framing_of(media_type) or "lines"
        sentinel = self._operation.sentinel
        end = b"" if sentinel is None else sentinel_of(sentinel, framing)

        def frame(text: bytes) -> bytes:
            return framed(text, framing, declared.data)

        return Frame(frame, end, self._idle if framing == "events" else None)

    def _asked(self, name: str, status: int) -> _Plan:
        """How a body is written in the media type that a reply names."""
        response = self._response(status)
        content_type = parse_content_type(name)
        declared = content_type and best_match(response.content, content_type)
        if not declared:
            raise BrokenReplyError(f"the media type {name!r} is not declared")
        varies = len(response.content) > 1 and status < 400
        return self._plan(response, name, declared, varies=varies)

    def _response(self, status: int) -> Response:
        key = self._operation.response_key(status)
        if key is None:
            raise BrokenReplyError(f"status {status} is not declared")
        return self._operation.responses[key]


def _first_that_fits(
    plans: Iterable[_Plan], reply: Reply[object]
) -> tuple[_Plan, bytes | None]:
    """The first plan by which the body of a reply can be written, and what it gives.

    Raises what the first raises where there is none.
    """
    first: Exception = BrokenReplyError("no media type of the reply is accepted")
    for number, given in enumerate(plans):
        plan = given if given.renewed is None else given.renewed()
        try:
            return plan, _written(plan, reply)
        except Exception as error:  # noqa: BLE001 - raised in the end
            first = first if number else error
    raise first


def _written(plan: _Plan, reply: Reply[object]) -> bytes | None:
    """A body in bytes; None for what is sent as it is."""
    if plan.frame:
        return b""
    if plan.charset is not None and not isinstance(reply.body, str | bytes):
        return None if is_content(reply.body) else plan.write(reply.body)
    return plan.write(reply.body)


def _is_fit_for_one(plans: Iterable[_Plan], reply: Reply[object]) -> bool:
    try:
        _first_that_fits(plans, reply)
    except Exception:  # noqa: BLE001 - that is the answer
        return False
    return True


def _name_of(declared: MediaType) -> str:
    """What a body is in that is declared as this; a range where nobody can know."""
    if is_json_by_type(declared):
        return "application/json"
    return _CONCRETE.get(declared.name, declared.name)


def _charset(name: str, declared: MediaType) -> str | None:
    """The charset of a body that is bytes, or any text."""
    is_text = declared.type is str and body_kind(declared) == "text"
    if declared.type is not bytes and not is_text:
        return None
    return read_content_type(name).charset


def _undecided(name: str, _body: object) -> bytes:
    raise BrokenReplyError(f"the reply must say which {name} it is")


def _parts_plan(
    response: Response,
    media_type: str,
    declared: MediaType,
    more: tuple[Header, ...],
) -> _Plan:
    """For one reply: the next has another boundary, since nobody may know it before."""
    boundary = new_boundary()
    value = checked(with_charset(f"{media_type}; boundary={boundary}"))
    headers = ((b"content-type", value), *more)
    return _Plan(response, headers, parts_writer(declared, boundary))
