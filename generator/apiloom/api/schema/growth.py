"""Lists of values, and unions, of which the user says that they may grow.

That what stands in a document is all there ever will be is seldom true of what others
send; but only who knows the API can say where.
"""

from __future__ import annotations

from dataclasses import replace

from apiloom.api.schema.schema_graph import end_of
from apiloom.api.schema.shapes import Enumeration, Object, Schema, SchemaId, Union
from apiloom.core.text import Text


def let_grow(at: SchemaId, shapes: dict[SchemaId, Schema]) -> bool:
    """Whether the schema there can have values that the document lacks; it may then.

    Such are several texts, or several integers, and unions that have an object.
    """
    shape = shapes[at]
    if isinstance(shape, Enumeration) and is_list(shape):
        shapes[at] = replace(shape, extensible=True)
        return True
    if isinstance(shape, Union) and any(
        isinstance(end_of(member, shapes).shape, Object) for member in shape.members
    ):
        shapes[at] = replace(shape, extensible=True)
        return True
    return False


def is_list(listed: Enumeration) -> bool:
    """Whether there can be more values of this kind. A constant is the only one."""
    kinds = {type(value) for value in listed.values}
    return len(listed.values) > 1 and kinds in ({Text}, {int})
