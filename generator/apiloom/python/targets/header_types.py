"""The Python types of header fields of responses, for client and server alike."""

from __future__ import annotations

from typing import Final

from apiloom.api.ir import Header
from apiloom.api.names.header_names import header_key
from apiloom.api.schema.schema_graph import end_of
from apiloom.api.schema.shapes import Array
from apiloom.python.syntax.expression import (
    Expression,
    Subscript,
    builtin,
    unannotated,
)
from apiloom.python.targets.models.type_expressions import TypeExpressions

_COOKIES: Final = "set-cookie"


def value_type(types: TypeExpressions, header: Header) -> Expression:
    """What checkers know of a field: of several cookies it is a list."""
    if header.schema is None:
        type_: Expression = builtin("str")
        is_array = False
    else:
        type_ = unannotated(types.of(header.schema))
        is_array = isinstance(end_of(header.schema, types.api.shapes).shape, Array)
    if is_cookies(header) and not is_array:
        return Subscript(builtin("list"), (type_,))
    return type_


def is_cookies(header: Header) -> bool:
    """Whether a field has a line for each value (RFC 9110, section 5.3)."""
    return header_key(header.wire_name) == _COOKIES
