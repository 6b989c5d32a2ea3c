"""`webhooks.py`: what the API sends by itself, for who receives it and who sends it.

OpenAPI 3.1, sections 4.8.1 (webhooks) and 4.8.18 (callbacks).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from apiloom.core.identifiers import Identifier
from apiloom.core.text import Text
from apiloom.python.syntax.docstring import Doc, Section
from apiloom.python.syntax.expression import (
    NONE,
    Assignment,
    Attribute,
    Bare,
    Call,
    ClassHeader,
    Expression,
    Listing,
    Mapping,
    Name,
    Parameter,
    Return,
    Signature,
    Subscript,
    Symbol,
    Value,
    builtin,
    either,
    for_checkers,
    runtime,
    typing,
)
from apiloom.python.targets.client.client_methods import (
    MethodPlanner,
    descriptor_name,
)
from apiloom.python.targets.client.event_receiver import (
    CallbacksView,
    ReceiverView,
    callbacks_view,
    receiver_view,
)
from apiloom.python.targets.client.events import (
    EVENT_NAME,
    Event,
    event_entry,
    events_of,
    literal_name,
    received_type,
)
from apiloom.python.targets.client.method_forms import MethodView
from apiloom.python.targets.client.operation_descriptors import (
    DescriptorView,
    descriptor_view,
)
from apiloom.python.targets.client.webhook_scheme_function import scheme_function
from apiloom.python.targets.planned_files import TemplateFile

_SELF: Final = Parameter(Identifier("self"))
_BODY: Final = Identifier("body")
_MISSING: Final = runtime("missing", "MISSING")
_MISSING_TYPE: Final = runtime("missing", "Missing")
_HEADERS: Final = Parameter(
    Identifier("headers"),
    Subscript(
        Name(Symbol("collections.abc", "Mapping")), (builtin("str"), builtin("str"))
    ),
)
_RECEIVED: Final = Parameter(_BODY, either((builtin("bytes"), builtin("str"))))
_VERIFY: Final = Parameter(
    Identifier("verify"),
    either(
        (
            runtime("signatures", "Verifier"),
            Subscript(typing("Literal"), (Value(Text("unverified")),)),
        )
    ),
)
_STRICT: Final = Parameter(Identifier("strict"), builtin("bool"), Value(False))
_URL: Final = Parameter(Identifier("url"), builtin("str"))
_OPTIONS: Final = Parameter(
    Identifier("options"),
    either((runtime("options", "RequestOptions"), NONE)),
    NONE,
)
_OFFERED: Final = (
    runtime("receiver", "Delivery"),
    runtime("webhooks", "EventError"),
    runtime("signatures", "HmacSignature"),
    runtime("signatures", "SignatureError"),
    runtime("signatures", "Signer"),
    runtime("signatures", "StandardWebhooks"),
    runtime("signatures", "Verifier"),
)


@dataclass(frozen=True, slots=True)
class SenderView:
    """The class that sends events, sync or async: of this API, these events."""

    header: ClassHeader
    doc: Doc
    api: Assignment
    events: Assignment
    methods: tuple[MethodView, ...]


@dataclass(frozen=True, slots=True)
class WebhooksView:
    """`webhooks.py`; `inherited` is imported to be offered again.

    `schemes` has the function that gives the scheme, where the user says which it is.
    """

    doc: Doc
    inherited: tuple[Expression, ...]
    public: Assignment
    descriptors: tuple[DescriptorView, ...]
    events: Assignment
    schemes: tuple[MethodView, ...]
    parse: MethodView
    receiver: ReceiverView
    callbacks: CallbacksView | None
    senders: tuple[SenderView, ...]


@dataclass(frozen=True, slots=True)
class WebhookPlanner:
    """Plans the module of webhooks and callbacks."""

    methods: MethodPlanner

    def file(self) -> TemplateFile:
        """The module; there is one where the document has any of them."""
        api = self.methods.descriptors.types.api
        events = tuple(events_of(api.spec.incoming))
        title = api.spec.info.title
        said = () if api.webhook_scheme is None else (api.webhook_scheme,)
        schemes = tuple(map(scheme_function, said))
        descriptors = tuple(
            descriptor_view(self.methods.descriptors, event.named, None)
            for event in events
        )
        callbacks = callbacks_view(events)
        names = (
            *(("callback_url",) if callbacks else ()),
            *("AsyncSender", "Receiver", "Sender", "parse"),
            *(str(each.signature.name) for each in schemes),
        )
        offered = [*(each.symbol.name for each in _OFFERED), *names]
        view = WebhooksView(
            Doc((("Webhooks and callbacks of ", title, ": received, and sent."),)),
            _OFFERED,
            Assignment(
                Identifier("__all__"),
                None,
                Listing(tuple(Value(Text(name)) for name in sorted(offered))),
            ),
            descriptors,
            _table(events),
            schemes,
            self._parse(events),
            receiver_view(self.methods.descriptors, events),
            callbacks,
            (self._sender("", events), self._sender("Async", events)),
        )
        taken = frozenset(
            {
                *names,
                "CALLBACKS",
                "EVENTS",
                *(each.signature.name for each in descriptors),
            }
        )
        return TemplateFile(
            "webhooks.py", "client/webhooks.py.jinja", view, "webhooks", taken
        )

    def _parse(self, events: tuple[Event, ...]) -> MethodView:
        types = {
            event.name: received_type(self.methods.descriptors, event)
            for event in events
        }
        overloads = [
            _parsing(types[event.name], literal_name(event), stub=True)
            for event in events
        ]
        anything = either(tuple(dict.fromkeys(types.values())))
        overloads.append(_parsing(anything, stub=True))
        any_name = Parameter(EVENT_NAME, either((builtin("str"), NONE)), NONE)
        arguments = (
            Identifier("EVENTS"),
            _BODY,
            _HEADERS.name,
            EVENT_NAME,
            _VERIFY.name,
        )
        result = Call(
            runtime("webhooks", "parse_event"),
            tuple(map(Bare, arguments)),
            ((_STRICT.name, Bare(_STRICT.name)),),
        )
        doc = Doc(
            (
                "What an event carries, once it has been verified.",
                "Without a `name` it is of the first event that has such a body. A "
                "body that breaks the document is read as far as possible, with a "
                "warning; with `strict` it is refused.",
            ),
            (
                Section("Events", tuple(map(event_entry, events))),
                Section(
                    "Raises",
                    (
                        ("SignatureError", "It is not, or not provably, authentic."),
                        ("EventError", "It cannot be read as an event."),
                    ),
                ),
            ),
        )
        plain = _parsing(typing("Any"), any_name)
        return MethodView(
            typing("overload"), tuple(overloads), plain, doc, Return(result)
        )

    def _sender(self, prefix: str, events: tuple[Event, ...]) -> SenderView:
        is_async = bool(prefix)
        overloads = tuple(self._sending(event, is_async=is_async) for event in events)
        several = len(overloads) > 1
        alone = replace(overloads[0], stub=False)
        only = () if several else (Call(Bare(descriptor_name(events[0].named))),)
        sent = Call(
            Attribute(
                Bare(Identifier("self")),
                Identifier("_send" if several else "_send_only"),
            ),
            (Bare(EVENT_NAME), *only, *map(Bare, (_URL.name, _BODY, _OPTIONS.name))),
        )
        doc = Doc(
            (
                "Sends an event to a URL that somebody has given for it.",
                "Returns what is answered.",
            ),
            (Section("Events", tuple(map(event_entry, events))),),
        )
        api = Name(Symbol("client", "API", local=True))
        return SenderView(
            ClassHeader(
                Identifier(f"{prefix}Sender"),
                (runtime("senders", f"{prefix or 'Sync'}Sender"),),
            ),
            Doc((f"Sends the events, {'with `await`' if prefix else 'and waits'}.",)),
            Assignment(Identifier("_api"), None, api),
            Assignment(Identifier("_events"), None, Bare(Identifier("EVENTS"))),
            (
                MethodView(
                    typing("overload") if several else None,
                    overloads if several else (),
                    _sending_any(is_async=is_async) if several else alone,
                    doc,
                    Return(sent, awaits=is_async),
                ),
            ),
        )

    def _sending(self, event: Event, *, is_async: bool) -> Signature:
        body = self.methods.whole_body(event.named, is_async=is_async)
        alone = Parameter(_BODY, _MISSING_TYPE, _MISSING)
        success = self.methods.descriptors.answer_type(event.named.operation)
        return for_checkers(
            Signature(
                Identifier("send"),
                (_SELF, literal_name(event), _URL, alone if body is None else body),
                success,
                keyword_only=(_OPTIONS,),
                is_async=is_async,
                stub=True,
            )
        )


def _table(events: tuple[Event, ...]) -> Assignment:
    """What makes the descriptor of each event, by its name."""
    entries = tuple(
        (Value(event.name), Bare(descriptor_name(event.named))) for event in events
    )
    return Assignment(
        Identifier("EVENTS"), runtime("webhooks", "Events"), Mapping(entries)
    )


def _parsing(
    returned: Expression, name: Parameter | None = None, *, stub: bool = False
) -> Signature:
    names = () if name is None else (name,)
    signature = Signature(
        Identifier("parse"),
        (_RECEIVED, _HEADERS),
        returned,
        keyword_only=(*names, _VERIFY, _STRICT),
        stub=stub,
    )
    return for_checkers(signature)


def _sending_any(*, is_async: bool) -> Signature:
    """What stands behind the overloads."""
    name, body = Parameter(EVENT_NAME, builtin("str")), Parameter(
        _BODY, typing("Any"), _MISSING
    )
    signature = Signature(
        Identifier("send"),
        (_SELF, name, _URL, body),
        typing("Any"),
        keyword_only=(_OPTIONS,),
        is_async=is_async,
    )
    return for_checkers(signature)
