"""Descriptors: an operation as the runtime reads it, for client and server alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from apiloom.api.answer_contents import is_json_text, is_second
from apiloom.api.ir import (
    UNREADABLE,
    Header,
    MediaType,
    Operation,
    Parameter,
    Response,
    SecurityRequirement,
)
from apiloom.api.media_type_kinds import is_form
from apiloom.api.names.header_names import header_key
from apiloom.api.resolved_api import (
    NamedOperation,
    NamedScheme,
    operation_key,
)
from apiloom.core.identifiers import Identifier
from apiloom.core.text import Text
from apiloom.python.syntax.expression import (
    Call,
    Expression,
    Sequence,
    Value,
    builtin,
    evaluated,
    runtime,
)
from apiloom.python.syntax.expression import Mapping as Display
from apiloom.python.targets.body_types import BodyTypes
from apiloom.python.targets.byte_bodies import byte_limits
from apiloom.python.targets.descriptor_parts import (
    described,
    encodings_of,
    links_of,
    paging_of,
)
from apiloom.python.targets.empty_values import with_empty
from apiloom.python.targets.models.type_expressions import TypeExpressions


@dataclass(frozen=True, slots=True)
class Descriptors(BodyTypes):
    """Writes descriptors and the types that operations take and give.

    A `client` has no alternatives that it lacks credentials for.
    """

    schemes: Mapping[Text, NamedScheme]
    client: bool = False

    def operation(
        self,
        named: NamedOperation,
        tag: Text | None,
        headers: Iterable[tuple[str, Expression]] = (),
    ) -> Call:
        """The call that makes the descriptor of an operation.

        `headers` says what header fields of its responses are read as.
        """
        operation = named.operation
        keywords: list[tuple[str, Expression]] = [
            ("id", Value(operation.operation_id or Text(named.method))),
            ("method", Value(Text(operation.method))),
            ("path", Value(operation.wire_path)),
        ]
        if tag is not None:
            keywords.append(("tag", Value(tag)))
        server = operation.server if self.client else operation.served_at
        if server is not None:
            keywords.append(("server", Value(server)))
        if operation.query:
            pairs = tuple(
                Sequence((Value(name), Value(value))) for name, value in operation.query
            )
            keywords.append(("query", Sequence(pairs)))
        if operation.parameters:
            parameters = tuple(map(self._parameter, operation.parameters))
            keywords.append(("parameters", Sequence(parameters)))
        if operation.body is not None:
            keywords.append(("body", self._body(operation)))
        responses = tuple(
            (
                Value(Text(response.status)),
                self._response(response, operation_key(operation)),
            )
            for response in operation.responses
        )
        if responses:
            keywords.append(("responses", Display(responses)))
        if self.client and named.errors:
            errors = tuple(
                (Value(Text(key)), Value(name)) for key, name in named.errors.items()
            )
            keywords.append(("errors", Display(errors)))
        keywords += headers
        keywords += self._ruled(operation)
        if self.security(operation):
            keywords.append(("security", self._security(operation)))
        return described("Operation", keywords)

    def _ruled(self, operation: Operation) -> Iterator[tuple[str, Expression]]:
        """What the user's rules say of an operation."""
        key = operation_key(operation)
        paging = self.types.api.paging.get(key)
        if self.client and paging is not None:
            yield "paging", paging_of(paging)
        sentinel = self.types.api.sentinels.get(key)
        if sentinel is not None:
            yield "sentinel", Value(Text(sentinel))
        header = self.types.api.key_headers.get(key)
        if self.client and header is not None:
            yield "key_header", Value(Text(header))

    def is_optional(self, operation: Operation) -> bool:
        """Whether the operation can be called without credentials."""
        return not all(operation.security)

    def _parameter(self, parameter: Parameter) -> Expression:
        keywords: list[tuple[str, Expression]] = [
            ("name", Value(parameter.wire_name)),
            ("location", Value(Text(parameter.location))),
            ("type", evaluated(self.parameter_type(parameter))),
        ]
        if parameter.required:
            keywords.append(("required", Value(True)))
        if parameter.style is not None:
            keywords.append(("style", Value(Text(parameter.style))))
        if parameter.explode is not None:
            keywords.append(("explode", Value(parameter.explode)))
        if parameter.allow_reserved:
            keywords.append(("allow_reserved", Value(True)))
        if parameter.allow_empty:
            keywords.append(("allow_empty", Value(True)))
        if parameter.several:
            keywords.append(("several", Value(True)))
        if parameter.content is not None:
            keywords.append(("content", Value(parameter.content)))
            if parameter.encoding and is_form(parameter.content):
                keywords.append(("encoding", encodings_of(parameter.encoding)))
        return described("Parameter", keywords)

    def parameter_type(self, parameter: Parameter) -> Expression:
        """The type of a parameter; a string where the document says nothing."""
        if parameter.schema is None:
            return builtin("str")
        return with_empty(parameter, self.types.of(parameter.schema))

    def _body(self, operation: Operation) -> Expression:
        body = operation.body
        assert body is not None
        content = Sequence(
            tuple(self._media_type(media_type) for media_type in body.content)
        )
        keywords: list[tuple[str, Expression]] = [("content", content)]
        if body.required:
            keywords.append(("required", Value(True)))
        return described("RequestBody", keywords)

    def _media_type(self, media_type: MediaType) -> Expression:
        type_ = self.content_type(media_type)
        is_bytes = type_ == builtin("bytes")
        limits = byte_limits(media_type, self.types) if is_bytes else ()
        return self._carrying(media_type, type_, limits)

    def _carrying(
        self,
        media_type: MediaType,
        type_: Expression,
        more: Iterable[tuple[Identifier, Expression]] = (),
    ) -> Expression:
        arguments: tuple[Expression, ...] = (Value(media_type.name), evaluated(type_))
        if media_type.encoding and is_form(media_type.name):
            arguments = (*arguments, encodings_of(media_type.encoding))
        keywords: list[tuple[Identifier, Expression]] = []
        if media_type.streamed:
            keywords.append((Identifier("items"), Value(True)))
            if media_type.data != "text":
                keywords.append((Identifier("data"), Value(Text(media_type.data))))
        keywords += more
        return Call(runtime("operation", "MediaType"), arguments, tuple(keywords))

    def _response(self, response: Response, key: str) -> Expression:
        keywords: list[tuple[str, Expression]] = []
        if response.content:
            content = tuple(
                self._carrying(
                    media_type,
                    self.answered_type(media_type, response.content),
                    self._flags(media_type, response.content),
                )
                for media_type in response.content
            )
            keywords.append(("content", Sequence(content)))
        if response.headers:
            headers = tuple(map(self._header, response.headers))
            keywords.append(("headers", Sequence(headers)))
        links = self.types.api.links.get((key, response.status))
        if self.client and links:
            keywords.append(("links", links_of(links)))
        return described("Response", keywords)

    def _flags(
        self, media_type: MediaType, content: tuple[MediaType, ...]
    ) -> Iterator[tuple[Identifier, Expression]]:
        """What else is to be known of a body that `content` declares."""
        shapes = self.types.api.shapes
        if is_json_text(media_type, content, shapes):
            yield Identifier("json"), Value(True)
        if self.client and is_second(media_type, content, shapes):
            yield Identifier("second"), Value(True)

    def _header(self, header: Header) -> Expression:
        type_ = (
            builtin("str") if header.schema is None else self.types.of(header.schema)
        )
        keywords: list[tuple[str, Expression]] = [
            ("name", Value(header.wire_name)),
            ("type", evaluated(type_)),
        ]
        name = self.types.api.headers.get(header_key(header.wire_name))
        if self.client and name is not None:
            keywords.append(("attribute", Value(name)))
        if header.required:
            keywords.append(("required", Value(True)))
        if header.explode:
            keywords.append(("explode", Value(True)))
        if header.content is not None:
            keywords.append(("content", Value(header.content)))
        return described("ResponseHeader", keywords)

    def security(self, operation: Operation) -> tuple[SecurityRequirement, ...]:
        """The alternatives that this side can do something about.

        A client sends what can be read of them.
        """
        if not self.client:
            return operation.security
        readable = (
            tuple(use for use in requirement if use.scheme != UNREADABLE) or requirement
            for requirement in operation.security
        )
        return tuple(
            requirement
            for requirement in readable
            if all(self._is_sent(use.scheme) for use in requirement)
        )

    def used_schemes(self) -> tuple[NamedScheme, ...]:
        """The schemes that operations really name, in document order."""
        used = {
            use.scheme
            for operation in self.types.api.spec.operations
            for requirement in self.security(operation)
            for use in requirement
        }
        return tuple(scheme for key, scheme in self.schemes.items() if key in used)

    def _is_sent(self, key: Text) -> bool:
        named = self.schemes.get(key)
        return named is not None and named.scheme.kind != "other"

    def _security(self, operation: Operation) -> Expression:
        alternatives: list[Expression] = []
        for requirement in self.security(operation):
            entries = tuple(
                (
                    Value(self._argument(use.scheme)),
                    Sequence(tuple(Value(scope) for scope in use.scopes)),
                )
                for use in requirement
            )
            alternatives.append(Display(entries))
        return Sequence(tuple(alternatives))

    def _argument(self, key: Text) -> Identifier | Text:
        """A scheme that the document names but does not describe keeps its key."""
        named = self.schemes.get(key)
        return key if named is None else named.argument


def descriptors_of(types: TypeExpressions, *, client: bool) -> Descriptors:
    """Descriptors for the API of `types`."""
    schemes = {named.scheme.key: named for named in types.api.schemes}
    return Descriptors(types, schemes, client)
