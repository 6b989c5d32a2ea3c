"""Schemas that stand in lists of the document, and the entries beside them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Final

from apiloom.api.schema.derivation import merged_option
from apiloom.api.schema.shapes import SchemaId
from apiloom.core.location import Pointer, child, parent

OPTION: Final = merged_option(0).tokens[0]
UNORDERED: Final = frozenset({"oneOf", "anyOf", "allOf", "parameters", OPTION})
"""Tokens of lists whose entries mean the same in any order.

`prefixItems` is none of them: its order says which item of a value is meant.
"""


def leading(schema_id: SchemaId, length: int) -> SchemaId:
    """What the first `length` tokens of a schema lead to."""
    # As they are written: they are asked for at every step of deep documents.
    parts = schema_id.pointer.split("/")
    count_of_tokens = len(parts) - 1
    if length <= count_of_tokens:
        return SchemaId(schema_id.document, Pointer("/".join(parts[: length + 1])))
    steps = list(schema_id.steps)
    while count_of_tokens + sum(len(step.tokens) for step in steps) > length:
        steps.pop()
    return SchemaId(schema_id.document, schema_id.pointer, tuple(steps))


def entries_above(schema_id: SchemaId) -> Iterator[SchemaId]:
    """The entries of unordered lists that lead to a schema, outermost first.

    A schema that stands in such a list itself is the last of them.
    """
    tokens = schema_id.tokens
    for position in range(len(tokens) - 1):
        if tokens[position] in UNORDERED and tokens[position + 1].isdigit():
            yield leading(schema_id, position + 2)


def entries_beside(entry: SchemaId) -> Iterator[SchemaId]:
    """All entries of the list that `entry` stands in, and those it could have still."""
    for index in count():
        if entry.steps:
            steps = (*entry.steps[:-1], merged_option(index))
            yield SchemaId(entry.document, entry.pointer, steps)
        else:
            yield SchemaId(entry.document, child(parent(entry.pointer), index))


def holder_of(entry: SchemaId) -> SchemaId:
    """The schema that the list of an entry belongs to."""
    if entry.steps:
        return SchemaId(entry.document, entry.pointer, entry.steps[:-1])
    return SchemaId(entry.document, parent(parent(entry.pointer)))
