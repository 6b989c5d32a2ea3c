"""Which schemas become named types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from apiloom.api.ir import ApiSpec
from apiloom.api.names.type_modules import TypeModules
from apiloom.api.names.type_names import TypeNames
from apiloom.api.resolve.operation_schemas import schemas_in_use
from apiloom.api.resolved_api import NamedType
from apiloom.api.schema.schema_graph import children_of, circles, is_circle, reachable
from apiloom.api.schema.shapes import (
    Enumeration,
    Object,
    Reference,
    Schema,
    SchemaId,
    text_order,
)


@dataclass(slots=True)
class TypePlanner:
    """Decides over the whole document at once which schemas are types."""

    spec: ApiSpec
    shapes: Mapping[SchemaId, Schema]
    _used: dict[SchemaId, None] = field(default_factory=dict)

    def schemas(self) -> list[SchemaId]:
        """Every schema that has to be a type: components first, each in order."""
        components = list(self.spec.components)
        self._used = schemas_in_use(self.spec, self.shapes)
        known = frozenset(components)
        inline = sorted(
            (
                schema_id
                for schema_id in self._used
                if schema_id not in known and self._named(schema_id)
            ),
            key=text_order,
        )
        inline += self._circle_breakers(known.union(inline))
        return [*sorted(known, key=text_order), *inline]

    def types(
        self,
        schemas: Sequence[SchemaId],
        names: TypeNames,
        modules: TypeModules,
        sent: Iterable[SchemaId],
    ) -> dict[SchemaId, NamedType]:
        """The types of `schemas`; those that `sent` lead to get an input twin."""
        name_of = names.names(schemas)
        module_of = modules.places(name_of)
        is_sent = reachable(tuple(sent), self.shapes)
        classes = [
            schema_id for schema_id in schemas if is_class(self.shapes[schema_id])
        ]
        twins = names.twins(
            name_of, [schema_id for schema_id in classes if schema_id in is_sent]
        )
        recursive = self._recursive()
        return {
            schema_id: NamedType(
                schema_id,
                name_of[schema_id],
                module_of[schema_id],
                "class" if is_class(self.shapes[schema_id]) else "alias",
                twins.get(schema_id),
                recursive=schema_id in recursive,
            )
            for schema_id in schemas
        }

    def _named(self, schema_id: SchemaId) -> bool:
        schema = self.shapes[schema_id]
        if isinstance(schema, Enumeration):
            has_names = any(note.name for note in schema.value_notes)
            return len(schema.values) > 1 or (has_names and bool(schema.values))
        return is_class(schema)

    def _circle_breakers(self, named: frozenset[SchemaId]) -> list[SchemaId]:
        """Schemas that lead back to themselves need a name to be written at all.

        Of every circle without a named member, the first schema gets one, until there
        is none left.
        """
        breakers: list[SchemaId] = []
        groups = [[schema_id for schema_id in self._used if schema_id not in named]]
        while groups:
            for group in self._circles_among(groups.pop()):
                first = min(
                    (name for name in group if not self._refers(name)),
                    key=text_order,
                )
                breakers.append(first)
                groups.append([schema_id for schema_id in group if schema_id != first])
        return sorted(breakers, key=text_order)

    def _circles_among(self, nodes: Sequence[SchemaId]) -> Iterator[list[SchemaId]]:
        """Those of some schemas that lead back to themselves through each other."""
        inside = frozenset(nodes)
        needs = {
            schema_id: needed
            for schema_id in nodes
            if (below := children_of(self.shapes[schema_id]))
            and (needed := [child_id for child_id in below if child_id in inside])
        }
        for component in circles(tuple(needs), needs):
            if is_circle(component, needs):
                yield component

    def _refers(self, schema_id: SchemaId) -> bool:
        return isinstance(self.shapes[schema_id], Reference)

    def _recursive(self) -> frozenset[SchemaId]:
        """What leads back to itself without passing through a class."""
        nodes = [
            schema_id
            for schema_id in self._used
            if not is_class(self.shapes[schema_id])
        ]
        return frozenset(
            schema_id for group in self._circles_among(nodes) for schema_id in group
        )


def is_class(schema: Schema) -> bool:
    """Whether a shape becomes a class; other objects are mappings."""
    return isinstance(schema, Object) and schema.names_properties
