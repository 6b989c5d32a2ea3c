"""The mock of an operation: a class with a method for each response of the document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from apiloom.api.ir import Response
from apiloom.api.names.status_names import status_name, status_phrase
from apiloom.api.resolved_api import NamedOperation, NamedType, Resource
from apiloom.api.schema.schema_graph import end_of
from apiloom.api.schema.shapes import Object
from apiloom.core.identifiers import Identifier, free_name, snake_name
from apiloom.python.syntax.docstring import Doc
from apiloom.python.syntax.expression import (
    NONE,
    Assignment,
    Attribute,
    Bare,
    Call,
    ClassHeader,
    Either,
    Expression,
    Listing,
    Name,
    Parameter,
    Quoted,
    Return,
    Signature,
    Subscript,
    Symbol,
    Value,
    builtin,
    either,
    runtime,
    typing,
    typing_only,
    unannotated,
)
from apiloom.python.targets.descriptors import Descriptors
from apiloom.python.targets.server.server_operations import (
    BODY_STREAM,
    NamespacePlanner,
)
from apiloom.python.targets.testing.example_answers import answered

SELF = Parameter(Identifier("self"))
_MISSING = runtime("missing", "MISSING")
_BODY = Identifier("body")
_FIELDS = Identifier("fields")
_STATUS = Identifier("status")
_PREDICATE = Identifier("predicate")


@dataclass(frozen=True, slots=True)
class FieldsView:
    """The `TypedDict` of the fields of a model that a test may set."""

    header: ClassHeader
    doc: Doc
    items: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class MockMethodView:
    """A method that says for which requests, or what is answered."""

    signature: Signature
    doc: Doc
    result: Return


@dataclass(frozen=True, slots=True)
class OperationMockView:
    """The mock of an operation; `declared` is what its tag has of it."""

    header: ClassHeader
    doc: Doc
    place: tuple[Assignment, ...]
    methods: tuple[MockMethodView, ...]
    declared: MockMethodView


@dataclass(frozen=True, slots=True)
class OperationMockPlanner:
    """Plans the mocks of the operations of one resource."""

    descriptors: Descriptors
    resource: Resource

    def operation(self, named: NamedOperation) -> OperationMockView:
        """The mock of one operation."""
        operation = named.operation
        request, answer = self._of_server(named)
        base = Subscript(
            runtime("testing.operation_mock", "OperationMock"), (request, answer)
        )
        name = mock_name(named)
        line = Doc(((f"{operation.method} ", operation.path),))
        replies = (self._reply(named, each) for each in operation.responses)
        made = Call(
            Bare(name), (Attribute(Bare(Identifier("self")), Identifier("_state")),)
        )
        return OperationMockView(
            ClassHeader(name, (base,)),
            line,
            (
                Assignment(Identifier("tag"), None, Value(self.resource.module)),
                Assignment(Identifier("handler"), None, Value(named.method)),
            ),
            (*self._where(named, request), *replies),
            MockMethodView(
                Signature(named.method, (SELF,), Bare(name)), line, Return(made)
            ),
        )

    def models(self) -> Iterator[NamedType]:
        """The models whose fields a test may set, in the order of their responses."""
        known: dict[Identifier, NamedType] = {}
        for named in self.resource.operations:
            for response in named.operation.responses:
                model = self._model(response)
                if model is not None:
                    known[model.name] = model
        yield from known.values()

    def fields(self, model: NamedType) -> FieldsView:
        """The fields of a model, none of which has to be given."""
        types = self.descriptors.types
        shape = types.api.shapes[model.id]
        assert isinstance(shape, Object)
        names = types.api.field_names[model.id]
        items: list[Assignment] = []
        for property_ in shape.properties:
            type_ = unannotated(types.of(property_.schema))
            if not property_.required:
                type_ = either((type_, NONE))
            items.append(Assignment(names[property_.wire_name], typing_only(type_)))
        return FieldsView(
            ClassHeader(
                fields_name(model),
                (typing("TypedDict"),),
                ((Identifier("total"), Value(False)),),
            ),
            Doc((f"Fields of a `{model.name}` that a test sets.",)),
            tuple(items),
        )

    def _of_server(self, named: NamedOperation) -> tuple[Expression, Expression]:
        """The types of the request and of what answers it."""
        namespace = self._namespace(named)
        request: Expression = Attribute(namespace, Identifier("Request"))
        if named.operation.security:
            request = Subscript(request, (builtin("str"),))
        return request, Attribute(namespace, Identifier("Response"))

    def _namespace(self, named: NamedOperation) -> Expression:
        module = f"server.{self.resource.module}"
        return Name(Symbol(module, named.namespace, local=True))

    def _where(
        self, named: NamedOperation, request: Expression
    ) -> Iterator[MockMethodView]:
        """What tells requests apart, where they have anything."""
        body = named.operation.body
        is_stream = body is not None and any(each.streamed for each in body.content)
        fields = [
            field
            for field in NamespacePlanner(self.descriptors).fields(named)
            if field.name != "principal" and not (is_stream and field.name == _BODY)
        ]
        if not fields:
            return
        function = Subscript(
            Name(Symbol("collections.abc", "Callable")),
            (Listing((request,)), builtin("bool")),
        )
        arguments = tuple(
            Parameter(field.name, self._or_missing(field.annotation), _MISSING)
            for field in fields
        )
        given = tuple((field.name, Bare(field.name)) for field in fields)
        call = Call(
            Attribute(Bare(Identifier("self")), Identifier("_where")),
            (Bare(_PREDICATE),),
            given,
        )
        predicate = typing_only(either((function, NONE)))
        yield MockMethodView(
            Signature(
                Identifier("where"),
                (SELF, Parameter(_PREDICATE, predicate, NONE)),
                typing_only(typing("Self")),
                keyword_only=arguments,
                positional_only=True,
            ),
            Doc(("For requests alone that have these arguments, and fit.",)),
            Return(call),
        )

    def _reply(self, named: NamedOperation, response: Response) -> MockMethodView:
        """What answers with one response of the document."""
        class_ = status_name(response.status)
        model = self._model(response)
        # Checkers want no field to be called like these, though nobody can name them.
        fields = self._field_names(model)
        status, body = free_name(_STATUS, fields), free_name(_BODY, fields)
        parameters = [SELF]
        arguments: list[Expression] = [Attribute(self._namespace(named), class_)]
        keywords: list[tuple[Identifier, Expression]] = []
        rest = None
        if not response.status.isdigit():
            parameters.append(Parameter(status, typing_only(builtin("int"))))
            keywords.append((_STATUS, Bare(status)))
        if response.content:
            type_ = self._or_missing(self._body_type(response))
            parameters.append(Parameter(body, type_, _MISSING))
            arguments.append(Bare(body))
        if model is not None:
            listed = Subscript(typing("Unpack"), (Bare(fields_name(model)),))
            rest = Parameter(_FIELDS, typing_only(listed))
            arguments.append(Bare(_FIELDS))
        call = Call(
            Attribute(Bare(Identifier("self")), Identifier("_reply")),
            tuple(arguments),
            tuple(keywords),
        )
        return MockMethodView(
            Signature(
                snake_name(class_, "status"),
                tuple(parameters),
                typing_only(typing("Self")),
                rest=rest,
                positional_only=len(parameters) > 1,
            ),
            Doc((response.description or status_phrase(response.status),)),
            Return(call),
        )

    def _field_names(self, model: NamedType | None) -> frozenset[str]:
        if model is None:
            return frozenset()
        return frozenset(self.descriptors.types.api.field_names[model.id].values())

    def _body_type(self, response: Response) -> Expression:
        """What a handler gives for the body of a response."""
        whole = [each for each in response.content if not each.streamed]
        streamed = [each for each in response.content if each.streamed]
        types: list[Expression] = []
        if whole:
            types.append(self.descriptors.response_type(response, items=False))
        if streamed:
            item = self.descriptors.response_type(response, items=True)
            types.append(Subscript(runtime("server.streams", "Items"), (item,)))
        return either(tuple(types))

    def _or_missing(self, type_: Expression | None) -> Expression:
        assert type_ is not None
        # The namespace is imported here, and has its name.
        type_ = type_.inner if isinstance(type_, Quoted) else type_
        # Tests know the bytes of a body.
        members = type_.members if isinstance(type_, Either) else (type_,)
        known = [builtin("bytes") if m == BODY_STREAM else m for m in members]
        type_ = either(tuple(known))
        missing = runtime("missing", "Missing")
        return typing_only(either((unannotated(type_), missing)))

    def _model(self, response: Response) -> NamedType | None:
        """The class that the body of a response is of, if it has fields."""
        if not response.content:
            return None
        media_type = answered(response)
        if media_type.streamed or media_type.schema is None:
            return None
        api = self.descriptors.types.api
        end = end_of(media_type.schema, api.shapes)
        named = api.types.get(end.id)
        if named is None or named.kind != "class" or end.takes_null:
            return None
        whole = replace(response, content=(media_type,))
        used = Name(Symbol(named.module, named.name, local=True))
        is_class = self.descriptors.response_type(whole) == used
        has_fields = isinstance(end.shape, Object) and bool(end.shape.properties)
        return named if is_class and has_fields else None


def mock_name(named: NamedOperation) -> Identifier:
    """The class of the mock of an operation."""
    return Identifier(f"Mock{named.namespace}")


def fields_name(model: NamedType) -> Identifier:
    """The `TypedDict` of the fields of a model."""
    return Identifier(f"{model.name}Fields")
