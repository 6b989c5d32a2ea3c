"""What stands for files where they are sent, and where they are received."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from apiloom.api.media_type_kinds import is_multipart
from apiloom.api.schema.schema_graph import end_of
from apiloom.api.schema.shapes import Array, Object, Primitive, SchemaId, Union
from apiloom.python.syntax.expression import (
    Expression,
    Subscript,
    builtin,
    either,
    runtime,
    unannotated,
)
from apiloom.python.targets.models.optional_types import nullable

if TYPE_CHECKING:
    from apiloom.api.resolved_api import ResolvedApi
    from apiloom.python.targets.models.type_expressions import Side, TypeExpressions

UPLOAD: Final = runtime("uploads", "Upload")
_UPLOADED: Final = runtime("server.uploaded", "UploadedFile")
_BINARY: Final = runtime("formats", "Binary")
_DEEPEST: Final = 20


def part_schemas(api: ResolvedApi) -> frozenset[SchemaId]:
    """The schemas of all properties that can be parts of a multipart body."""
    found: set[SchemaId] = set()
    for operation in api.spec.operations:
        for media_type in operation.body.content if operation.body else ():
            if media_type.schema is not None and is_multipart(media_type.name):
                found |= _properties(api, media_type.schema)
    return frozenset(found)


def _properties(api: ResolvedApi, schema_id: SchemaId) -> set[SchemaId]:
    found: set[SchemaId] = set()
    pending, seen = [schema_id], set[SchemaId]()
    while pending:
        end = end_of(pending.pop(), api.shapes)
        if end.id in seen:
            continue
        seen.add(end.id)
        if isinstance(end.shape, Union):
            pending.extend(end.shape.members)
        if isinstance(end.shape, Object):
            found.update(property_.schema for property_ in end.shape.properties)
    return found


def uploaded(types: TypeExpressions, schema_id: SchemaId | None) -> Expression:
    """The type of what a caller gives for a part: of a file, any way to have one."""
    return _of_part(types, schema_id, "input", UPLOAD)


def received(types: TypeExpressions, schema_id: SchemaId | None) -> Expression:
    """The type of what a handler gets of a part: of a file, what it can be read by."""
    return unannotated(_of_part(types, schema_id, "model", _UPLOADED))


def _of_part(
    types: TypeExpressions,
    schema_id: SchemaId | None,
    side: Side,
    file: Expression,
    depth: int = 0,
) -> Expression:
    """The type of a part, with `file` in place of the bytes of files."""
    usual = types.of(schema_id, side)
    if schema_id is None or depth > _DEEPEST:
        return usual
    end = end_of(schema_id, types.api.shapes)
    shape = end.shape
    written: Expression | None = None
    if isinstance(shape, Primitive):
        written = file if types.formats.given(shape) == _BINARY else None
    elif isinstance(shape, Array) and shape.items is not None and not shape.prefix:
        item = _of_part(types, shape.items, side, file, depth + 1)
        if item != types.of(shape.items, side):
            written = Subscript(builtin("list"), (item,))
    elif isinstance(shape, Union):
        members = [
            _of_part(types, member, side, file, depth + 1) for member in shape.members
        ]
        if members != [types.of(member, side) for member in shape.members]:
            written = either(tuple(members))
    if written is None:
        return usual
    return nullable(written) if end.takes_null else written
