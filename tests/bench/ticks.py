"""The operation of `served_streams.py`, as the server's part of a package has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel

from apiloom.runtime.operation import MediaType, Operation, Response
from apiloom.runtime.server.request import OperationRequest
from apiloom.runtime.server.route import Route
from apiloom.runtime.server.streams import StreamReply


class Tick(BaseModel):
    """What an event is about."""

    number: int


@dataclass(frozen=True, kw_only=True)
class Request(OperationRequest):
    """What the caller sent: nothing."""


class Ok(StreamReply[Tick]):
    """The events."""

    status = 200


EVENTS: Final = MediaType("text/event-stream", Tick, items=True, data="item")
TICKS: Final = Route(
    operation=Operation[Tick](
        id="ticks",
        method="GET",
        path="/ticks",
        responses={"200": Response(content=(EVENTS,))},
    ),
    handler="ticks",
    request=Request,
)
