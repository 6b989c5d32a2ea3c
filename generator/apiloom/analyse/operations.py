"""Python names of operations, their arguments, and the resources they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from apiloom.analyse.media import is_json
from apiloom.analyse.resolved import NamedOperation, NamedScheme, Resource
from apiloom.diagnostics import Report
from apiloom.ir.api import ApiSpec, Incoming, MediaType, Operation, SecurityScheme
from apiloom.ir.schema import Object, Reference, Schema, SchemaId
from apiloom.location import Location
from apiloom.pylang.identifier import (
    Identifier,
    class_name,
    constant_name,
    digest_of,
    fold,
    module_name,
    python_name,
    snake_name,
)
from apiloom.text import Text, reveal

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
    taken: set[str] = field(default_factory=set)


def operation_basis(operation: Operation) -> str:
    """What an operation is named after: its id, or else its method and path."""
    if operation.operation_id is not None:
        return reveal(operation.operation_id)
    return f"{operation.method.lower()} {reveal(operation.path)}"


def incoming_basis(operation: Incoming) -> str:
    """What an operation of a webhook or callback is named after, if it has an id."""
    return "" if operation.operation_id is None else reveal(operation.operation_id)


def resources_of(
    spec: ApiSpec,
    shapes: Mapping[SchemaId, Schema],
    fields: Mapping[SchemaId, Mapping[Text, Identifier]],
    shipped: Mapping[str, Identifier],
    report: Report,
) -> tuple[Resource, ...]:
    """One resource for each tag that comes first on some operation.

    `shipped` has the methods of an earlier run by `METHOD path`, which are kept.
    """
    drafts: dict[str, _Draft] = {}
    named: dict[str, tuple[_Draft, NamedOperation]] = {}
    for operation in spec.operations:
        _draft_for(_tag_of(operation), drafts)
    for operation in sorted(spec.operations, key=lambda each: _claim(each, shipped)):
        draft = _draft_for(_tag_of(operation), drafts)
        name = shipped.get(operation_key(operation))
        named[operation_key(operation)] = draft, _named(
            operation, name, draft, shapes, fields, report
        )
    for operation in spec.operations:
        draft, found = named[operation_key(operation)]
        draft.operations.append(found)
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


def schemes_of(schemes: tuple[SecurityScheme, ...]) -> tuple[NamedScheme, ...]:
    """Each scheme with the name of the argument that holds its credential."""
    taken: set[str] = set()
    named: list[NamedScheme] = []
    for scheme in sorted(schemes, key=lambda each: each.where):
        name = python_name(scheme.key, "scheme")
        if name in RESERVED_CREDENTIALS:
            name = Identifier(f"{name}_auth")
        if name in taken:
            name = Identifier(f"{name}_{digest_of(reveal(scheme.key))}")
        taken.add(name)
        named.append(NamedScheme(scheme, name))
    return tuple(sorted(named, key=lambda each: schemes.index(each.scheme)))


def operation_key(operation: Operation) -> str:
    """`METHOD path`, which names an operation in the manifest."""
    return f"{operation.method} {reveal(operation.path)}"


def _tag_of(operation: Operation) -> Text:
    return operation.tags[0] if operation.tags else _DEFAULT_TAG


def _claim(
    operation: Operation, shipped: Mapping[str, Identifier]
) -> tuple[bool, bool, Location]:
    """Who may have a name first: what shipped, then who is written just like it."""
    basis = operation_basis(operation)
    exact = snake_name(basis, "operation") == basis
    return operation_key(operation) not in shipped, not exact, operation.where


def _draft_for(tag: Text, drafts: dict[str, _Draft]) -> _Draft:
    """Tags that differ only in case or punctuation share a resource."""
    module = module_name(reveal(tag), "tag")
    if module in RESERVED_RESOURCES:
        module = Identifier(module + "_")
    return drafts.setdefault(fold(module), _Draft(tag, module))


def _named(
    operation: Operation,
    shipped: Identifier | None,
    draft: _Draft,
    shapes: Mapping[SchemaId, Schema],
    fields: Mapping[SchemaId, Mapping[Text, Identifier]],
    report: Report,
) -> NamedOperation:
    basis = operation_basis(operation)
    method = shipped or snake_name(basis, "operation")
    if method in RESERVED_METHODS:
        method = Identifier(f"{method}_")
    if fold(method) in draft.taken:
        method = Identifier(f"{method}_{digest_of(operation.where.pointer)}")
        report.note(
            "name-clash",
            f"another operation has the same name, so this one is called {method}",
            operation.where.document,
            operation.where.pointer,
        )
    draft.taken.add(fold(method))
    arguments = _arguments(operation)
    return NamedOperation(
        operation,
        method,
        _constant(method, draft),
        _namespace(method, draft),
        arguments,
        _properties(operation, arguments, shapes, fields, report),
    )


def _constant(method: Identifier, draft: _Draft) -> Identifier:
    """Where letters have no case, a constant would look like the resource class."""
    name, resource = constant_name(method), class_name(draft.module)
    clash = name in {resource, f"Async{resource}"}
    return Identifier(f"{name}_") if clash else name


def _namespace(method: Identifier, draft: _Draft) -> Identifier:
    """The class of an operation stands beside the handlers of its tag."""
    name = class_name(method)
    return Identifier(f"{name}_") if name == f"{class_name(draft.module)}Api" else name


def _arguments(operation: Operation) -> tuple[Identifier, ...]:
    """One name for each parameter; where two share one, the place tells them apart."""
    plain = [python_name(each.wire_name, "parameter") for each in operation.parameters]
    names: list[Identifier] = []
    for name, parameter in zip(plain, operation.parameters, strict=True):
        chosen = name
        if plain.count(name) > 1 or name in RESERVED_ARGUMENTS:
            chosen = Identifier(f"{name}_{parameter.location}")
        if chosen in names:
            chosen = Identifier(f"{chosen}_{digest_of(reveal(parameter.wire_name))}")
        names.append(chosen)
    return tuple(names)


def _properties(
    operation: Operation,
    arguments: tuple[Identifier, ...],
    shapes: Mapping[SchemaId, Schema],
    fields: Mapping[SchemaId, Mapping[Text, Identifier]],
    report: Report,
) -> Mapping[Text, Identifier] | None:
    media_type = body_media_type(operation)
    if media_type is None or media_type.schema is None or media_type.streamed:
        return None
    schema_id = behind_references(media_type.schema, shapes)
    schema = shapes[schema_id]
    if not isinstance(schema, Object) or schema_id not in fields:
        return None
    names = fields[schema_id]
    clashing = sorted(RESERVED_ARGUMENTS.union(arguments).intersection(names.values()))
    if clashing:
        report.note(
            "body-only-whole",
            f"properties of the body share a name with an argument "
            f"({', '.join(clashing)}), so the body is passed as `body`",
            operation.where.document,
            operation.where.pointer,
        )
        return None
    return names


def body_media_type(operation: Operation) -> MediaType | None:
    """The media type that the client sends: JSON if there is one, else the first."""
    if operation.body is None or not operation.body.content:
        return None
    for media_type in operation.body.content:
        if is_json(media_type.name):
            return media_type
    return operation.body.content[0]


def behind_references(
    schema_id: SchemaId, shapes: Mapping[SchemaId, Schema]
) -> SchemaId:
    """The schema that a chain of references ends at."""
    schema = shapes[schema_id]
    while isinstance(schema, Reference):
        schema_id = schema.target
        schema = shapes[schema_id]
    return schema_id
