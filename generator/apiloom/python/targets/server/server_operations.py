"""What a handler sees of an operation: a request, and a class for each response."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from apiloom.api.ir import MediaType, RequestBody
from apiloom.api.ir import Parameter as ApiParameter
from apiloom.api.resolved_api import NamedOperation
from apiloom.core.identifiers import Identifier
from apiloom.core.text import Text
from apiloom.python.syntax.docstring import Doc
from apiloom.python.syntax.expression import (
    NONE,
    Assignment,
    Attribute,
    Bare,
    Call,
    ClassHeader,
    Expression,
    Name,
    Parameter,
    Quoted,
    Sequence,
    Signature,
    Subscript,
    Symbol,
    Value,
    builtin,
    either,
    runtime,
    typing,
)
from apiloom.python.targets.descriptors import Descriptors
from apiloom.python.targets.models.model_fields import FieldPlanner
from apiloom.python.targets.resource_docs import operation_texts
from apiloom.python.targets.server.received_forms import FormPlanner, FormView
from apiloom.python.targets.server.reply_classes import (
    ReplyPlanner,
    ReplyView,
    media_type_literal,
)

_PRINCIPAL = runtime("server.schemes", "Principal")
BODY_STREAM = runtime("server.arriving", "BodyStream")
_REQUEST = Identifier("Request")
_RESPONSE = Identifier("Response")
_ACCEPTED = Identifier("accepted")


@dataclass(frozen=True, slots=True)
class HandlerView:
    """The method that an implementation overrides."""

    signature: Signature
    doc: Doc


@dataclass(frozen=True, slots=True)
class NamespaceView:
    """The class that holds request and responses of one operation."""

    header: ClassHeader
    doc: Doc
    form: FormView | None
    request: ClassHeader
    fields: tuple[Assignment, ...]
    replies: tuple[ReplyView, ...]
    response: Assignment
    handler: HandlerView


@dataclass(frozen=True, slots=True)
class NamespacePlanner:
    """Plans the namespaces of one API."""

    descriptors: Descriptors

    @property
    def _forms(self) -> FormPlanner:
        return FormPlanner(self.descriptors.types)

    def namespace(self, named: NamedOperation) -> NamespaceView:
        """Everything about one operation but its route."""
        operation = named.operation
        line = (f"{operation.method} ", operation.path)
        paragraph = (operation.summary, " (", *line, ")") if operation.summary else line
        replies = tuple(ReplyPlanner(self.descriptors).replies(operation))
        generic = (Subscript(typing("Generic"), (_PRINCIPAL,)),)
        union = either(tuple(Bare(reply.header.name) for reply in replies))
        return NamespaceView(
            ClassHeader(named.namespace),
            Doc((paragraph,)),
            self._forms.form(operation),
            ClassHeader(
                _REQUEST,
                (_request_base(named), *(generic if operation.security else ())),
            ),
            tuple(self.fields(named)),
            replies,
            Assignment(_RESPONSE, typing("TypeAlias"), union),
            self._handler(named),
        )

    def fields(self, named: NamedOperation) -> Iterator[Assignment]:
        """What a request has: who sent it, its arguments and its body."""
        operation = named.operation
        if operation.security:
            optional = self.descriptors.is_optional(operation)
            type_ = either((_PRINCIPAL, NONE)) if optional else _PRINCIPAL
            yield Assignment(Identifier("principal"), type_)
        for parameter, name in zip(operation.parameters, named.arguments, strict=True):
            yield self._field(parameter, name)
        if operation.body is not None:
            body = self._body(named, operation.body)
            is_form = self._forms.form(operation) is not None
            default = None
            if not operation.body.required:
                body, default = either((body, NONE)), NONE
            # The class stands in the namespace, which has no name yet.
            type_ = Quoted(body) if is_form else body
            yield Assignment(Identifier("body"), type_, default)

    def _body(self, named: NamedOperation, body: RequestBody) -> Expression:
        """What a handler gets of a body: by its media type where there are several."""
        types = tuple(self._received(named, each) for each in body.content)
        return either(types) if types else typing("Any")

    def _received(self, named: NamedOperation, media_type: MediaType) -> Expression:
        """A value, a form, or items or bytes as they arrive."""
        form = self._forms.received(named.operation, media_type, named.namespace)
        if form is not None:
            return form
        type_ = self.descriptors.content_type(media_type)
        if not media_type.streamed:
            return BODY_STREAM if type_ == builtin("bytes") else type_
        return Subscript(Name(Symbol("collections.abc", "AsyncIterator")), (type_,))

    def _field(self, parameter: ApiParameter, name: Identifier) -> Assignment:
        type_ = self.descriptors.parameter_type(parameter)
        if parameter.required:
            return Assignment(name, type_)
        default = self._default(parameter)
        if default is None:
            return Assignment(name, either((type_, NONE)), NONE)
        return Assignment(name, type_, default)

    def _default(self, parameter: ApiParameter) -> Expression | None:
        if parameter.schema is None:
            return None
        return FieldPlanner(self.descriptors.types).default(parameter.schema, None)

    def _handler(self, named: NamedOperation) -> HandlerView:
        namespace = Bare(named.namespace)
        request: Expression = Attribute(namespace, _REQUEST)
        if named.operation.security:
            request = Subscript(request, (_PRINCIPAL,))
        signature = Signature(
            named.method,
            (
                Parameter(Identifier("self")),
                Parameter(Identifier("request"), request),
            ),
            Subscript(
                runtime("server.route", "Handled"), (Attribute(namespace, _RESPONSE),)
            ),
            positional_only=True,
        )
        return HandlerView(signature, Doc(operation_texts(named)))

    def route(self, named: NamedOperation, tag: Text) -> Call:
        """How the server finds the operation and its handler."""
        keywords: list[tuple[str, Expression]] = [
            ("operation", self.descriptors.operation(named, tag)),
            ("handler", Value(named.method)),
            ("request", Attribute(Bare(named.namespace), _REQUEST)),
        ]
        if named.arguments:
            names = tuple(Value(argument) for argument in named.arguments)
            keywords.append(("arguments", Sequence(names)))
        forms = self._forms.by_media_type(named.operation, named.namespace)
        if forms is not None:
            keywords.append(("forms", forms))
        return Call(
            runtime("server.route", "Route"),
            (),
            tuple((Identifier(key), value) for key, value in keywords),
        )


def _request_base(named: NamedOperation) -> Expression:
    """What a request extends: one that says what its client accepts, where that counts.

    An argument of the document's comes first.
    """
    literal = media_type_literal(
        [
            response
            for response in named.operation.responses
            if response.status[0] == "2"
        ]
    )
    if literal is None or _ACCEPTED in named.arguments:
        return runtime("server.request", "OperationRequest")
    return Subscript(runtime("server.request", "NegotiatedRequest"), (literal,))
