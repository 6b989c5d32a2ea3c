"""Python names of operations, their arguments, and the resources they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from apiloom.api.ir import (
    ApiSpec,
    Incoming,
    MediaType,
    Operation,
    Parameter,
    SecurityScheme,
    Tag,
)
from apiloom.api.resolve.media_type_kinds import is_json
from apiloom.api.resolve.name_overrides import NameOverrides
from apiloom.api.resolve.resolved_api import NamedOperation, NamedScheme, Resource
from apiloom.api.schema.schema_graph import end_of
from apiloom.api.schema.shapes import Object, Schema, SchemaId
from apiloom.core.diagnostics import Report
from apiloom.core.identifiers import (
    Identifier,
    class_name,
    constant_name,
    digest_of,
    fold,
    module_name,
    python_name,
    snake_name,
)
from apiloom.core.location import Location, Pointer
from apiloom.core.text import Text, reveal

RESERVED_ARGUMENTS = frozenset({"self", "body", "options", "principal", "request"})
RESERVED_RESOURCES = frozenset(
    {
        "aclose",
        "close",
        "document_path",
        "exchange",
        "lifespan",
        "max_body_size",
        "middleware",
        "open",
        "options",
        "page_path",
        "problem_body",
        "raw",
        "security",
        "validate_replies",
        "with_options",
    }
)
"""What a client, or `create_app`, already has; a test holds it against the runtime."""
RESERVED_METHODS = frozenset({"raw_twin"})
"""What a resource already has; a test holds it against the runtime."""
RESERVED_CREDENTIALS = frozenset(
    {
        "base_url",
        "headers",
        "http_client",
        "max_retries",
        "options",
        "self",
        "settings",
        "super",
        "strict_responses",
        "timeout",
    }
)
"""The other arguments of a client; a test holds this against the runtime."""
_DEFAULT_TAG = Text("default")


@dataclass(slots=True)
class _Draft:
    """A resource in the making."""

    tag: Text
    module: Identifier
    operations: list[NamedOperation] = field(default_factory=list)
    taken: dict[str, Pointer] = field(default_factory=dict)
    """Methods, and whose they are."""


def operation_basis(operation: Operation) -> str:
    """What an operation is named after: its id, or else its method and path."""
    if operation.operation_id is not None:
        return reveal(operation.operation_id)
    return f"{operation.method.lower()} {reveal(operation.path)}"


def incoming_basis(operation: Incoming) -> str:
    """What an operation of a webhook or callback is named after, if it has an id."""
    return "" if operation.operation_id is None else reveal(operation.operation_id)


@dataclass(slots=True)
class OperationNamer:
    """Names operations and what belongs to them.

    `fields` are those of each class. `overrides` are the user's names, `shipped` the
    methods of an earlier run by `METHOD path`, which are kept.
    """

    shapes: Mapping[SchemaId, Schema]
    fields: Mapping[SchemaId, Mapping[Text, Identifier]]
    overrides: NameOverrides
    shipped: Mapping[str, Identifier]
    report: Report

    def resources(self, spec: ApiSpec) -> tuple[Resource, ...]:
        """One resource for each tag that comes first on some operation."""
        modules = {tag.name: self._given_module(tag) for tag in spec.tags}
        drafts: dict[str, _Draft] = {}
        named: dict[str, tuple[_Draft, NamedOperation]] = {}
        for operation in spec.operations:
            _draft_for(_tag_of(operation), drafts, modules)
        for operation in sorted(spec.operations, key=self._claim):
            draft = _draft_for(_tag_of(operation), drafts, modules)
            named[operation_key(operation)] = draft, self._named(operation, draft)
        for operation in spec.operations:
            draft, named_operation = named[operation_key(operation)]
            draft.operations.append(named_operation)
        described = {tag.name: tag.description for tag in spec.tags}
        return tuple(
            Resource(
                draft.tag,
                described.get(draft.tag),
                draft.module,
                class_name(draft.module),
                tuple(draft.operations),
            )
            for draft in drafts.values()
        )

    def _given_module(self, tag: Tag) -> Identifier | None:
        """The user's name for a tag: an attribute of the client, and a module."""
        name = self.overrides.at(tag.pointer)
        if name is not None and name in RESERVED_RESOURCES:
            self.overrides.refuse_at(tag.pointer, "a client has something of that name")
        elif name is not None and module_name(name, "tag") != name:
            hint = module_name(name, "tag")
            why = f"a module has a name in lower case, such as {hint!a}"
            self.overrides.refuse_at(tag.pointer, why)
        return name

    def _claim(self, operation: Operation) -> tuple[bool, bool, bool, Location]:
        """Who may have a name first: whom the user names, what shipped, then who is
        written just like it."""
        basis = operation_basis(operation)
        exact = snake_name(basis, "operation") == basis
        given = self.overrides.at(operation.where.pointer) is not None
        shipped = operation_key(operation) in self.shipped
        return not given, not shipped, not exact, operation.where

    def _named(self, operation: Operation, draft: _Draft) -> NamedOperation:
        method = self._method(operation, draft)
        draft.taken[fold(method)] = operation.where.pointer
        arguments = self._arguments(operation)
        return NamedOperation(
            operation,
            method,
            _constant(method, draft),
            _namespace(method, draft),
            arguments,
            self._properties(operation, arguments),
        )

    def _method(self, operation: Operation, draft: _Draft) -> Identifier:
        """The name of the method: the user's, the one that shipped, or a new one."""
        pointer = operation.where.pointer
        given = self.overrides.at(pointer)
        method = (
            given
            or self.shipped.get(operation_key(operation))
            or snake_name(operation_basis(operation), "operation")
        )
        if given is not None:
            self._judge(given, pointer, draft)
        if method in RESERVED_METHODS:
            method = Identifier(f"{method}_")
        if fold(method) in draft.taken:
            method = Identifier(f"{method}_{digest_of(pointer)}")
            self.report.note(
                "name-clash",
                f"another operation has the same name, so this one is called {method}",
                operation.where.document,
                pointer,
            )
        return method

    def _judge(self, given: Identifier, pointer: Pointer, draft: _Draft) -> None:
        """Complain where the user's name for a method cannot be had."""
        plain = snake_name(given, "operation")
        other = draft.taken.get(fold(given), pointer)
        if given in RESERVED_METHODS:
            self.overrides.refuse_at(
                pointer, "every resource has something of that name"
            )
        elif plain != given:
            # Constants and classes are named after methods, and must differ too.
            why = f"a method has a name in lower case, such as {plain!a}"
            self.overrides.refuse_at(pointer, why)
        elif other != pointer:
            self.overrides.refuse_at(pointer, f"that is the name of {other!a}")

    def _arguments(self, operation: Operation) -> tuple[Identifier, ...]:
        """One name for each parameter; where two share one, their places tell them
        apart."""
        plain = [
            python_name(parameter.wire_name, "parameter")
            for parameter in operation.parameters
        ]
        given = self._given_arguments(operation)
        names: list[Identifier] = [*given.values()]
        arguments: list[Identifier] = []
        for name, parameter in zip(plain, operation.parameters, strict=True):
            chosen = given.get(parameter.where.pointer)
            if chosen is None:
                chosen = self._argument(name, parameter, plain, names)
                names.append(chosen)
            arguments.append(chosen)
        return tuple(arguments)

    def _argument(
        self,
        name: Identifier,
        parameter: Parameter,
        plain: list[Identifier],
        taken: list[Identifier],
    ) -> Identifier:
        chosen = name
        if plain.count(name) > 1 or name in RESERVED_ARGUMENTS:
            chosen = Identifier(f"{name}_{parameter.location}")
        if chosen in taken:
            chosen = Identifier(f"{chosen}_{digest_of(reveal(parameter.wire_name))}")
        return chosen

    def _given_arguments(self, operation: Operation) -> dict[Pointer, Identifier]:
        """The user's names for parameters, by where these stand."""
        given: dict[Pointer, Identifier] = {}
        for parameter in operation.parameters:
            pointer = parameter.where.pointer
            name = self.overrides.at(pointer)
            if name is None:
                continue
            if name in RESERVED_ARGUMENTS:
                self.overrides.refuse_at(
                    pointer, "methods have an argument of that name"
                )
            elif name in given.values():
                self.overrides.refuse_at(pointer, "another parameter is called so")
            else:
                given[pointer] = name
        return given

    def _properties(
        self, operation: Operation, arguments: tuple[Identifier, ...]
    ) -> Mapping[Text, Identifier] | None:
        media_type = body_media_type(operation)
        if media_type is None or media_type.schema is None or media_type.streamed:
            return None
        end = end_of(media_type.schema, self.shapes)
        schema_id, schema, _ = end
        is_named = schema_id in self.fields and not end.takes_null
        if not isinstance(schema, Object) or not is_named:
            return None
        names = self.fields[schema_id]
        reserved = RESERVED_ARGUMENTS.union(arguments)
        clashing = sorted(reserved.intersection(names.values()))
        if clashing:
            self.report.note(
                "body-only-whole",
                f"properties of the body share a name with an argument "
                f"({', '.join(clashing)}), so the body is passed as `body`",
                operation.where.document,
                operation.where.pointer,
            )
            return None
        return names


