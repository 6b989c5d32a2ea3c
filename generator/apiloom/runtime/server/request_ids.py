"""Request ids: taken or made, told in logs, problems and the response."""

import logging
import re
import uuid
from contextvars import ContextVar

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_USABLE = re.compile(rb"[A-Za-z0-9][A-Za-z0-9._:/+=~-]{0,127}")
"""What can stand in a log without telling two lines from one."""
_CURRENT: ContextVar[str | None] = ContextVar("request_id", default=None)


def request_id() -> str | None:
    """The id of the request that is being answered; None outside of `RequestIds`."""
    return _CURRENT.get()


class RequestIds:
    """Middleware that gives each request an id: `middleware=[Middleware(RequestIds)]`.

    That of the header field `header`, where a proxy or the caller has sent one of up to
    128 letters, digits and signs; else a new UUID. The response has it, `request_id()`
    and `request.http.state.request_id` do, and problems, so that who was refused can
    tell which request it was.
    """

    def __init__(self, app: ASGIApp, header: str = "X-Request-ID") -> None:
        self._app = app
        self.header = header
        self._name = header.lower().encode("latin-1")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = self._given(scope) or str(uuid.uuid4())
        field = (self._name, given.encode("latin-1"))

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [*message.get("headers", ())]
                others = [each for each in headers if each[0].lower() != self._name]
                message = {**message, "headers": [*others, field]}
            await send(message)

        scope.setdefault("state", {})["request_id"] = given
        token = _CURRENT.set(given)
        try:
            await self._app(scope, receive, send_with_id)
        finally:
            _CURRENT.reset(token)

    def _given(self, scope: Scope) -> str | None:
        """The id that the request has, unless it has several or one that won't do."""
        sent = [value for name, value in scope["headers"] if name == self._name]
        if len(sent) != 1 or _USABLE.fullmatch(sent[0]) is None:
            return None
        usable: bytes = sent[0]
        return usable.decode("latin-1")


class RequestIdFilter(logging.Filter):
    """Lets a log handler write `%(request_id)s`: `handler.addFilter(...)`.

    It holds nothing back. Outside of a request it is `-`.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Say which request a record is of."""
        record.request_id = request_id() or "-"
        return True
