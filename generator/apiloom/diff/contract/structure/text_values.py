"""Values that travel as text: in a query, a path, a header field, a cookie, text/plain.

There 5 and "5" are sent alike (OpenAPI 3.1, section 4.8.12.2), and of an exploded list
that has one item nothing shows that it is one.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final

from apiloom.api.schema.flat_schema import Conjunction, FlatSchema
from apiloom.api.schema.listed_values import ListedValue, listed_key
from apiloom.core.text import Text, reveal

_SCALARS: Final = frozenset({"string", "integer", "number", "boolean"})


def types_as_text(flat: FlatSchema) -> frozenset[str]:
    """The types whose values a schema lets through where they are text.

    A string that may be any takes the others in.
    """
    types = flat.types_beside_null
    is_any = "string" in types and flat.format is None and flat.values is None
    return types | _SCALARS if is_any else types


def text_key(value: ListedValue) -> Hashable:
    """What tells a listed value from others where it is text."""
    match value:
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case int() | float():
            return str(value)
        case Text():
            return reveal(value)
        case _:
            return listed_key(value)


def is_scalar(flat: FlatSchema) -> bool:
    """Whether all values are text that is no list."""
    return not flat.unions and flat.types_beside_null <= _SCALARS


def only_item(flat: FlatSchema) -> Conjunction | None:
    """The schema of the item of a list that has one; None where no such list is meant.

    Empty where any item will do.
    """
    least = flat.limits.get("minItems")
    takes_one = least is None or least.value <= 1
    is_list = not flat.unions and flat.types_beside_null == {"array"}
    return flat.item_schemas(0) if is_list and takes_one else None
