"""The schemas of what operations carry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from apiloom.api.ir import Incoming, Operation
from apiloom.api.resolve.media_kinds import has_model
from apiloom.api.resolve.operation_names import body_media_type
from apiloom.api.schema.shapes import SchemaId


def schemas_of_operations(
    operations: Iterable[Operation], incoming: Iterable[Incoming]
) -> list[SchemaId]:
    """What operations carry, where the schema decides the Python type."""
    found: list[SchemaId | None] = []
    known = tuple(operations)
    carrying: list[Operation | Incoming] = [*known, *incoming]
    for operation in carrying:
        content = [*(operation.body.content if operation.body else ())]
        for response in operation.responses:
            content.extend(response.content)
            found.extend(each.schema for each in response.headers)
        found.extend(each.schema for each in content if has_model(each.name))
        found.extend(each.items for each in content)
    for each in known:
        found.extend(parameter.schema for parameter in each.parameters)
    return [each for each in found if each is not None]


def sent_bodies(operations: Iterable[Operation]) -> Iterator[SchemaId]:
    """What callers send as a body."""
    for operation in operations:
        media_type = body_media_type(operation)
        if media_type is not None and media_type.schema is not None:
            yield media_type.schema
