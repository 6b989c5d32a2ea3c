"""Request bodies, responses and media types (OpenAPI 3.1, 4.8.13 to 4.8.17)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from apiloom.api.ir import (
    Encoding,
    Header,
    Link,
    MediaType,
    RequestBody,
    Response,
)
from apiloom.api.parse.item_schemas import items_of
from apiloom.api.parse.item_streams import settled, settled_body
from apiloom.api.parse.object_reader import Reader
from apiloom.api.parse.parameter_styles import FORM_STYLES, style_of
from apiloom.api.parse.schema_annotations import first_example, named_examples
from apiloom.api.parse.schemas import SchemaBuilder
from apiloom.api.schema.shapes import JsonValue
from apiloom.core.location import Pointer
from apiloom.core.text import Text, reveal
from apiloom.document.source.references import Unresolved, pointer_of

_ANYTHING: Final = Text("*/*")
"""For a body of which nothing is said: any bytes."""
_STATUS: Final = re.compile(r"[1-5](\d\d|XX)|default")


def body_of(
    operation: Reader, schemas: SchemaBuilder, *, is_event: bool = False
) -> RequestBody | None:
    """The request body of an operation, or of an event, which arrives whole."""
    reference = operation.object_member("requestBody")
    reader = None if reference is None else reference.follow()
    if reader is None:
        return None
    content = tuple(content_of(reader, schemas, is_whole=is_event))
    return RequestBody(
        reader.location(),
        reader.flag("required"),
        reader.text("description"),
        settled_body(content, reader)
        or (MediaType(reader.location(), _ANYTHING, None),),
    )


def responses_of(operation: Reader, schemas: SchemaBuilder) -> tuple[Response, ...]:
    """Every response of an operation, in document order.

    Where there is none that can be used, any status can come (section 4.8.16 asks for
    one): a `default` response without content, which stands where the operation does.
    """
    responses = tuple(_responses(operation, schemas))
    anything = Response(operation.location(), "default", None, (), ())
    return settled(responses or (anything,), operation)


def _responses(operation: Reader, schemas: SchemaBuilder) -> Iterator[Response]:
    """The responses whose status can come and whose reference leads somewhere."""
    responses = operation.object_member("responses")
    for key, reference in responses.members() if responses is not None else ():
        status = key.upper() if key != "default" else key
        if not _STATUS.fullmatch(status):
            reference.complain(
                "unknown-status",
                f"{Text(key)!r} is no HTTP status",
                "use a code such as 404, a range such as 4XX, or default",
            )
            continue
        reader = reference.follow()
        if reader is not None:
            yield Response(
                reader.location(),
                status,
                reader.text("description"),
                tuple(content_of(reader, schemas)),
                tuple(_headers(reader, schemas)),
                tuple(_links(reader)),
            )


def _links(response: Reader) -> Iterator[Link]:
    """The links of a response (section 4.8.20)."""
    links = response.object_member("links")
    for name, reference in links.entries() if links is not None else ():
        reader = reference.follow()
        if reader is None:
            continue
        parameters = reader.object_member("parameters")
        given = () if parameters is None else parameters.entries(object)
        further = (key for key in ("requestBody", "server") if reader.member(key))
        yield Link(
            reader.location(),
            Text(name),
            reader.text("operationId"),
            _operation_at(reader.text("operationRef")),
            tuple((Text(key), JsonValue(each.value)) for key, each in given),
            next(further, ""),
        )


def _operation_at(reference: Text | None) -> Pointer | None:
    """Where `operationRef` leads, if that is inside of the document."""
    pointer = None if reference is None else pointer_of(reveal(reference))
    return None if isinstance(pointer, Unresolved) else pointer


def content_of(
    reader: Reader, schemas: SchemaBuilder, *, is_whole: bool = False
) -> Iterator[MediaType]:
    """The media types in `content`, in document order.

    What comes as a whole is made of items only where it is `itemSchema` that says so.
    """
    content = reader.object_member("content")
    for name, reference in content.entries() if content is not None else ():
        media_type = reference.follow()
        if media_type is None:
            continue
        schema = media_type.member("schema")
        items = None
        if not is_whole or media_type.member("itemSchema") is not None:
            items = items_of(name, media_type, schemas)
        yield MediaType(
            media_type.location(),
            Text(name),
            None if schema is None else schemas.request(schema),
            tuple(_encodings(media_type)),
            None if items is None else items.schema,
            data="text" if items is None else items.data,
            example=first_example(media_type),
            examples=named_examples(media_type),
        )


def _encodings(media_type: Reader) -> Iterator[Encoding]:
    """Encoding objects that say something (OpenAPI 3.2, section 4.15).

    Those of parts without names are called after their position; that of all other
    items has no name.
    """
    listed = media_type.object_member("encoding")
    named = [] if listed is None else [*listed.entries()]
    positions = enumerate(media_type.items("prefixEncoding"))
    rest = media_type.object_member("itemEncoding")
    named += [(str(position), reader) for position, reader in positions]
    named += [] if rest is None else [("", rest)]
    for name, reader in named:
        if not isinstance(reader.value, dict):
            continue
        for keyword in ("headers", "encoding", "prefixEncoding", "itemEncoding"):
            if reader.member(keyword) is not None:
                reader.complain(
                    "encoding-headers",
                    f"`{keyword}` of the part {Text(name)!r} is not heeded",
                )
        encoding = Encoding(
            Text(name),
            style_of(reader, FORM_STYLES),
            reader.optional_flag("explode"),
            reader.text("contentType"),
        )
        if encoding.style or encoding.explode is not None or encoding.content_type:
            yield encoding


def _headers(response: Reader, schemas: SchemaBuilder) -> Iterator[Header]:
    headers = response.object_member("headers")
    for name, reference in headers.entries() if headers is not None else ():
        reader = reference.follow()
        if reader is None or name.lower() == "content-type":
            continue
        schema = reader.member("schema")
        content = next(iter(content_of(reader, schemas)), None)
        schema_id = None if schema is None else schemas.request(schema)
        yield Header(
            reader.location(),
            Text(name),
            schema_id if content is None else content.schema,
            reader.flag("required"),
            reader.text("description"),
            explode=reader.flag("explode"),
            content=None if content is None else content.name,
        )
