"""What an operation is on the wire: descriptors that the document fills in.

Generated modules hold one `Operation` for each operation of the document; the client
and the server read it and nothing else of the document.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeAlias, TypeVar

from .idempotency import is_key

if TYPE_CHECKING:
    from .typed_headers import TypedHeaders

T_co = TypeVar("T_co", covariant=True)

ParameterLocation: TypeAlias = Literal[
    "path", "query", "header", "cookie", "querystring"
]
ParameterStyle: TypeAlias = Literal[
    "simple",
    "label",
    "matrix",
    "form",
    "spaceDelimited",
    "pipeDelimited",
    "tabDelimited",
    "deepObject",
    "cookie",
]
"""The styles of OpenAPI; tabs separate in Swagger 2.0 only (`tsv`)."""
EventData: TypeAlias = Literal["text", "json", "item"]
"""What the data of a server-sent event is: text; JSON, which an event has as a value;
or JSON that is all there is to an item, whatever else its event says."""
SecurityRequirement: TypeAlias = Mapping[str, tuple[str, ...]]
"""Security schemes that are needed together, each with its scopes."""

_DEFAULT_STYLES: dict[ParameterLocation, ParameterStyle] = {
    "path": "simple",
    "header": "simple",
    "query": "form",
    "cookie": "form",
    "querystring": "form",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How a form writes one of its fields (OpenAPI 3.1 section 4.8.15)."""

    style: ParameterStyle | None = None
    explode: bool | None = None
    content_type: str | None = None

    def parameter(self, name: str) -> "Parameter | None":
        """The query parameter that is written like the field, if style decides."""
        if self.style is None and self.explode is None:
            return None
        return Parameter(
            name=name,
            location="query",
            type=None,
            style=self.style,
            explode=self.explode,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter object (OpenAPI 3.1 section 4.8.12).

    `type` is what pydantic can build a `TypeAdapter` from. `content` names the media
    type when the parameter is described by `content` in place of `schema`; that of the
    `querystring` is what the whole query of the URL is in. `encoding` is for the
    fields of a form, if it is one. With `several`, a value in
    the path may go over several of its segments; with `allow_empty`, `name=` in a query
    is the empty text, whatever `type` is (4.8.12.2.1).
    """

    name: str
    location: ParameterLocation
    type: Any
    required: bool = False
    style: ParameterStyle | None = None
    explode: bool | None = None
    allow_reserved: bool = False
    several: bool = False
    allow_empty: bool = False
    content: str | None = None
    encoding: Mapping[str, Encoding] = field(default_factory=dict[str, Encoding])

    @property
    def effective_style(self) -> ParameterStyle:
        """The style, or the default of the location."""
        return self.style or _DEFAULT_STYLES[self.location]

    @property
    def effective_explode(self) -> bool:
        """Whether arrays and objects are written out: the default for form alone.

        And for cookie, which is form in the syntax of cookies (OpenAPI 3.2).
        """
        if self.explode is None:
            return self.effective_style in ("form", "cookie")
        return self.explode


@dataclass(frozen=True, slots=True)
class MediaType:
    """A media type (or range, such as `text/*`) and the Python type of its value.

    `encoding` is for the fields of a form that are not written as usual. With `items`,
    the value is one of many that the body is made of (OpenAPI 3.2 section 4.14.3);
    `data` says what the data of an event is. Text that stands for what text cannot be
    is `json`. A `second` one says in another way what JSON beside it says: a client
    reads it where it comes, and does not ask for it. A request body of bytes has at
    `least` and at `most` so many of them.
    """

    name: str
    type: Any
    encoding: Mapping[str, Encoding] = field(default_factory=dict[str, Encoding])
    items: bool = False
    data: EventData = "text"
    json: bool = False
    second: bool = False
    least: int = 0
    most: int | None = None

    def wrong_length(self, size: int, *, is_all: bool = True) -> str | None:
        """What is wrong with so many bytes, whether that is all or more may come."""
        if self.most is not None and size > self.most:
            return f"Is longer than {self.most} bytes"
        if is_all and size < self.least:
            return f"Is shorter than {self.least} bytes"
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestBody:
    """A request body object (section 4.8.13); the first media type is what is sent."""

    content: tuple[MediaType, ...]
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseHeader:
    """A header of a response (section 4.8.21), in style simple.

    `content` names the media type when the header is described by `content`. A client
    has it as an `attribute` of what is typed.
    """

    name: str
    type: Any
    attribute: str = ""
    required: bool = False
    explode: bool = False
    content: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A link object (section 4.8.20) to the method `target`, such as `users.get`.

    `arguments` has constants and runtime expressions by the keywords of the method.
    """

    name: str
    target: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A response object (section 4.8.17); without content, a body means nothing."""

    content: tuple[MediaType, ...] = ()
    headers: tuple[ResponseHeader, ...] = ()
    links: tuple[Link, ...] = ()


PageKind: TypeAlias = Literal["cursor", "page", "offset", "link", "url"]
"""How a page leads to the next: by what an argument is then, or by an address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """How an operation gives a list page by page.

    The `argument` that leads on is that of a parameter, by its position, or that of a
    property of the body. The others are paths of names: in what an answer decodes to,
    the `items`, the `next` cursor, page or URL, and whether there is `more`; in the
    `last` item, the cursor. `first` is the number of the first page, or item.
    """

    kind: PageKind
    argument: int | str = ""
    items: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    first: int = 0


# Without slots: with them, Python 3.11 cannot call `Operation[int](...)`.
# Each is one of its kind, so it can be asked what was prepared for it.
@dataclass(frozen=True, kw_only=True, eq=False)
class Operation(Generic[T_co]):
    """An operation object (section 4.8.10); `T_co` is what a success decodes to.

    `query` has the pairs that every request carries, since the document writes them
    into the path. `server` is where requests go instead of to the document's first
    server: a whole URL, or a path that is resolved against that of the client; a
    server knows it as a path from the root, if at all. `responses` is keyed as in the
    document: `"200"`, `"2XX"`, `"default"`. `security` lists alternatives; none means
    public, and an empty one means that credentials are optional. `errors` names the
    exceptions of this operation alone, by the keys that those of all are known by.
    `headers` is what the header fields of an answer are read as, `error_headers` those
    of errors by the keys of their responses; where none are declared there is none.
    `paging` is there for a list that comes in pages, `sentinel` for a stream that ends
    with that text in the place of an item, `key_header` where calls have an idempotency
    key of which the document says nothing.
    """

    id: str
    method: str
    path: str
    tag: str = ""
    query: tuple[tuple[str, str], ...] = ()
    server: str | None = None
    parameters: tuple[Parameter, ...] = ()
    body: RequestBody | None = None
    responses: Mapping[str, Response] = field(default_factory=dict[str, Response])
    errors: Mapping[str, str] = field(default_factory=dict[str, str])
    headers: "type[TypedHeaders] | None" = None
    error_headers: "Mapping[str, type[TypedHeaders]]" = field(
        default_factory=dict[str, "type[TypedHeaders]"]
    )
    paging: Paging | None = None
    sentinel: str | None = None
    key_header: str | None = None
    security: tuple[SecurityRequirement, ...] = ()

    @cached_property
    def accept(self) -> str:
        """The Accept field: every media type that is declared for a response.

        Of a success that may be a stream, what is none.
        """
        return self._accepted(items=False) or self.accept_items or "*/*"

    @cached_property
    def accept_items(self) -> str:
        """The same for a call that wants a stream."""
        return self._accepted(items=True)

    def _accepted(self, *, items: bool) -> str:
        """Media types: those of successes that have items, or have none."""
        # Imported when it is needed: it knows of operations.
        from .media_types import accept_field

        contents = [(key, each.content) for key, each in self.responses.items()]
        listed = [(key, media) for key, content in contents for media in content]
        is_mixed = {media.items for key, media in listed if key[0] == "2"} == {
            True,
            False,
        }
        return accept_field(
            [
                media
                for key, media in listed
                if not is_mixed or media.items is items or key[0] != "2"
            ]
        )

    @cached_property
    def key_position(self) -> int | None:
        """Which parameter has an idempotency key, if one has."""
        for position, parameter in enumerate(self.parameters):
            if parameter.location == "header" and is_key(
                parameter.name, self.key_header
            ):
                return position
        return None

    @cached_property
    def answers(self) -> frozenset[str]:
        """The keys of the responses that a call returns, and does not raise.

        Successes; where none is declared a redirection is what the operation is for.
        """
        successes = frozenset(key for key in self.responses if key.startswith("2"))
        redirections = frozenset(key for key in self.responses if key.startswith("3"))
        return successes or redirections

    @cached_property
    def has_links(self) -> bool:
        """Whether an answer leads to further calls."""
        return any(response.links for response in self.responses.values())

    def is_answer(self, status: int) -> bool:
        """Whether a call returns this status: a success, or a declared redirection."""
        kind = status // 100
        return kind == 2 or (kind == 3 and self.response_key(status) in self.answers)

    def read_as(self, status: int) -> str | None:
        """The key of the response that says what has come with a status.

        A success that is not declared is like the first that is.
        """
        key = self.response_key(status)
        if status // 100 != 2 or key not in (None, "default"):
            return key
        return next((key for key in self.responses if key.startswith("2")), key)

    def response_key(self, status: int) -> str | None:
        """The key in `responses` for a status: its own, its range's or the default.

        Section 4.8.16; None where there is none of them.
        """
        kind = status // 100
        keys = (str(status), f"{kind}XX", f"{kind}xx", "default")
        return next((key for key in keys if key in self.responses), None)
