"""Unions that may get variants, as members of others: `Unknown` is the last resort.

What is one of the other members must not be taken for an unknown variant of this one.
"""

from typing import Any, Final, cast

from pydantic_core import CoreSchema

_KNOWN: Final = "apiloom_known"
_AROUND: Final = frozenset({"function-after", "function-wrap", "nullable"})


def as_known(schema: CoreSchema, known: CoreSchema) -> CoreSchema:
    """`schema`, of which `known` is the part without unknown variants."""
    metadata = {**schema.get("metadata", {}), _KNOWN: known}
    return cast("CoreSchema", {**schema, "metadata": metadata})


def without_unknown(schema: Any) -> Any:
    """A member of a union without the variants that it does not know."""
    known = schema.get("metadata", {}).get(_KNOWN)
    if known is not None:
        return known
    if schema["type"] in _AROUND:
        return {**schema, "schema": without_unknown(schema["schema"])}
    return schema
