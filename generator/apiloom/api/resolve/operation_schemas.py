"""Which schemas are used: those of operations, components, and what they lead to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from apiloom.api.ir import ApiSpec, Incoming, Operation
from apiloom.api.media_type_kinds import is_typed
from apiloom.api.schema.schema_graph import reachable
from apiloom.api.schema.shapes import Schema, SchemaId


def schemas_in_use(
    spec: ApiSpec, shapes: Mapping[SchemaId, Schema]
) -> dict[SchemaId, None]:
    """Components, schemas of operations, and all that they lead to, in this order."""
    of_operations = schemas_of_operations(spec.operations, spec.incoming, shapes)
    return reachable([*spec.components, *of_operations], shapes)


def schemas_of_operations(
    operations: Iterable[Operation],
    incoming: Iterable[Incoming],
    shapes: Mapping[SchemaId, Schema],
) -> list[SchemaId]:
    """The schemas of operations, of bodies where the schema decides the Python type."""
    schemas: list[SchemaId | None] = []
    known = tuple(operations)
    all_operations: list[Operation | Incoming] = [*known, *incoming]
    for operation in all_operations:
        content = [*(operation.body.content if operation.body else ())]
        for response in operation.responses:
            content.extend(response.content)
            schemas.extend(header.schema for header in response.headers)
        schemas.extend(
            media_type.schema for media_type in content if is_typed(media_type, shapes)
        )
        schemas.extend(media_type.items for media_type in content)
    for operation in known:
        schemas.extend(parameter.schema for parameter in operation.parameters)
    return [schema_id for schema_id in schemas if schema_id is not None]


def sent_bodies(operations: Iterable[Operation]) -> Iterator[SchemaId]:
    """What callers send as a body, in any of its media types."""
    for operation in operations:
        for media_type in () if operation.body is None else operation.body.content:
            if media_type.schema is not None:
                yield media_type.schema
