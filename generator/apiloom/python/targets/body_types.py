"""The Python types of bodies: what is sent, and what answers and errors carry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from apiloom.api.answer_contents import is_json_text, is_second
from apiloom.api.ir import MediaType, Operation, Response
from apiloom.api.media_type_kinds import (
    answers_of,
    is_either,
    is_form,
    is_of_parts,
    is_text,
    is_typed,
    is_urlencoded,
)
from apiloom.api.schema.schema_graph import end_of
from apiloom.api.schema.shapes import Array, Nothing, Object, Primitive
from apiloom.core.text import Text
from apiloom.python.syntax.expression import (
    NONE,
    Expression,
    Subscript,
    builtin,
    either,
    typing,
    unannotated,
)
from apiloom.python.targets.models.format_types import BINARY, ENCODED
from apiloom.python.targets.models.type_expressions import TypeExpressions
from apiloom.runtime.statuses import gives_undeclared


@dataclass(frozen=True, slots=True)
class BodyTypes:
    """Says of what type bodies are."""

    types: TypeExpressions

    def content_type(self, media_type: MediaType, *, sent: bool = True) -> Expression:
        """The Python type of what a media type carries, or of each of its items.

        Forms are `sent` by clients; those that servers answer with are not taken apart.
        """
        if media_type.streamed:
            return self.types.of(media_type.items)
        if is_of_parts(media_type.name):
            return self._parts_type(media_type, sent=sent)
        if is_form(media_type.name) and not sent:
            return builtin("str" if is_urlencoded(media_type.name) else "bytes")
        if self._has_format(media_type, BINARY):
            return builtin("bytes")
        is_decided = is_typed(media_type, self.types.api.shapes)
        if is_decided or self._has_format(media_type, ENCODED):
            return self.types.of(media_type.schema)
        return builtin("str" if is_text(media_type.name) else "bytes")

    def _parts_type(self, media_type: MediaType, *, sent: bool) -> Expression:
        """An array has a part for each item, an object one for each property."""
        if media_type.schema is None:
            if media_type.items is None:
                return builtin("bytes")
            return Subscript(builtin("list"), (self.types.of(media_type.items),))
        shapes = self.types.api.shapes
        end = end_of(media_type.schema, shapes)
        has_parts = isinstance(end.shape, Array) or (
            sent and isinstance(end.shape, Object)
        )
        if has_parts and not end.takes_null:
            return self.types.of(media_type.schema)
        return builtin("bytes")

    def _has_format(self, media_type: MediaType, formats: frozenset[Text]) -> bool:
        """Whether the body is a string of such a format, whatever the media type.

        That of a file is its bytes. What is encoded is text, also where the media type
        is that of what it encodes (OpenAPI 3.1, section 4.8.14).
        """
        if media_type.schema is None:
            return False
        shape = end_of(media_type.schema, self.types.api.shapes).shape
        if not isinstance(shape, Primitive) or shape.kind != "string":
            return False
        return shape.format in formats

    def answered_type(
        self, media_type: MediaType, content: Sequence[MediaType]
    ) -> Expression:
        """The type of what a response carries in one of its media types, `content`."""
        if is_json_text(media_type, content, self.types.api.shapes):
            return self.types.of(media_type.schema)
        return self.content_type(media_type, sent=False)

    def response_type(
        self, response: Response, *, items: bool | None = None
    ) -> Expression:
        """The type of a response's body: `None` without one; or that of its `items`."""
        types = tuple(
            self.answered_type(media_type, response.content)
            for media_type in response.content
            if items in (None, media_type.streamed)
        )
        return either(types) if types else NONE

    def error_type(self, response: Response) -> Expression:
        """The type of the body of an error, as a client asks for it."""
        types = tuple(
            self.answered_type(media_type, response.content)
            for media_type in self._asked_for(response.content)
        )
        return either(types) if types else NONE

    def success_type(
        self, operation: Operation, *, items: bool | None = None
    ) -> Expression:
        """What a call returns: the types of all that is no error, or of `default`.

        Of an answer that may be a stream: that of its `items`, or of what is none.
        It stands in signatures, so without what only a reader of values looks at.
        """
        successes = answers_of(operation) or tuple(
            response for response in operation.responses if response.status[0] == "d"
        )
        types = tuple(
            (
                self._undeclared(operation, response)
                if media_type is None
                else self._returned(media_type, response.content)
            )
            for response in successes
            for media_type in _chosen(self._asked_for(response.content), items)
        )
        return unannotated(either(types)) if types else NONE

    def answer_type(self, operation: Operation) -> Expression:
        """The same, less streams where the answer need not be one."""
        items = False if is_either(operation) else None
        return self.success_type(operation, items=items)

    def _undeclared(self, operation: Operation, response: Response) -> Expression:
        """What a call returns where nothing is said of the body."""
        is_read = gives_undeclared(operation.method, response.status)
        return builtin("bytes") if is_read else NONE

    def _asked_for(self, content: tuple[MediaType, ...]) -> tuple[MediaType, ...]:
        """The media types of a response that a client asks for."""
        shapes = self.types.api.shapes
        return tuple(each for each in content if not is_second(each, content, shapes))

    def _returned(
        self, media_type: MediaType, content: Sequence[MediaType]
    ) -> Expression:
        """What a call returns of one media type; where no value is right, any."""
        schema = media_type.schema
        if media_type.items is None and schema is not None:
            shapes = self.types.api.shapes
            if isinstance(end_of(schema, shapes).shape, Nothing):
                return typing("Any")
        return self.answered_type(media_type, content)


def _chosen(
    content: tuple[MediaType, ...], items: bool | None
) -> tuple[MediaType | None, ...]:
    """The media types of a response that count; None where there is no content."""
    if not content:
        return () if items else (None,)
    return tuple(each for each in content if items in (None, each.streamed))
