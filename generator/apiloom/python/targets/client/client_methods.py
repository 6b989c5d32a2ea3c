"""Methods of resources: a signature, a docstring and one call."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from apiloom.api.ir import MediaType
from apiloom.api.media_type_kinds import (
    is_either,
    is_idempotency_key,
    is_json,
    is_multipart,
    is_scalar_text,
    is_streamed,
    is_text,
)
from apiloom.api.names.argument_names import body_media_type
from apiloom.api.resolved_api import NamedOperation, operation_key
from apiloom.api.schema.nullability import is_nullable
from apiloom.api.schema.schema_graph import end_of
from apiloom.api.schema.shapes import Object, Primitive, SchemaId
from apiloom.core.identifiers import Identifier
from apiloom.core.text import Text
from apiloom.python.syntax.docstring import Doc
from apiloom.python.syntax.expression import (
    NONE,
    Attribute,
    Bare,
    Call,
    Expression,
    Mapping,
    Name,
    Parameter,
    Return,
    Sequence,
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
from apiloom.python.targets.client.body_forms import (
    chosen_options,
    content_type_argument,
    content_type_name,
    further_media_types,
    with_bodies,
)
from apiloom.python.targets.client.method_docs import method_doc
from apiloom.python.targets.client.method_forms import (
    SWITCH,
    MethodView,
    with_form,
    with_stream,
)
from apiloom.python.targets.client.method_parameters import (
    omitted,
    optional,
    required,
)
from apiloom.python.targets.descriptors import Descriptors
from apiloom.python.targets.empty_values import with_empty
from apiloom.python.targets.models.constant_fields import constant_of
from apiloom.python.targets.models.format_types import primitive_type
from apiloom.python.targets.models.upload_types import UPLOAD, uploaded

_SELF = Parameter(Identifier("self"))
_BODY = Identifier("body")
_OPTIONS = Parameter(
    Identifier("options"),
    either((runtime("options", "RequestOptions"), NONE)),
    NONE,
)


@dataclass(frozen=True, slots=True)
class _Call:
    """What the sync and the async method of an operation have in common.

    `positional` and `keyword_only` are its parameters, `by_property` those for the
    properties of its body; `success` is what a call comes to.
    """

    named: NamedOperation
    positional: tuple[Parameter, ...]
    keyword_only: tuple[Parameter, ...]
    by_property: tuple[Parameter, ...]
    success: Expression
    doc: Doc
    headers: Name | None = None


@dataclass(frozen=True, slots=True)
class MethodPlanner:
    """Plans the methods of resources."""

    descriptors: Descriptors

    def methods(
        self, named: NamedOperation, headers: Name | None = None
    ) -> tuple[MethodView, MethodView]:
        """The methods for an operation: sync and async.

        `headers` is what the header fields of its answers are read as.
        """
        positional, keyword_only = self._parameters(named)
        call = _Call(
            named,
            positional,
            keyword_only,
            self._by_property(named),
            self.descriptors.answer_type(named.operation),
            method_doc(named, self.descriptors.types.api),
            headers,
        )
        return self._formed(call, is_async=False), self._formed(call, is_async=True)

    def _formed(self, call: _Call, *, is_async: bool) -> MethodView:
        """The method, and what else it can return."""
        view = self._method(call, is_async=is_async)
        further = tuple(self._further(call, is_async=is_async))
        if further:
            view = with_bodies(view, further, content_type_name(call.named))
        operation = call.named.operation
        paging = self.descriptors.types.api.paging.get(operation_key(operation))
        if paging is not None:
            pages = runtime("pages", f"{'Async' if is_async else ''}Pages")
            item = self.descriptors.types.of(paging.item)
            view = with_form(view, "AsPages", Subscript(pages, (item, call.success)))
        if call.headers is not None:
            given = _returned(call, is_async=is_async), call.headers
            response = runtime("declared_response", "DeclaredResponse")
            view = with_form(view, "AsRaw", Subscript(response, given))
        if not is_either(operation):
            return view
        items = self.descriptors.success_type(operation, items=True)
        stream = Subscript(_stream(is_async=is_async), (items,))
        return with_stream(view, call.success, stream, self._switch(call.named))

    def _further(self, call: _Call, *, is_async: bool) -> Iterator[Signature]:
        """The method with a body in each other media type, chosen by keyword."""
        name = content_type_name(call.named)
        for media_type in further_media_types(call.named):
            type_ = self._body_type(media_type, is_async=is_async)
            yield _signature(
                call,
                is_async=is_async,
                body=Parameter(_BODY, type_),
                properties=(content_type_argument(media_type, name),),
                stub=True,
            )

    def _switch(self, named: NamedOperation) -> Identifier | None:
        """The argument that says whether a stream is wanted."""
        media_type = body_media_type(named.operation)
        name = (named.properties or {}).get(SWITCH)
        if name is None or media_type is None or media_type.schema is None:
            return None
        shapes = self.descriptors.types.api.shapes
        schema = end_of(media_type.schema, shapes).shape
        for property_ in schema.properties if isinstance(schema, Object) else ():
            shape = end_of(property_.schema, shapes).shape
            if property_.wire_name == SWITCH and isinstance(shape, Primitive):
                return name if shape.kind == "boolean" else None
        return None

    def _method(self, call: _Call, *, is_async: bool) -> MethodView:
        named = call.named
        whole = self.whole_body(named, is_async=is_async)
        if whole is None:
            plain = _signature(call, is_async=is_async)
            return self._view(call, (), plain, ())
        if not call.by_property:
            plain = _signature(call, is_async=is_async, body=whole)
            return self._view(call, (), plain, (Bare(_BODY),))
        keywords = _signature(
            call, is_async=is_async, properties=call.by_property, stub=True
        )
        alone = all(argument.default is not None for argument in call.by_property)
        # Where no keyword need be given, the overload before takes a call without any.
        object_body = required(whole) if alone else whole
        object_ = _signature(call, is_async=is_async, body=object_body, stub=True)
        signature = _signature(
            call,
            is_async=is_async,
            body=omitted(required(whole)),
            properties=tuple(map(omitted, call.by_property)),
        )
        given = tuple(
            (Value(argument.name), Bare(argument.name)) for argument in call.by_property
        )
        body = (Bare(_BODY), Mapping(given))
        return self._view(call, (keywords, object_), signature, body)

    def _view(
        self,
        call: _Call,
        overloads: tuple[Signature, ...],
        signature: Signature,
        body: tuple[Expression, ...],
    ) -> MethodView:
        named = call.named
        sending, keywords = "_call", tuple[tuple[Identifier, Expression], ...]()
        if is_streamed(named.operation):
            sending = "_stream"
        elif is_either(named.operation):
            sending, switch = "_answer", self._switch(named)
            if switch is not None:
                keywords = ((Identifier("switch"), Value(switch)),)
        sent = Call(
            Attribute(Bare(Identifier("self")), Identifier(sending)),
            (
                Call(Bare(descriptor_name(named))),
                Sequence(tuple(map(Bare, named.arguments))),
                chosen_options(
                    _OPTIONS.name,
                    content_type_name(named) if further_media_types(named) else None,
                ),
                *body,
            ),
            keywords,
        )
        return MethodView(
            typing("overload") if overloads else None,
            overloads,
            signature,
            call.doc,
            Return(sent, awaits=signature.is_async),
            deprecated=_deprecated(named),
        )

    def _parameters(
        self, named: NamedOperation
    ) -> tuple[tuple[Parameter, ...], tuple[Parameter, ...]]:
        """The parameters of the path, and those that are given by name."""
        positional: list[Parameter] = []
        keyword_only: list[Parameter] = []
        for parameter, name in zip(
            named.operation.parameters, named.arguments, strict=True
        ):
            type_ = self.descriptors.types.of(parameter.schema, "input")
            type_ = with_empty(parameter, type_)
            if parameter.schema is None:
                type_ = self.descriptors.parameter_type(parameter)
            if parameter.location == "path":
                positional.append(Parameter(name, type_))
            elif parameter.required and not is_idempotency_key(parameter):
                keyword_only.append(Parameter(name, type_))
            else:
                has_null = self._has_null(parameter.content, parameter.schema)
                keyword_only.append(optional(name, type_, has_null=has_null))
        return tuple(positional), tuple(keyword_only)

    def _has_null(self, content: Text | None, schema: SchemaId | None) -> bool:
        """Whether null is a value that can be sent, which takes JSON.

        In no style of parameters it has a form (OpenAPI 3.1, 4.8.12.3), nor in forms.
        """
        if content is None or not is_json(content):
            return False
        return schema is None or is_nullable(schema, self.descriptors.types.api.shapes)

    def whole_body(self, named: NamedOperation, *, is_async: bool) -> Parameter | None:
        """The argument for a body as a whole; None for an operation without one."""
        media_type = body_media_type(named.operation)
        if named.operation.body is None or media_type is None:
            return None
        type_ = self._body_type(media_type, is_async=is_async)
        if named.operation.body.required:
            return Parameter(_BODY, type_)
        has_null = not media_type.streamed and self._has_null(
            media_type.name, media_type.schema
        )
        return optional(_BODY, type_, has_null=has_null)

    def _body_type(self, media_type: MediaType, *, is_async: bool) -> Expression:
        if media_type.streamed:
            return self._items_type(media_type, is_async=is_async)
        type_ = self.descriptors.content_type(media_type)
        if type_ == builtin("bytes"):
            return UPLOAD
        if type_ == builtin("str") and is_text(media_type.name):
            return either((type_, UPLOAD))
        if self._is_judged_text(media_type):
            limited = self.descriptors.types.of(media_type.schema, "input")
            return either((limited, UPLOAD))
        if media_type.schema is None:
            return type_
        types = self.descriptors.types
        input_type = types.of(media_type.schema, "input")
        if is_multipart(media_type.name):
            input_type = uploaded(types, media_type.schema)
        model = types.of(media_type.schema)
        return input_type if type_ == model else type_

    def _is_judged_text(self, media_type: MediaType) -> bool:
        """Whether it is a string with limits, which can be read from a file too."""
        shapes = self.descriptors.types.api.shapes
        if media_type.schema is None or not is_scalar_text(media_type, shapes):
            return False
        shape = end_of(media_type.schema, shapes).shape
        return isinstance(shape, Primitive) and primitive_type(shape) == builtin("str")

    def _items_type(self, media_type: MediaType, *, is_async: bool) -> Expression:
        """Any iterable of items; an async client takes asynchronous ones too."""
        item = self.descriptors.types.of(media_type.items, "input")
        kinds = ("AsyncIterable", "Iterable") if is_async else ("Iterable",)
        names = (Name(Symbol("collections.abc", kind)) for kind in kinds)
        return either(tuple(Subscript(name, (item,)) for name in names))

    def _by_property(self, named: NamedOperation) -> tuple[Parameter, ...]:
        """A keyword argument for each property of an object body."""
        media_type = body_media_type(named.operation)
        if media_type is None or media_type.schema is None or not named.properties:
            return ()
        types = self.descriptors.types
        schema = end_of(media_type.schema, types.api.shapes).shape
        if not isinstance(schema, Object):
            return ()
        arguments: list[Parameter] = []
        for property_ in schema.properties:
            name = named.properties.get(property_.wire_name)
            if name is None:
                continue
            type_ = types.of(property_.schema, "input")
            if is_multipart(media_type.name):
                type_ = uploaded(types, property_.schema)
            read_only = types.api.shapes[property_.schema].notes.read_only
            if property_.required and not read_only:
                constant = constant_of(types.api, property_.schema)
                arguments.append(Parameter(name, type_, constant))
            else:
                has_null = self._has_null(media_type.name, property_.schema)
                arguments.append(optional(name, type_, has_null=has_null))
        return tuple(arguments)


def _signature(
    call: _Call,
    *,
    is_async: bool,
    body: Parameter | None = None,
    properties: tuple[Parameter, ...] = (),
    stub: bool = False,
) -> Signature:
    whole = () if body is None else (body,)
    keyword_only = sorted(
        (*properties, *call.keyword_only),
        key=lambda parameter: parameter.default is not None,
    )
    signature = Signature(
        call.named.method,
        (_SELF, *call.positional, *whole),
        _returned(call, is_async=is_async),
        keyword_only=(*keyword_only, _OPTIONS),
        is_async=is_async,
        stub=stub,
    )
    return for_checkers(signature)


def _returned(call: _Call, *, is_async: bool) -> Expression:
    if not is_streamed(call.named.operation):
        return call.success
    return Subscript(_stream(is_async=is_async), (call.success,))


def _stream(*, is_async: bool) -> Name:
    return runtime("streams", f"{'Async' if is_async else ''}Stream")


def _deprecated(named: NamedOperation) -> Expression | None:
    """What tells editors, type checkers and who runs it (OpenAPI 3.1, 4.8.10)."""
    if not named.operation.deprecated:
        return None
    message = Text(f"`{named.method}` is deprecated")
    return Call(Name(Symbol("typing_extensions", "deprecated")), (Value(message),))


def descriptor_name(named: NamedOperation) -> Identifier:
    """The function that makes the descriptor of an operation."""
    return Identifier(f"_{named.method}")
