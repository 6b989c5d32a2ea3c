"""The media types that a body can be sent in beside the first: an overload for each.

def put(self, body: Pet, *, options: ... = None) -> None: ...
def put(self, body: str, *, content_type: Literal["text/csv"], options: ... = None)
"""

from __future__ import annotations

from dataclasses import replace

from apiloom.api.ir import MediaType
from apiloom.api.media_type_kinds import is_range
from apiloom.api.resolved_api import NamedOperation
from apiloom.core.identifiers import Identifier, free_name
from apiloom.python.syntax.expression import (
    NONE,
    Bare,
    Call,
    Expression,
    Parameter,
    Signature,
    Subscript,
    Value,
    builtin,
    either,
    runtime,
    typing,
    typing_only,
)
from apiloom.python.targets.client.method_forms import MethodView

_BODY = Identifier("body")


def further_media_types(named: NamedOperation) -> tuple[MediaType, ...]:
    """What a body can be sent in beside what is sent by itself."""
    body = named.operation.body
    return () if body is None else body.content[1:]


def content_type_name(named: NamedOperation) -> Identifier:
    """The keyword that chooses among media types; no argument has its name."""
    taken = (*named.arguments, *(named.properties or {}).values())
    return free_name(Identifier("content_type"), taken)


def content_type_argument(media_type: MediaType, name: Identifier) -> Parameter:
    """The keyword that chooses a media type; below a range it says which it is."""
    if is_range(media_type.name):
        return Parameter(name, builtin("str"))
    return Parameter(name, Subscript(typing("Literal"), (Value(media_type.name),)))


def with_bodies(
    view: MethodView, further: tuple[Signature, ...], name: Identifier
) -> MethodView:
    """The method, that takes other bodies too where `name` says what they are in."""
    overloads = view.overloads or (replace(view.signature, stub=True),)
    chosen = Parameter(name, typing_only(either((builtin("str"), NONE))), NONE)
    parameters = tuple(
        (
            replace(each, annotation=typing_only(typing("Any")))
            if each.name == _BODY
            else each
        )
        for each in view.signature.parameters
    )
    return replace(
        view,
        decorator=typing("overload"),
        overloads=(*overloads, *further),
        signature=replace(
            view.signature,
            parameters=parameters,
            keyword_only=(chosen, *view.signature.keyword_only),
        ),
    )


def chosen_options(options: Identifier, content_type: Identifier | None) -> Expression:
    """The options of a call, with the media type that was chosen by keyword."""
    if content_type is None:
        return Bare(options)
    call = runtime("options", "sent_as")
    return Call(call, (Bare(options), Bare(content_type)))
