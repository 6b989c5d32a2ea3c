"""Webhooks and callbacks as operations at any URL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from apiloom.api.ir import Incoming, Operation, Response
from apiloom.api.media_type_kinds import is_streamed
from apiloom.api.names.argument_names import body_media_type
from apiloom.api.resolved_api import NamedOperation
from apiloom.core.identifiers import Identifier, digest_of, snake_name
from apiloom.core.text import Text, reveal
from apiloom.python.syntax.docstring import Paragraph
from apiloom.python.syntax.expression import (
    Expression,
    Parameter,
    Subscript,
    Value,
    typing,
)
from apiloom.python.targets.client.event_names import event_names
from apiloom.python.targets.descriptors import Descriptors

EVENT_NAME: Final = Identifier("name")


@dataclass(frozen=True, slots=True)
class Event:
    """A webhook or a callback: `name` on the wire, and an operation at any URL.

    `expression` is what the URL of a callback is.
    """

    name: Text
    named: NamedOperation
    expression: Text | None


def has_events(incoming: tuple[Incoming, ...]) -> bool:
    """Whether there is anything to receive or to send."""
    return next(events_of(incoming), None) is not None


def events_of(incoming: tuple[Incoming, ...]) -> Iterator[Event]:
    """Events as operations without parameters; none whose body never ends."""
    taken: set[str] = set()
    for name, event, expression in event_names(incoming):
        operation = Operation(
            event.where,
            name,
            event.method,
            Text(""),
            event.tags,
            event.summary,
            event.description,
            event.deprecated,
            (),
            event.body,
            event.responses,
            (),
            Text(""),
        )
        media_type = body_media_type(operation)
        is_stream = media_type is not None and media_type.streamed
        if is_stream or is_streamed(operation):
            continue
        method = snake_name(reveal(name), "event")
        if method in taken:
            method = Identifier(f"{method}_{digest_of(reveal(name))}")
        taken.add(method)
        named = NamedOperation(
            operation, method, Identifier(method.upper()), method, (), None
        )
        yield Event(name, named, expression)


def literal_name(event: Event) -> Parameter:
    """The argument that says which event is meant."""
    return Parameter(EVENT_NAME, Subscript(typing("Literal"), (Value(event.name),)))


def event_entry(event: Event) -> tuple[str, Paragraph]:
    """The line of an event in a docstring."""
    operation = event.named.operation
    text = operation.summary or operation.description or Text("")
    lead = "Deprecated. " if operation.deprecated else ""
    return reveal(event.name), (lead, text)


def received_type(descriptors: Descriptors, event: Event) -> Expression:
    """What an event carries: as a response with this content would be read."""
    body = event.named.operation.body
    content = body.content if body is not None else ()
    response = Response(event.named.operation.where, "200", None, content, ())
    return descriptors.response_type(response)
