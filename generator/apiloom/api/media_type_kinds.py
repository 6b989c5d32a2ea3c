"""Which kind of body a media type stands for, as the runtime judges it.

So the types of generated code are those that the running code reads and writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from apiloom.api.ir import MediaType, Operation, Parameter, Response
from apiloom.api.schema.schema_graph import end_of
from apiloom.api.schema.shapes import (
    Array,
    Enumeration,
    Object,
    Primitive,
    Schema,
    SchemaId,
    Union,
)
from apiloom.core.text import Text, reveal
from apiloom.runtime import media_types
from apiloom.runtime.idempotency import is_key
from apiloom.runtime.media_types import kind_of


def is_json(name: Text) -> bool:
    """JSON by its subtype or its suffix."""
    return kind_of(reveal(name)) == "json"


def is_form(name: Text) -> bool:
    """A form, whose fields are the properties of an object."""
    return kind_of(reveal(name)) in {"form", "multipart"}


def is_multipart(name: Text) -> bool:
    """A body of parts, which files can be."""
    return kind_of(reveal(name)) == "multipart"


def is_urlencoded(name: Text) -> bool:
    """A form that is text, without files."""
    return kind_of(reveal(name)) == "form"


def is_range(name: Text) -> bool:
    """A media range, which leaves open what a body is in."""
    return media_types.is_range(reveal(name))


def is_text(name: Text) -> bool:
    """Text that is read as a string; XML is not parsed."""
    return kind_of(reveal(name)) == "text"


def is_streamed(operation: Operation) -> bool:
    """Whether a call returns the items of its answer, one by one, and nothing else."""
    return {media_type.streamed for media_type in _successes(operation)} == {True}


def is_either(operation: Operation) -> bool:
    """Whether the request decides if the items come one by one."""
    return {media_type.streamed for media_type in _successes(operation)} == {
        True,
        False,
    }


def _successes(operation: Operation) -> Iterator[MediaType]:
    for response in operation.responses:
        if response.status[0] == "2":
            yield from response.content


def answers_of(operation: Operation) -> tuple[Response, ...]:
    """The responses that a call returns: successes, or redirections without any.

    A redirection is what an operation is for that declares no success.
    """
    for kind in "23":
        answers = tuple(
            response for response in operation.responses if response.status[0] == kind
        )
        if answers:
            return answers
    return ()


def is_idempotency_key(parameter: Parameter) -> bool:
    """Whether a call makes the value of a parameter where none is given."""
    return parameter.location == "header" and is_key(reveal(parameter.wire_name))


def is_of_parts(name: Text) -> bool:
    """A body of parts that is no form: `multipart/mixed`, say."""
    return media_types.is_of_parts(reveal(name))


def is_xml(name: Text) -> bool:
    """XML, whose text is no value of its schema (RFC 7303)."""
    return media_types.is_xml(reveal(name))


def is_typed(media_type: MediaType, shapes: Mapping[SchemaId, Schema]) -> bool:
    """Whether the schema decides the Python type of a body, items aside."""
    return (
        has_model(media_type.name)
        or is_json_by_schema(media_type, shapes)
        or is_scalar_text(media_type, shapes)
    )


def is_json_by_schema(media_type: MediaType, shapes: Mapping[SchemaId, Schema]) -> bool:
    """Whether a range covers JSON, and the schema is of what is no text.

    `*/*` of an object is what many frameworks write for the JSON that they send
    (OpenAPI 3.1, section 4.8.14: a range covers what comes).
    """
    if media_type.schema is None or not media_types.is_json_range(
        reveal(media_type.name)
    ):
        return False
    shape = end_of(media_type.schema, shapes).shape
    if isinstance(shape, Primitive):
        return shape.kind != "string"
    return isinstance(shape, Object | Array | Union)


def is_scalar_text(media_type: MediaType, shapes: Mapping[SchemaId, Schema]) -> bool:
    """Whether a text stands for a value of the schema: a number, a date, an enum."""
    name = media_type.name
    if media_type.schema is None or not is_text(name) or is_xml(name):
        return False
    end = end_of(media_type.schema, shapes)
    return isinstance(end.shape, Primitive | Enumeration) and not end.takes_null


def has_model(name: Text) -> bool:
    """Whether the schema decides the Python type of the body.

    Of parts it does where it is an object or an array.
    """
    return is_json(name) or is_form(name)
