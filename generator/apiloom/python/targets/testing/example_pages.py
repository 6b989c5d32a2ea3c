"""The example of a list that comes in pages: one page, which leads to no other.

Whoever asks a mock for all items has them then, instead of the same page for ever.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from apiloom.api.ir import Operation
from apiloom.api.resolve.paged_operations import json_answer
from apiloom.api.resolved_api import (
    NamedOperation,
    OperationPaging,
    ResolvedApi,
    operation_key,
)
from apiloom.api.schema.object_members import objects_of
from apiloom.api.schema.shapes import SchemaId
from apiloom.api.schema.value_judge import ValueJudge
from apiloom.core.identifiers import Identifier
from apiloom.core.text import reveal


@dataclass(frozen=True, slots=True)
class ExamplePages:
    """Makes the only page of examples."""

    api: ResolvedApi
    judge: ValueJudge

    def of(
        self, named: NamedOperation, schema: SchemaId | None, value: object
    ) -> Iterator[tuple[str, Any]]:
        """`value` without a page after it, as far as its schema lets it be.

        Where it is the request that counts on, `after` says which argument does, from
        which value, and what is answered to a later one: no items.
        """
        paging = self.api.paging.get(operation_key(named.operation))
        if paging is None or schema is None or schema != json_answer(named.operation):
            yield "value", value
            return
        ended = False
        for path, ends in ((paging.more, (False,)), (paging.next, (..., None, ""))):
            if path and not ended:
                value, ended = self._ended(schema, value, path, ends)
        yield "value", value
        if (
            not ended
            and not paging.next
            and paging.kind in ("cursor", "page", "offset")
        ):
            empty, is_empty = self._ended(schema, value, paging.items, ([],))
            if is_empty:
                yield "after", {**_argument(named, paging), "value": empty}

    def _ended(
        self,
        schema: SchemaId,
        value: object,
        path: tuple[Identifier, ...],
        ends: tuple[object, ...],
    ) -> tuple[object, bool]:
        """The value with one of `ends` at a path, `...` for nothing there; whether the
        schema takes it so."""
        names = [*self._wire_names(schema, path)]
        for end in ends:
            candidate = _changed(value, names, end)
            if self.judge.accepts(schema, candidate):
                return candidate, True
        return value, False

    def _wire_names(
        self, here: SchemaId, path: tuple[Identifier, ...]
    ) -> Iterator[str]:
        """What the document calls the attributes of a path."""
        for attribute in path:
            wire_name, here = next(
                (property_.wire_name, property_.schema)
                for owner in objects_of(here, self.judge.shapes)
                for property_ in owner.properties
                if self.api.field_names.get(owner.id, {}).get(property_.wire_name)
                == attribute
            )
            yield reveal(wire_name)


def _changed(value: object, names: list[str], end: object) -> object:
    """A value with `end` at the end of a path; it has nothing there for `...`."""
    if not names:
        return end
    whole = deepcopy(value)
    here: Any = whole
    for name in names[:-1]:
        here = here.get(name) if isinstance(here, dict) else None
    if not isinstance(here, dict):
        return whole  # nothing leads on from there
    if end is ...:
        here.pop(names[-1], None)
    else:
        here[names[-1]] = end
    return whole


def _argument(named: NamedOperation, paging: OperationPaging) -> dict[str, Any]:
    """Which argument asks for a later page, and what it is for the first."""
    first = None if paging.kind == "cursor" else paging.first
    if isinstance(paging.argument, int):
        operation: Operation = named.operation
        name = operation.parameters[paging.argument].wire_name
        return {"query": reveal(name), "first": first}
    properties = named.properties or {}
    wire = next(wire for wire, name in properties.items() if name == paging.argument)
    return {"property": reveal(wire), "first": first}
