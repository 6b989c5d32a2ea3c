"""What receives events, and where callbacks go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from apiloom.core.identifiers import Identifier
from apiloom.python.syntax.docstring import Doc, Section
from apiloom.python.syntax.expression import (
    Assignment,
    Attribute,
    Bare,
    Call,
    ClassHeader,
    Mapping,
    Parameter,
    Return,
    Signature,
    Subscript,
    Value,
    builtin,
    for_checkers,
    runtime,
    typing,
)
from apiloom.python.targets.client.events import (
    EVENT_NAME,
    Event,
    event_entry,
    literal_name,
    received_type,
)
from apiloom.python.targets.client.method_forms import MethodView
from apiloom.python.targets.descriptors import Descriptors

_SELF: Final = Parameter(Identifier("self"))


@dataclass(frozen=True, slots=True)
class ReceiverView:
    """The class that receives events: of this API, these."""

    header: ClassHeader
    doc: Doc
    events: Assignment
    methods: tuple[MethodView, ...]


@dataclass(frozen=True, slots=True)
class CallbacksView:
    """Where callbacks go: the expression of each, and a function that looks it up."""

    expressions: Assignment
    url: MethodView


def receiver_view(descriptors: Descriptors, events: tuple[Event, ...]) -> ReceiverView:
    """The class for some events."""
    overloads = tuple(_registering(descriptors, event) for event in events)
    several = len(overloads) > 1
    register = Attribute(Bare(Identifier("self")), Identifier("_register"))
    doc = Doc(
        ("Decorates the function that is called with each delivery of an event.",),
        (Section("Events", tuple(map(event_entry, events))),),
    )
    any_name = Signature(
        Identifier("on"),
        (_SELF, Parameter(EVENT_NAME, builtin("str"))),
        typing("Any"),
    )
    return ReceiverView(
        ClassHeader(Identifier("Receiver"), (runtime("receiver", "EventReceiver"),)),
        Doc(
            (
                "Receives the events: an ASGI application, to be mounted or run.",
                '`Route("/hook", receiver, methods=["POST"])` mounts it.',
            )
        ),
        Assignment(Identifier("_events"), None, Bare(Identifier("EVENTS"))),
        (
            MethodView(
                typing("overload") if several else None,
                overloads if several else (),
                (
                    for_checkers(any_name)
                    if several
                    else replace(overloads[0], stub=False)
                ),
                doc,
                Return(Call(register, (Bare(EVENT_NAME),))),
            ),
        ),
    )


def _registering(descriptors: Descriptors, event: Event) -> Signature:
    """The decorator of what handles one event."""
    answer = descriptors.answer_type(event.named.operation)
    kind = runtime("receiver", "Registering")
    returns = Subscript(kind, (received_type(descriptors, event), answer))
    return for_checkers(
        Signature(Identifier("on"), (_SELF, literal_name(event)), returns, stub=True)
    )


def callbacks_view(events: tuple[Event, ...]) -> CallbacksView | None:
    """The URLs of callbacks, where there are some."""
    found = [(each.name, each.expression) for each in events if each.expression]
    if not found:
        return None
    table = tuple((Value(name), Value(expression)) for name, expression in found)
    http = Parameter(Identifier("http"), runtime("callback_urls", "CallbackRequest"))
    names = tuple(Value(name) for name, _ in found)
    named = Parameter(EVENT_NAME, Subscript(typing("Literal"), names))
    arguments = (Bare(Identifier("CALLBACKS")), Bare(EVENT_NAME), Bare(http.name))
    doc = Doc(
        (
            "Where a callback goes, by the request that has asked for it.",
            "`http` is `request.http` of a handler. Whoever sent the request chose the "
            "URL: judge it before anything is sent there.",
        ),
        (Section("Raises", (("LookupError", "The request does not say."),)),),
    )
    signature = for_checkers(
        Signature(Identifier("callback_url"), (named, http), builtin("str"))
    )
    result = Call(runtime("callback_urls", "url_of_callback"), arguments)
    return CallbacksView(
        Assignment(Identifier("CALLBACKS"), None, Mapping(table)),
        MethodView(None, (), signature, doc, Return(result)),
    )
