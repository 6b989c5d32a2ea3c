"""Values of the document as what a caller writes for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from apiloom.api.resolve.named_types import is_class
from apiloom.api.schema.scalar_validation import identity_of
from apiloom.api.schema.schema_graph import end_of
from apiloom.api.schema.shapes import Enumeration, Object, Primitive, SchemaId
from apiloom.core.identifiers import Identifier
from apiloom.core.text import Text
from apiloom.python.syntax.expression import Attribute, Call, Expression, Value
from apiloom.python.syntax.expression import Mapping as Display
from apiloom.python.targets.models.format_types import BINARY
from apiloom.python.targets.models.model_defaults import Defaults
from apiloom.python.targets.models.type_expressions import TypeExpressions
from apiloom.runtime.json_values import canonical


@dataclass(frozen=True, slots=True)
class ExampleExpressions(Defaults):
    """Writes values as arguments: objects as dictionaries, listed values plainly."""

    def written(
        self, schema_id: SchemaId, value: object, depth: int
    ) -> Expression | None:
        """The expression; None if Python cannot write it, or checkers refuse it."""
        end = end_of(schema_id, self.api.shapes)
        if isinstance(end.shape, Object) and is_class(end.shape):
            if isinstance(value, dict):
                return self._object(end.id, end.shape, value, depth)
            return Defaults.written(self, schema_id, value, depth)
        is_file = isinstance(end.shape, Primitive) and end.shape.format in BINARY
        if is_file and isinstance(value, str):
            return encoded(value)
        return Defaults.written(self, schema_id, value, depth)

    def listed_value(self, shape: Enumeration, value: object) -> Expression | None:
        """One of the listed values, as it stands in the document."""
        if isinstance(value, list | dict):
            return None
        found = canonical(value)
        listed = next((v for v in shape.values if identity_of(v) == found), None)
        return None if listed is None else Value(listed)

    def _object(
        self, id_: SchemaId, shape: Object, value: Mapping[str, Any], depth: int
    ) -> Expression | None:
        """The dictionary; its type has no keys but those that are declared."""
        named = self.api.types.get(id_)
        if named is None or named.input_name is None:
            return None
        schemas = {each.wire_name: each.schema for each in shape.properties}
        entries: list[tuple[Expression, Expression]] = []
        for name, member in value.items():
            schema = schemas.get(Text(name))
            written = schema and self.written(schema, member, depth + 1)
            if not written:
                return None
            entries.append((Value(Text(name)), written))
        return Display(tuple(entries))


def example_expressions(types: TypeExpressions) -> ExampleExpressions:
    """What writes values of one API."""
    return ExampleExpressions(types.api, None, types.of, types.words)


def encoded(text: str) -> Expression:
    """Bytes, as the text that they are."""
    return Call(Attribute(Value(Text(text)), Identifier("encode")))
