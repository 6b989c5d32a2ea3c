"""What the analysis decides: shapes, names, modules, and who needs what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from apiloom.api.ir import ApiSpec, Operation, Parameter, SecurityScheme, Server
from apiloom.api.schema.shapes import (
    Enumeration,
    JsonValue,
    Scalar,
    Schema,
    SchemaId,
)
from apiloom.core.deep_json import json_dumps
from apiloom.core.enum_style import ENUM_STYLES, EnumStyle
from apiloom.core.identifiers import Identifier
from apiloom.core.model_style import MODEL_STYLES, ModelStyle
from apiloom.core.page_rule import PageKind
from apiloom.core.shipped import Shipped
from apiloom.core.text import Text, reveal
from apiloom.core.webhook_scheme import WebhookScheme

USUAL_BODY: Final = "application/json"
"""What is sent where there is a choice: a manifest has any other media type."""
NamedKind: TypeAlias = Literal["class", "alias"]


@dataclass(frozen=True, slots=True)
class NamedType:
    """A schema that has a Python name. `module` is dotted, inside the package.

    `input_name` is the name of its `TypedDict` twin, for schemas that callers send.
    `recursive` marks an alias that contains itself.
    """

    id: SchemaId
    name: Identifier
    module: str
    kind: NamedKind
    input_name: Identifier | None = None
    recursive: bool = False


@dataclass(frozen=True, slots=True)
class ValueNames:
    """What the values of an enumeration are called.

    `constants` has each value, its name, and whether the document gives that. `holder`
    is the class of those that are given; without any there is none.
    """

    holder: Identifier | None
    constants: tuple[tuple[Scalar, Identifier, bool], ...]


@dataclass(frozen=True, slots=True)
class ModelModule:
    """A module of models; dependencies stand before what needs them.

    `circular` says that its types refer to each other, or to themselves.
    """

    module: str
    types: tuple[NamedType, ...]
    circular: bool


@dataclass(frozen=True, slots=True)
class NamedOperation:
    """An operation with its Python names; `arguments` in the order of parameters.

    `properties` are the keyword arguments for the members of an object body, by wire
    name; `None` when the body can only be passed whole. `errors` are the exceptions of
    this operation alone, by status, or `default/4XX` and the like.
    """

    operation: Operation
    method: Identifier
    constant: Identifier
    namespace: Identifier
    arguments: tuple[Identifier, ...]
    properties: Mapping[Text, Identifier] | None
    errors: Mapping[str, Identifier] = field(default_factory=dict)

    def arguments_by_key(self) -> Iterator[tuple[str, Identifier]]:
        """All arguments by `location name`; members of the body have `body name`."""
        pairs = zip(self.operation.parameters, self.arguments, strict=True)
        for parameter, argument in pairs:
            yield parameter_key(parameter), argument
        for wire_name, argument in (self.properties or {}).items():
            yield member_key(wire_name), argument


@dataclass(frozen=True, slots=True)
class Resource:
    """The operations of one tag."""

    tag: Text
    description: Text | None
    module: Identifier
    name: Identifier
    operations: tuple[NamedOperation, ...]


@dataclass(frozen=True, slots=True)
class NamedScheme:
    """A security scheme and the argument that holds its credential."""

    scheme: SecurityScheme
    argument: Identifier


@dataclass(frozen=True, slots=True)
class NamedServer:
    """A server of the document; `arguments` in the order of its variables."""

    server: Server
    name: Identifier
    arguments: tuple[Identifier, ...]


@dataclass(frozen=True, slots=True)
class ChosenType:
    """What the user has chosen: a word of apiloom's, or `module:Name`.

    `format` is what the document says of the values, whoever is called what there.
    """

    to: str
    format: Text


@dataclass(frozen=True, slots=True)
class OperationPaging:
    """How an operation gives a list page by page; `item` is the schema of an item.

    `argument` is the position of a parameter, or the keyword for a property of the
    body; the others are paths of attributes.
    """

    kind: PageKind
    argument: int | Identifier
    item: SchemaId
    items: tuple[Identifier, ...] = ()
    next: tuple[Identifier, ...] = ()
    last: tuple[Identifier, ...] = ()
    more: tuple[Identifier, ...] = ()
    first: int = 0


@dataclass(frozen=True, slots=True)
class OperationLink:
    """A link to the method `target`, such as `users.get`.

    `arguments` has constants and runtime expressions by its keywords.
    """

    name: Text
    target: str
    arguments: tuple[tuple[Identifier, JsonValue], ...]


@dataclass(frozen=True, slots=True)
class ResolvedApi:
    """The API ready to be planned. `field_names` maps each class to its fields.

    `enums` says how enumerations are written; with `is_open` there may be more values
    and variants than the document has. `models` says what classes these are.
    `value_names` what the values of each enumeration among the types are called.
    `lists` has the traits of the entries of lists that named types stand in. `chosen`
    are the types that the user has for a JSON type and format, `bases` what classes
    are meant to inherit from, where that is wanted. `headers` has the attributes of the
    header fields of responses, by their names in lower case. `paging` has the
    operations that give pages, by `METHOD path`, `sentinels` what ends the streams of
    one, `links` those of the response to a status that can be followed. What the API
    sends by itself is signed by `webhook_scheme`, if the user says how. `key_headers`
    has the header fields for idempotency keys that the user wants, by `METHOD path`.
    """

    spec: ApiSpec
    shapes: Mapping[SchemaId, Schema]
    types: Mapping[SchemaId, NamedType]
    modules: tuple[ModelModule, ...]
    field_names: Mapping[SchemaId, Mapping[Text, Identifier]]
    resources: tuple[Resource, ...]
    schemes: tuple[NamedScheme, ...]
    lists: Mapping[str, tuple[tuple[str, ...], ...]]
    chosen: Mapping[tuple[str, Text], ChosenType] = field(default_factory=dict)
    value_names: Mapping[SchemaId, ValueNames] = field(default_factory=dict)
    enums: EnumStyle = ENUM_STYLES[0]
    is_open: bool = False
    models: ModelStyle = MODEL_STYLES[0]
    bases: Mapping[SchemaId, tuple[SchemaId, ...]] = field(default_factory=dict)
    servers: tuple[NamedServer, ...] = ()
    headers: Mapping[str, Identifier] = field(default_factory=dict)
    paging: Mapping[str, OperationPaging] = field(default_factory=dict)
    sentinels: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[tuple[str, str], tuple[OperationLink, ...]] = field(
        default_factory=dict
    )
    webhook_scheme: WebhookScheme | None = None
    key_headers: Mapping[str, str] = field(default_factory=dict)

    def shipped(self, targets: tuple[str, ...]) -> Shipped:
        """Every public name of a package with these targets, for its manifest."""
        place = self.spec.place
        return Shipped(
            types=self.names_by_pointer(),
            twins={
                place(named_type.id.text): named_type.input_name
                for named_type in self.types.values()
                if named_type.input_name is not None
            },
            fields={
                place(schema_id.text): {
                    reveal(wire_name): str(name) for wire_name, name in names.items()
                }
                for schema_id, names in self.field_names.items()
                if names
            },
            operations=self.operation_names(targets),
            arguments=self.argument_names(),
            credentials=self.credential_names(),
            bodies=self.body_media_types(),
            errors=self.error_names() if "client" in targets else {},
            headers=self.header_names() if "client" in targets else {},
            lists=self.lists,
            servers=self.server_names() if "client" in targets else {},
            server_variables=self.server_arguments() if "client" in targets else {},
            values={
                place(schema_id.text): {
                    key_of_value(value): str(name) for value, name, _ in names.constants
                }
                for schema_id, names in self.value_names.items()
                if names.holder is not None or self.enums == "class"
            },
            value_holders={
                place(schema_id.text): str(names.holder)
                for schema_id, names in self.value_names.items()
                if names.holder is not None
            },
        )

    def modules_of_bases(self, paths: Iterable[str]) -> frozenset[str]:
        """The files of the classes that those in some files inherit from."""
        file_of = {
            schema_id: f"{named_type.module.replace('.', '/')}.py"
            for schema_id, named_type in self.types.items()
        }
        inside = frozenset(paths) if self.bases else frozenset[str]()
        waiting = [child for child in self.bases if file_of.get(child) in inside]
        seen: set[SchemaId] = set()
        while waiting:
            for base in self.bases.get(waiting.pop(), ()):
                if base not in seen:
                    seen.add(base)
                    waiting.append(base)
        return frozenset(file_of[base] for base in seen if base in file_of)

    def names_by_pointer(self) -> dict[str, str]:
        """The place of each named schema -> `module:Name`, for the manifest."""
        return {
            self.spec.place(
                named_type.id.text
            ): f"{named_type.module}:{named_type.name}"
            for named_type in self.types.values()
        }

    def operation_names(self, targets: tuple[str, ...]) -> dict[str, dict[str, str]]:
        """`METHOD path` -> client method and handler method, for the manifest."""
        names_by_key: dict[str, dict[str, str]] = {}
        for resource in self.resources:
            for named in resource.operations:
                key = operation_key(named.operation)
                names: dict[str, str] = {}
                if "client" in targets:
                    names["client"] = (
                        f"operations.{resource.module}:{resource.name}.{named.method}"
                    )
                if "server" in targets:
                    names["handler"] = (
                        f"server.{resource.module}:{resource.name}Api.{named.method}"
                    )
                names_by_key[key] = names
        return names_by_key

    def argument_names(self) -> dict[str, dict[str, str]]:
        """`METHOD path` -> `location name` -> argument, for the manifest.

        Members of a body have `body name`. Operations without arguments are left out.
        """
        return {
            operation_key(named.operation): {
                key: str(argument) for key, argument in named.arguments_by_key()
            }
            for resource in self.resources
            for named in resource.operations
            if named.arguments or named.properties
        }

    def credential_names(self) -> dict[str, str]:
        """Key of a security scheme -> argument, for the manifest."""
        return {reveal(named.scheme.key): str(named.argument) for named in self.schemes}

    def header_names(self) -> dict[str, str]:
        """Header field of a response, in lower case -> attribute, for the manifest."""
        declared = {
            reveal(header.wire_name).lower()
            for operation in self.spec.operations
            for response in operation.responses
            for header in response.headers
        }
        return {key: str(name) for key, name in self.headers.items() if key in declared}

    def server_names(self) -> dict[str, str]:
        """URL of a server, as written -> what it is called, for the manifest."""
        return {reveal(each.server.template): str(each.name) for each in self.servers}

    def server_arguments(self) -> dict[str, dict[str, str]]:
        """URL of a server -> its variables -> arguments, for the manifest."""
        return {
            reveal(named.server.template): {
                reveal(variable.name): str(argument)
                for variable, argument in zip(
                    named.server.variables, named.arguments, strict=True
                )
            }
            for named in self.servers
            if named.arguments
        }

    def body_media_types(self) -> dict[str, str]:
        """`METHOD path` -> what its body is sent in, unless that is the usual."""
        first = {
            operation_key(operation): reveal(operation.body.content[0].name)
            for operation in self.spec.operations
            if operation.body is not None and operation.body.content
        }
        return {key: name for key, name in first.items() if name != USUAL_BODY}

    def error_names(self) -> dict[str, dict[str, str]]:
        """`METHOD path` -> status -> exception of that operation, for the manifest."""
        return {
            operation_key(named.operation): {
                key: str(name) for key, name in named.errors.items()
            }
            for resource in self.resources
            for named in resource.operations
            if named.errors
        }

    def operation_tags(self) -> dict[str, tuple[str, ...]]:
        """`METHOD path` -> the tags of the operation."""
        return {
            operation_key(operation): tuple(map(reveal, operation.tags))
            for operation in self.spec.operations
        }


def is_enum_class(shape: Schema) -> bool:
    """Whether an enumeration is a class where the user wants classes.

    One value alone is a constant, flags are none, and what is judged beside the values
    has no class. Of two values that are one to Python, 1 and true, one would be lost.
    """
    if not isinstance(shape, Enumeration) or shape.asserts:
        return False
    values = shape.values
    if all(isinstance(value, bool) for value in values):
        return False
    return len(values) > 1 and len(set(values)) == len(values)


def key_of_value(value: Scalar) -> str:
    """A listed value as the manifest has it for a key: its JSON."""
    plain = reveal(value) if isinstance(value, Text) else value
    return json_dumps(plain)


def member_key(wire_name: Text) -> str:
    """`body name`, which names a member of a body that is an argument too."""
    return f"body {reveal(wire_name)}"


def operation_key(operation: Operation) -> str:
    """`METHOD path`, which names an operation in the manifest."""
    return f"{operation.method} {reveal(operation.path)}"


def parameter_key(parameter: Parameter) -> str:
    """`location name`, which names a parameter of an operation in the manifest."""
    return f"{parameter.location} {reveal(parameter.wire_name)}"