def schemes_of(
    schemes: tuple[SecurityScheme, ...], overrides: NameOverrides
) -> tuple[NamedScheme, ...]:
    """Each scheme with the name of the argument that holds its credential."""
    taken: set[str] = set()
    named: list[NamedScheme] = []
    ordered = sorted(schemes, key=lambda scheme: scheme.where)
    for scheme in sorted(
        ordered, key=lambda scheme: not overrides.at(scheme.where.pointer)
    ):
        pointer = scheme.where.pointer
        chosen = overrides.at(pointer)
        if chosen is not None and chosen in RESERVED_CREDENTIALS:
            overrides.refuse_at(pointer, "clients have an argument of that name")
        elif chosen is not None and chosen in taken:
            overrides.refuse_at(pointer, "another security scheme is called so")
        name = chosen or python_name(scheme.key, "scheme")
        if name in RESERVED_CREDENTIALS:
            name = Identifier(f"{name}_auth")
        if name in taken:
            name = Identifier(f"{name}_{digest_of(reveal(scheme.key))}")
        taken.add(name)
        named.append(NamedScheme(scheme, name))
    return tuple(
        sorted(named, key=lambda named_scheme: schemes.index(named_scheme.scheme))
    )


def operation_key(operation: Operation) -> str:
    """`METHOD path`, which names an operation in the manifest."""
    return f"{operation.method} {reveal(operation.path)}"


