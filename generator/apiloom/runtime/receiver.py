"""Receives webhooks and callbacks: an ASGI application, a function for each event."""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, Literal, TypeAlias, TypeVar

from httpx2 import Headers

from .awaitables import awaitable, takes
from .codec import codec_of
from .media_types import is_json
from .operation import MediaType, Operation
from .signatures import SignatureError, Verifier
from .statuses import reason
from .webhooks import (
    EventError,
    Events,
    check_authentic,
    event_of,
    read_event,
    verifier_of,
)

T = TypeVar("T")
R = TypeVar("R")

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Delivery(Generic[T]):
    """An event as it came: `event` is what it carries, `name` what it is called.

    The same event may come again, with the same id in its `headers`: senders repeat
    what was not answered by a status of 2xx.
    """

    name: str
    event: T
    headers: Headers = field(repr=False)
    body: bytes = field(repr=False)


EventHandler: TypeAlias = Callable[[Delivery[T]], Awaitable[R] | R]
"""What is done about an event: `async def` or `def`, which is called in a thread."""
Registering: TypeAlias = Callable[[EventHandler[T, R]], EventHandler[T, R]]
"""A decorator of such a function."""

NameOf: TypeAlias = Callable[[bytes, Mapping[str, str]], str | None]
"""What an event is called, by the body and the header fields that it came with."""
# As ASGI has them; spelled out, since a client needs no library for servers.
_Message: TypeAlias = MutableMapping[str, Any]
_Receive: TypeAlias = Callable[[], Awaitable[_Message]]
_Send: TypeAlias = Callable[[_Message], Awaitable[None]]


class _TooLongError(Exception):
    """The body is over the limit."""


class _DisconnectedError(Exception):
    """The sender has gone before its request was complete."""


class EventReceiver:
    """An ASGI application for the URL that events are sent to, to be mounted or run.

    `verify` is asked before anything is read: 401 where it refuses. `name_of` says what
    an event is called, where a header field or the like tells it; without it, or where
    it gives None, an event is the first of the document that has such a body. What is
    none, or breaks the document under `strict`, is answered by 400. An event that
    nobody handles is taken and forgotten. Exceptions of a handler are logged and
    answered by 500, so that the sender tries again; `EventError` by 400.
    """

    _events: ClassVar[Events]

    def __init__(
        self,
        *,
        verify: Verifier | Literal["unverified"],
        name_of: NameOf | None = None,
        strict: bool = False,
        max_body_size: int = 1024 * 1024,
    ) -> None:
        verifier_of(verify)
        self._verify: Verifier | Literal["unverified"] = verify
        self._name_of = name_of
        self._strict = strict
        self._max_body_size = max_body_size
        self._handlers: dict[str, Callable[..., Awaitable[Any]]] = {}

    def _register(self, name: str) -> Callable[..., Any]:
        """Adds the function that is given to it.

        Raises `ValueError` for a name that is none or has one, `TypeError` for what
        cannot be called with a delivery.
        """
        event_of(self._events, name)

        def add(handler: Any) -> Any:
            if name in self._handlers:
                raise ValueError(f"the event {name!r} has a handler already")
            if not callable(handler) or not takes(handler, None):
                raise TypeError(f"the handler of {name!r} takes the delivery alone")
            self._handlers[name] = awaitable(handler)
            return handler

        return add

    async def __call__(
        self, scope: MutableMapping[str, Any], receive: _Receive, send: _Send
    ) -> None:
        """Answers one request; runs no lifespan, but lets a server begin and end."""
        if scope["type"] == "lifespan":
            await _live(receive, send)
            return
        if scope["type"] != "http":
            raise RuntimeError("events are received over HTTP")
        try:
            status, media_type, content = await self._answered(scope, receive)
        except _DisconnectedError:
            return
        headers = [(b"content-length", b"%d" % len(content))]
        if media_type:
            headers.append((b"content-type", media_type.encode("latin-1")))
        if status == 405:
            headers.append((b"allow", ", ".join(self._methods()).encode("latin-1")))
        if status in {204, 205}:
            headers, content = [], b""
        await send(
            {"type": "http.response.start", "status": status, "headers": headers}
        )
        await send({"type": "http.response.body", "body": content})

    async def _answered(
        self, scope: MutableMapping[str, Any], receive: _Receive
    ) -> tuple[int, str, bytes]:
        """Status, media type and body of the answer."""
        if scope["method"] not in self._methods():
            return _problem(405)
        headers = Headers(scope["headers"])
        try:
            body = await self._body(receive)
            name, event = self._read(body, headers)
            if name not in self._handlers:
                return 204, "", b""
            delivery = Delivery(name, event, headers, body)
            result = await self._handlers[name](delivery)
            return _reply(event_of(self._events, name), result)
        except _TooLongError:
            return _problem(413)
        except SignatureError:
            return _problem(401)
        except EventError as error:
            return _problem(400, str(error))
        except _DisconnectedError:
            raise
        except Exception:  # noqa: BLE001 - logged
            _log.exception("an event was not handled")
            return _problem(500)

    def _read(self, body: bytes, headers: Headers) -> tuple[str, Any]:
        """What the event is called, and carries; nothing of one that nobody knows."""
        # Before it is named: nobody else is told which events there are.
        check_authentic(body, headers, self._verify)
        name = None if self._name_of is None else self._name_of(body, headers)
        if name is not None and name not in self._events:
            return name, None
        return read_event(self._events, body, headers, name, strict=self._strict)

    async def _body(self, receive: _Receive) -> bytes:
        chunks: list[bytes] = []
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise _DisconnectedError
            chunks.append(message.get("body", b""))
            more = message.get("more_body", False)
            if sum(map(len, chunks)) > self._max_body_size:
                raise _TooLongError
        return b"".join(chunks)

    def _methods(self) -> list[str]:
        return sorted({event().method for event in self._events.values()})


def _reply(operation: Operation[Any], result: object) -> tuple[int, str, bytes]:
    """What a handler gives, as the document has it; raises TypeError where it can't."""
    key = next((key for key in operation.responses if key[0] == "2"), None)
    content = operation.responses[key].content if key is not None else ()
    status = 200 if key in {None, "2XX"} else int(str(key))
    if not content:
        if result is not None:
            raise TypeError(f"the event {operation.id!r} is answered without a body")
        return 204 if key is None else status, "", b""
    media = next((each for each in content if is_json(each.name)), content[0])
    return status, media.name, _written(media, result)


def _written(media: MediaType, result: object) -> bytes:
    if is_json(media.name):
        return codec_of(media.type).write_json(result)
    if isinstance(result, str):
        return result.encode()
    if isinstance(result, bytes):
        return result
    raise TypeError(f"an answer of {media.name} is text or bytes")


def _problem(status: int, detail: str | None = None) -> tuple[int, str, bytes]:
    """Problem details (RFC 9457)."""
    told = {"type": "about:blank", "title": reason(status), "status": status}
    if detail is not None:
        told["detail"] = detail
    return status, "application/problem+json", json.dumps(told).encode()


async def _live(receive: _Receive, send: _Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
