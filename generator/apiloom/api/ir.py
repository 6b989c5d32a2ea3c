"""The API: operations and what they need, as OpenAPI 3.1 section 4.8 names it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from apiloom.api.document_members import DocumentMembers
from apiloom.api.schema.shapes import Discriminator, JsonValue, Schema, SchemaId
from apiloom.core.location import ROOT, Location, Pointer, component_of
from apiloom.core.page_rule import PageRule
from apiloom.core.text import Text
from apiloom.runtime.operation import EventData

ParameterLocation: TypeAlias = Literal[
    "path", "query", "header", "cookie", "querystring"
]
SchemeKind: TypeAlias = Literal["bearer", "basic", "apiKey", "other"]
"""How credentials travel; `other` needs code of the user's own, such as mutual TLS."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding object: how a form writes the property `wire_name`."""

    wire_name: Text
    style: str | None
    explode: bool | None
    content_type: Text | None


@dataclass(frozen=True, slots=True)
class MediaType:
    """A media type object; `schema` is `None` when the document gives none.

    `items` is the schema of the items of a body, if it is made of such; with `streamed`
    they are read and written one by one. `data` says what the data of an event is.
    Where it stands is no part of what it is, here and below.
    """

    where: Location = field(compare=False)
    name: Text
    schema: SchemaId | None
    encoding: tuple[Encoding, ...] = ()
    items: SchemaId | None = None
    streamed: bool = False
    data: EventData = "text"
    example: JsonValue | None = field(default=None, compare=False)
    examples: tuple[tuple[Text, JsonValue], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter object; `content` is set when a media type describes the value.

    `encoding` belongs to that media type where it is a form. With `several`, a value in
    the path may go over several of its segments; with `allow_empty`, one in the query
    may be the empty text, whatever the schema says.
    """

    where: Location
    wire_name: Text
    location: ParameterLocation
    schema: SchemaId | None
    required: bool
    style: str | None
    explode: bool | None
    allow_reserved: bool
    content: Text | None
    description: Text | None
    deprecated: bool
    several: bool = False
    allow_empty: bool = False
    encoding: tuple[Encoding, ...] = ()
    example: JsonValue | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class RequestBody:
    """A request body object, media types in document order."""

    where: Location = field(compare=False)
    required: bool
    description: Text | None
    content: tuple[MediaType, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """A header object of a response."""

    where: Location = field(compare=False)
    wire_name: Text
    schema: SchemaId | None
    required: bool
    description: Text | None
    explode: bool = False
    content: Text | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A link object (section 4.8.20); `further` is what else it needs, if anything.

    `operation_ref` is the pointer of an operation of the document.
    """

    where: Location = field(compare=False)
    name: Text
    operation_id: Text | None
    operation_ref: Pointer | None
    parameters: tuple[tuple[Text, JsonValue], ...]
    further: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """A response object; `status` is `"200"`, `"2XX"` or `"default"`."""

    where: Location = field(compare=False)
    status: str
    description: Text | None
    content: tuple[MediaType, ...]
    headers: tuple[Header, ...]
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class SecurityUse:
    """One scheme in a security requirement object, with its scopes."""

    scheme: Text
    scopes: tuple[Text, ...]


SecurityRequirement: TypeAlias = tuple[SecurityUse, ...]

UNREADABLE: Final = Text("unreadable security")
"""The scheme that stands for what is said about security and cannot be read.

No component can be called so (section 4.8.7), and no client can send its credential.
"""


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation object; `method` in upper case, `path` the template as written.

    `wire_path` is the template without anything but names in braces, `query` what every
    request carries beside its parameters. `server` is set where the operation, or its
    path, has one of its own: a whole URL, or a path relative to that of the client. The
    latter is `served_at` a path from the root. `pages` is what an extension says of
    them.
    """

    where: Location
    operation_id: Text | None
    method: str
    path: Text
    tags: tuple[Text, ...]
    summary: Text | None
    description: Text | None
    deprecated: bool
    parameters: tuple[Parameter, ...]
    body: RequestBody | None
    responses: tuple[Response, ...]
    security: tuple[SecurityRequirement, ...]
    wire_path: Text
    query: tuple[tuple[Text, Text], ...] = ()
    server: Text | None = None
    served_at: Text | None = None
    pages: PageRule | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Incoming:
    """An operation that the API calls: of a webhook or a callback.

    `webhooks` are the names that it is listed under, `owners` the pointers of the
    operations that it is a callback of, `callbacks` what it is called there: the id of
    an operation (or its method and path), a dot, and the key of the callback;
    `expressions` are the URLs of these, in that order.
    """

    where: Location
    operation_id: Text | None
    method: str
    body: RequestBody | None
    responses: tuple[Response, ...]
    tags: tuple[Text, ...] = ()
    webhooks: tuple[Text, ...] = ()
    owners: tuple[Pointer, ...] = ()
    callbacks: tuple[Text, ...] = ()
    expressions: tuple[Text, ...] = ()
    summary: Text | None = None
    description: Text | None = None
    deprecated: bool = False


@dataclass(frozen=True, slots=True)
class OAuthFlows:
    """Where an OAuth Flows Object (section 4.8.28) says that tokens are given.

    To client credentials, and for a refresh token.
    """

    token_url: Text | None
    refresh_url: Text | None


@dataclass(frozen=True, slots=True)
class SecurityScheme:
    """A security scheme object; `location` and `wire_name` belong to `apiKey`.

    `challenge` is what a server asks for when the credentials are of another kind.
    `flows` is there for OAuth 2.0.
    """

    where: Location
    key: Text
    kind: SchemeKind
    description: Text | None
    location: Literal["query", "header", "cookie"] | None = None
    wire_name: Text | None = None
    challenge: Text | None = None
    flows: OAuthFlows | None = None


@dataclass(frozen=True, slots=True)
class ServerVariable:
    """A server variable object (OpenAPI 3.1, section 4.8.6).

    `values` are those that it may have; without any it may have every one.
    """

    name: Text
    default: Text | None
    values: tuple[Text, ...]
    description: Text | None


@dataclass(frozen=True, slots=True)
class Server:
    """A server object with the defaults of its variables filled in.

    `is_whole` says that the URL tells by itself where to send a request, `is_path` that
    it is resolved against one that does: `path` is where it leads from the root, if
    that is another place; `base_path` is the path of either, without a slash at its
    end, unless that is the root. `template` is the URL as it is written, and
    `variables` are those that stand in it; with any values `is_usable` says that it is
    of either kind. `name` is what the document calls it (OpenAPI 3.2, `x-name`).
    """

    url: Text
    description: Text | None
    is_whole: bool
    is_path: bool
    path: Text | None
    base_path: Text | None
    template: Text
    variables: tuple[ServerVariable, ...]
    name: Text | None
    is_usable: bool
    pointer: Pointer


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag object, which stands at `pointer`."""

    name: Text
    description: Text | None
    pointer: Pointer = ROOT


@dataclass(frozen=True, slots=True)
class Info:
    """The info object."""

    title: Text
    version: Text
    description: Text | None


@dataclass(frozen=True, slots=True)
class ApiSpec:
    """Everything the walk found. `components` are the ids under `components/schemas`.

    `original` is the entry document's tree as it was read: the server publishes it.
    `places` has the name of each component that came from another file: where in it.
    `adopted` has such names of components that do nothing but refer there.
    `document_members` has what is said beside all that.
    `definitions` holds what a `$ref` inside of an `Assertion` leads to,
    `discriminators` those that stand at a schema which others extend. `exact` says that
    no type is implied where none is written.
    """

    document: str
    info: Info
    servers: tuple[Server, ...]
    tags: tuple[Tag, ...]
    operations: tuple[Operation, ...]
    incoming: tuple[Incoming, ...]
    security_schemes: tuple[SecurityScheme, ...]
    components: tuple[SchemaId, ...]
    schemas: Mapping[SchemaId, Schema]
    original: object
    definitions: Mapping[str, JsonValue] = field(default_factory=dict)
    discriminators: Mapping[SchemaId, Discriminator] = field(default_factory=dict)
    places: Mapping[Pointer, str] = field(default_factory=dict)
    adopted: Mapping[Pointer, str] = field(default_factory=dict)
    document_members: DocumentMembers = field(default_factory=DocumentMembers)
    exact: bool = False

    def place(self, pointer: Pointer) -> str:
        """What a manifest calls a place: its pointer, and its file if not the entry.

        A component of another file may be called otherwise after a change somewhere
        else; the place in its file stays.
        """
        component = component_of(pointer)
        name = self.places.get(component)
        return pointer if name is None else name + pointer[len(component) :]


COMPONENT_SCHEMAS = Pointer("/components/schemas")