def _tag_of(operation: Operation) -> Text:
    return operation.tags[0] if operation.tags else _DEFAULT_TAG


def _draft_for(
    tag: Text, drafts: dict[str, _Draft], given: Mapping[Text, Identifier | None]
) -> _Draft:
    """Tags that differ only in case or punctuation share a resource."""
    module = given.get(tag) or module_name(reveal(tag), "tag")
    if module in RESERVED_RESOURCES:
        module = Identifier(module + "_")
    return drafts.setdefault(fold(module), _Draft(tag, module))


def _constant(method: Identifier, draft: _Draft) -> Identifier:
    """Where letters have no case, a constant would look like the resource class."""
    name, resource = constant_name(method), class_name(draft.module)
    clash = name in {resource, f"Async{resource}"}
    return Identifier(f"{name}_") if clash else name


def _namespace(method: Identifier, draft: _Draft) -> Identifier:
    """The class of an operation stands beside the handlers of its tag."""
    name = class_name(method)
    return Identifier(f"{name}_") if name == f"{class_name(draft.module)}Api" else name


def body_media_type(operation: Operation) -> MediaType | None:
    """The media type that the client sends: JSON if there is one, else the first."""
    if operation.body is None or not operation.body.content:
        return None
    for media_type in operation.body.content:
        if is_json(media_type.name):
            return media_type
    return operation.body.content[0]
