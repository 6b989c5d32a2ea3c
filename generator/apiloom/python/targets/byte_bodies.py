"""What a schema says of a request body that is bytes, which nobody has as a value."""

from __future__ import annotations

from collections.abc import Iterator

from apiloom.api.ir import MediaType
from apiloom.api.schema.schema_graph import end_of
from apiloom.api.schema.shapes import Enumeration, Primitive
from apiloom.core.identifiers import Identifier
from apiloom.python.syntax.expression import Expression, Value
from apiloom.python.targets.models.type_expressions import TypeExpressions


def byte_limits(
    media_type: MediaType, types: TypeExpressions
) -> Iterator[tuple[Identifier, Expression]]:
    """How many bytes there may be (OpenAPI 3.1.1, section 4.8.14.3).

    What else is asserted of the text that such a body is said to be is reported.
    """
    if media_type.schema is None:
        return
    shape = end_of(media_type.schema, types.api.shapes).shape
    constraints = shape.constraints if isinstance(shape, Primitive) else None
    if shape.asserts or isinstance(shape, Enumeration) or _has_pattern(shape):
        types.report.warning(
            "keyword-not-enforced",
            "a body of bytes is judged by its length alone",
            media_type.where.document,
            media_type.where.pointer,
            "check what it holds where it is received",
        )
    if constraints is None:
        return
    if constraints.minimum_size:
        yield Identifier("least"), Value(constraints.minimum_size)
    if constraints.maximum_size is not None:
        yield Identifier("most"), Value(constraints.maximum_size)


def _has_pattern(shape: object) -> bool:
    return isinstance(shape, Primitive) and shape.constraints.pattern is not None
