"""Whether a JSON value satisfies a resolved schema, shape by shape.

What a shape says is judged here, what is asserted beside it by the evaluator that
generated code has.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from apiloom.api.schema.constraint_keywords import keywords_of
from apiloom.api.schema.scalar_validation import identity_of, satisfies
from apiloom.api.schema.schema_graph import end_of
from apiloom.api.schema.shapes import (
    Anything,
    Array,
    Enumeration,
    JsonValue,
    Object,
    Primitive,
    Schema,
    SchemaId,
    Union,
)
from apiloom.core.text import Text, reveal
from apiloom.runtime.evaluator import Evaluator
from apiloom.runtime.json_values import canonical
from apiloom.runtime.patterns import is_found

_DEEPEST: Final = 40


@dataclass(frozen=True, slots=True)
class ValueJudge:
    """Judges values by `shapes`; `definitions` are those of the assertions."""

    shapes: Mapping[SchemaId, Schema]
    definitions: Mapping[str, JsonValue]
    _plain: dict[str, Any] = field(default_factory=dict)

    def accepts(self, schema_id: SchemaId, value: object) -> bool:
        """Whether the schema surely has this value; what cannot be judged, it has not.

        Judging costs as much as the value is large.
        """
        try:
            return self._accepts(schema_id, value, 0)
        except (ValueError, KeyError, RecursionError, re.error):
            return False

    def _accepts(self, schema_id: SchemaId, value: object, depth: int) -> bool:
        if depth > _DEEPEST:
            return False
        end = end_of(schema_id, self.shapes)
        if value is None and end.takes_null:
            return True
        return self._fits(end.shape, value, depth + 1) and self._holds(end.shape, value)

    def _fits(self, shape: Schema, value: Any, depth: int) -> bool:
        match shape:
            case Anything():
                return True
            case Primitive():
                return not isinstance(value, list | dict) and satisfies(
                    Text(value) if isinstance(value, str) else value, shape
                )
            case Enumeration():
                found = canonical(value)
                return any(identity_of(listed) == found for listed in shape.values)
            case Array():
                return isinstance(value, list) and self._array(shape, value, depth)
            case Object():
                return isinstance(value, dict) and self._object(shape, value, depth)
            case Union():
                members = shape.members
                return any(self._accepts(each, value, depth) for each in members)
            case _:
                return False

    def _array(self, shape: Array, items: list[Any], depth: int) -> bool:
        if not Evaluator({}).accepts(keywords_of(shape.constraints, "array"), items):
            return False
        further = items[len(shape.prefix) :]
        if further and shape.closed:
            return False
        pairs = [*zip(shape.prefix, items, strict=False)]
        if shape.items is not None:
            pairs += [(shape.items, item) for item in further]
        return all(self._accepts(schema, item, depth) for schema, item in pairs)

    def _object(self, shape: Object, value: dict[str, Any], depth: int) -> bool:
        if not Evaluator({}).accepts(keywords_of(shape.constraints, "object"), value):
            return False
        named = {reveal(each.wire_name): each for each in shape.properties}
        if any(each.required and name not in value for name, each in named.items()):
            return False
        for name, member in value.items():
            schemas = [named[name].schema] if name in named else []
            schemas += [
                schema
                for pattern, schema in shape.patterns
                if is_found(reveal(pattern), name)
            ]
            if not schemas and shape.additional is False:
                return False
            if not schemas and isinstance(shape.additional, SchemaId):
                schemas = [shape.additional]
            if not all(self._accepts(schema, member, depth) for schema in schemas):
                return False
        return True

    def _holds(self, shape: Schema, value: object) -> bool:
        """Whether what is asserted beside the shape holds."""
        if not shape.asserts:
            return True
        if not self._plain:
            known = self.definitions.items()
            self._plain.update((key, schema.value) for key, schema in known)
        judge = Evaluator(self._plain)
        return all(judge.accepts(each.schema.value, value) for each in shape.asserts)
