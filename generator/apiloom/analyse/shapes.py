"""Shapes without intersections: what each schema comes to.

`allOf`, and keywords beside `$ref`, `oneOf` or `anyOf`, are merged as JSON Schema
means them (core, section 10.2.1.1): a value must satisfy all of them at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace

from apiloom.analyse.graph import children_of, circles
from apiloom.analyse.merge import Parts, merge
from apiloom.diagnostics import Report
from apiloom.ir.schema import (
    UNCONSTRAINED,
    Annotations,
    Anything,
    Intersection,
    Object,
    Primitive,
    Reference,
    Schema,
    SchemaId,
    Union,
)
from apiloom.location import Location, Pointer


def resolve_shapes(
    schemas: Mapping[SchemaId, Schema], report: Report
) -> dict[SchemaId, Schema]:
    """Every schema with intersections merged; references stay, but never circle.

    A circle of references, or of `allOf`, names no value at all: it is an error, and
    the schema is taken to accept everything.
    """
    return _without_union_circles(_Resolver(dict(schemas), report).run())


def _without_union_circles(shapes: dict[SchemaId, Schema]) -> dict[SchemaId, Schema]:
    """Unions that contain each other, and nothing in between, hold the same values.

    Each of them becomes the union of what stands outside of the circle.
    """
    needs = {
        schema_id: tuple(each for each in children_of(shape) if _is_open(shapes[each]))
        for schema_id, shape in shapes.items()
        if _is_open(shape)
    }
    for group in circles(sorted(needs), needs):
        if len(group) == 1 and group[0] not in needs[group[0]]:
            continue
        outside = dict.fromkeys(
            each
            for member in group
            for each in children_of(shapes[member])
            if each not in group
        )
        for member in group:
            shape = shapes[member]
            if isinstance(shape, Union):
                shapes[member] = replace(shape, members=tuple(outside))
    return shapes


def _is_open(shape: Schema) -> bool:
    return isinstance(shape, Union | Reference)


@dataclass(slots=True)
class _Resolver:
    schemas: dict[SchemaId, Schema]
    report: Report
    resolved: dict[SchemaId, Schema] = field(default_factory=dict)
    _same: dict[frozenset[SchemaId], SchemaId] = field(default_factory=dict)
    _circles: set[SchemaId] = field(default_factory=set)

    def run(self) -> dict[SchemaId, Schema]:
        queue = list(self.schemas)
        while queue:
            schema_id = queue.pop()
            if schema_id in self.resolved:
                continue
            schema = self.schemas[schema_id]
            if isinstance(schema, Intersection):
                schema, added = self._merged(schema)
                queue.extend(added)
            elif isinstance(schema, Reference) and not list(self._leaves(schema)):
                schema = Anything(schema_id)
            self.resolved[schema_id] = schema
        return self.resolved

    def _merged(self, schema: Intersection) -> tuple[Schema, list[SchemaId]]:
        leaves = {leaf.id: leaf for leaf in self._leaves(schema)}
        notes = self._notes(schema, tuple(leaves.values()))
        telling = [
            leaf
            for leaf in leaves.values()
            if not any(
                _adds_nothing(leaf, other)
                for other in leaves.values()
                if other.id != leaf.id
            )
        ]
        if len(telling) == 1:
            return self._only(schema, telling[0], notes), []
        same = self._same.setdefault(frozenset(leaves), schema.id)
        if same != schema.id:
            return Reference(schema.id, same, notes=notes), []
        parts = Parts(schema.id, self.schemas, self.report)
        merged = merge(tuple(telling), parts)
        self.schemas.update(parts.added)
        return replace(merged, id=schema.id, notes=notes), list(parts.added)

    def _only(self, schema: Intersection, leaf: Schema, notes: Annotations) -> Schema:
        """One member says it all: refer to it, unless it stands right here."""
        if _is_part_of(leaf.id, schema.id):
            return replace(leaf, id=schema.id, notes=notes)
        return Reference(schema.id, leaf.id, notes=notes)

    def _notes(self, schema: Intersection, leaves: tuple[Schema, ...]) -> Annotations:
        """What the schema says of itself; its members fill in what it leaves out."""
        notes = schema.notes
        beside = [leaf.notes for leaf in leaves if _is_part_of(leaf.id, schema.id)]
        for other in [*beside, *(leaf.notes for leaf in leaves)]:
            missing = {
                each.name: getattr(other, each.name)
                for each in fields(Annotations)
                if each.name in {"description", "default"}
                and getattr(notes, each.name) is None
            }
            notes = replace(notes, **missing)
        return notes

    def _leaves(self, schema: Schema) -> Iterator[Schema]:
        """What a schema comes to once references and intersections are opened.

        Members are opened depth first, in order; meeting an open one again is a circle.
        """
        path: list[SchemaId] = []
        stack: list[Schema | None] = [schema]
        seen: set[SchemaId] = set()
        while stack:
            found = stack.pop()
            if found is None:
                path.pop()
            elif found.id in path:
                self._circular((*path[path.index(found.id) :], found.id))
            elif isinstance(found, Intersection | Reference):
                path.append(found.id)
                stack.append(None)
                inner = (
                    found.members
                    if isinstance(found, Intersection)
                    else (found.target,)
                )
                stack.extend(self.schemas[each] for each in reversed(inner))
            elif found.id not in seen:
                seen.add(found.id)
                yield found

    def _circular(self, circle: tuple[SchemaId, ...]) -> None:
        """Report each circle once, from the first of its pointers."""
        pointers = sorted({_shown(each.pointer) for each in circle})
        start = SchemaId(circle[0].document, pointers[0])
        if start in self._circles:
            return
        self._circles.add(start)
        first = pointers.index(start.pointer)
        ordered = [*pointers[first:], *pointers[:first], start.pointer]
        self.report.recoverable(
            "circular-reference",
            "the references go round in a circle and name nothing: "
            + " -> ".join(f"#{pointer}" for pointer in ordered),
            Location(start.document, start.pointer),
            "what goes round is left out, and a schema without a rest takes any value",
            "let one of them hold the definition itself",
        )


def _shown(pointer: Pointer) -> Pointer:
    """The pointer of the schema that a part of it stands for."""
    tokens = pointer.split("/")
    while tokens[-1] in {"allOf", "oneOf", "anyOf", "$ref", "~beside"}:
        tokens.pop()
    return Pointer("/".join(tokens))


def _is_part_of(inner: SchemaId, outer: SchemaId) -> bool:
    """Whether `inner` stands inside the schema `outer` itself."""
    return inner.document == outer.document and (
        inner.pointer.startswith(outer.pointer + "/")
    )


def _adds_nothing(schema: Schema, other: Schema) -> bool:
    """Whether every value of `other` satisfies `schema` for a plain reason."""
    if schema.asserts:
        return False
    if isinstance(schema, Anything):
        return not isinstance(other, Anything) or other.id < schema.id
    if isinstance(schema, Object):
        empty = not schema.properties and schema.additional is True
        bare = empty and schema.constraints == UNCONSTRAINED
        other_is_bare = (
            isinstance(other, Object)
            and not other.properties
            and other.additional is True
            and other.constraints == UNCONSTRAINED
        )
        return (
            bare
            and isinstance(other, Object)
            and (schema.implied or not other.implied)
            and (not other_is_bare or other.id < schema.id)
        )
    if isinstance(schema, Primitive) and schema.format is None:
        bare = schema.constraints == UNCONSTRAINED
        other_same = isinstance(other, Primitive) and other.kind == schema.kind
        return (
            bare
            and other_same
            and not (
                isinstance(other, Primitive)
                and other.constraints == UNCONSTRAINED
                and other.format is None
                and other.id > schema.id
            )
        )
    return False
