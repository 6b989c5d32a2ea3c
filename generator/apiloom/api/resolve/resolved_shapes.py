"""Shapes without intersections: what each schema comes to.

`allOf`, and keywords beside `$ref`, `oneOf` or `anyOf`, are merged as JSON Schema
means them (core, section 10.2.1.1): a value must satisfy all of them at once.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from apiloom.api.resolve.base_schemas import Bases, bases_of
from apiloom.api.resolve.resolved_unions import (
    impossible_options_left_out,
    null_beside_tags,
    without_union_circles,
)
from apiloom.api.resolve.schema_conflicts import SchemaConflicts
from apiloom.api.schema.intersect import Parts, intersect
from apiloom.api.schema.intersect_unions import intersect_unions
from apiloom.api.schema.intersect_untyped import intersect_untyped, types_implied
from apiloom.api.schema.nullability import (
    all_take_null,
    only_null,
    take_null_out_of_unions,
)
from apiloom.api.schema.redundant_members import without_redundant_members
from apiloom.api.schema.schema_graph import circles, in_place, is_circle
from apiloom.api.schema.shapes import (
    NO_ANNOTATIONS,
    Annotations,
    Anything,
    Discriminator,
    Intersection,
    Nothing,
    Reference,
    Schema,
    SchemaId,
    Union,
    text_order,
)
from apiloom.core.diagnostics import Report


def resolve_shapes(
    schemas: Mapping[SchemaId, Schema],
    report: Report,
    discriminators: Mapping[SchemaId, Discriminator] | None = None,
    components: Iterable[SchemaId] = (),
) -> dict[SchemaId, Schema]:
    """Every schema with intersections merged; references stay, but never circle.

    `discriminators` stand at schemas that others extend. A circle of references, or of
    `allOf`, names no value at all: it is an error, and what holds of its schemas is
    what they say outside of it.
    """
    # In order once and for all: what sorts them again finds little to do.
    known = {
        schema_id: schemas[schema_id] for schema_id in sorted(schemas, key=text_order)
    }
    bases = bases_of(known, discriminators or {}, tuple(components))
    resolver = _Resolver(known, SchemaConflicts(known, report), bases)
    shapes = resolver.run()
    take_null_out_of_unions(shapes)
    impossible_options_left_out(shapes, resolver.intersected_unions)
    null_beside_tags(shapes)
    return without_union_circles(shapes, resolver.conflicts)


@dataclass(slots=True)
class _Resolver:
    """Merges from the bottom up: what a schema refers to in place comes before it."""

    schemas: dict[SchemaId, Schema]
    conflicts: SchemaConflicts
    bases: Bases
    resolved: dict[SchemaId, Schema] = field(default_factory=dict)
    intersected_unions: list[SchemaId] = field(default_factory=list)
    _ends: dict[SchemaId, SchemaId] = field(default_factory=dict)
    _leaves: dict[SchemaId, tuple[SchemaId, ...]] = field(default_factory=dict)
    _owners: dict[SchemaId, SchemaId] = field(default_factory=dict)
    _known: dict[tuple[SchemaId, frozenset[SchemaId]], SchemaId] = field(
        default_factory=dict
    )

    def run(self) -> dict[SchemaId, Schema]:
        """Resolve everything, round by round: a merge leaves schemas to be merged."""
        pending = sorted(self.schemas, key=text_order)
        while pending:
            needs = self._needs_among(frozenset(pending))
            added: list[SchemaId] = []
            for group in circles(pending, needs):
                if is_circle(group, needs):
                    self._break(group)
                for schema_id in group:
                    added.extend(self._resolve(schema_id))
            pending = added
        return self.resolved

    def _needs_among(
        self, pending: frozenset[SchemaId]
    ) -> dict[SchemaId, list[SchemaId]]:
        """Of schemas that wait to be merged, those of the others that each needs."""
        return {
            schema_id: needed
            for schema_id in pending
            if in_place(self.schemas[schema_id])
            and (needed := [*filter(pending.__contains__, self._in_place(schema_id))])
        }

    def _in_place(self, schema_id: SchemaId) -> Iterator[SchemaId]:
        for member in in_place(self.schemas[schema_id]):
            yield member
            if member in self.bases.own_parts:
                yield self.bases.own_parts[member]

    def _break(self, group: Sequence[SchemaId]) -> None:
        """A circle says nothing; what stands outside of it holds for all its members.

        Each circle is reported once, from the first of its pointers.
        """
        self.conflicts.report_circle(group)
        outside = dict.fromkeys(
            schema_id
            for member in sorted(group, key=text_order)
            for schema_id in self._in_place(member)
            if schema_id not in group
            and self.bases.own_parts.get(schema_id) not in group
        )
        for schema_id in group:
            notes = self.schemas[schema_id].notes
            self.schemas[schema_id] = (
                Intersection(schema_id, tuple(outside), notes=notes)
                if outside
                else Anything(schema_id, notes=notes)
            )

    def _resolve(self, schema_id: SchemaId) -> list[SchemaId]:
        """Settle one schema; the ids of what that leaves to be merged."""
        schema, added = self.schemas[schema_id], list[SchemaId]()
        if isinstance(schema, Intersection):
            schema, added = self._merged(schema)
        elif isinstance(schema, Reference):
            self._leaves[schema_id] = self._leaves[schema.target]
        else:
            self._leaves[schema_id] = (schema_id,)
        self.resolved[schema_id] = schema
        self._ends[schema_id] = (
            self._ends[schema.target] if isinstance(schema, Reference) else schema_id
        )
        return added

    def _merged(self, schema: Intersection) -> tuple[Schema, list[SchemaId]]:
        ends = self._members(schema)
        leaves = tuple(
            dict.fromkeys(leaf for end in ends for leaf in self._leaves[end])
        )
        self._leaves[schema.id] = leaves
        notes = self._notes(schema, ends)
        members = without_redundant_members(ends, self.resolved, self._leaves)
        if len(members) == 1 and not schema.asserts:
            return self._only(schema, members[0], notes), []
        owner = self._owners.get(schema.id, schema.id)
        merged_id = self._known.setdefault((owner, frozenset(leaves)), schema.id)
        if merged_id != schema.id:
            return Reference(schema.id, merged_id, notes=notes), []
        merged, added = self._together(schema, members, leaves)
        self.schemas.update(added)
        self._owners.update(dict.fromkeys(added, owner))
        asserts = (*merged.asserts, *schema.asserts)
        return replace(merged, id=schema.id, notes=notes, asserts=asserts), list(added)

    def _members(self, schema: Intersection) -> list[SchemaId]:
        """What the members come to; one that extends a base takes its own part."""
        ends = list(dict.fromkeys(self._ends[member] for member in schema.members))
        own = [self.bases.own_part(end, schema.id) for end in ends]
        if own == ends:
            return ends
        own = list(dict.fromkeys(self._ends[end] for end in own))
        if schema.id in self.bases.children:
            return own
        return (
            own
            if len(without_redundant_members(own, self.resolved, self._leaves)) > 1
            else ends
        )

    def _together(
        self, schema: Intersection, members: list[SchemaId], leaves: Sequence[SchemaId]
    ) -> tuple[Schema, Mapping[SchemaId, Schema]]:
        """All that tells something, merged; and what that leaves to be merged."""
        unions = [
            union for end in members if isinstance(union := self.resolved[end], Union)
        ]
        others = tuple(
            end for end in members if not isinstance(self.resolved[end], Union)
        )
        if unions:
            combined = intersect_unions(schema.id, unions, others, self.schemas)
            if combined is None:
                self.conflicts.report_too_many(schema.id)
                combined = intersect_unions(schema.id, unions[:1], others, self.schemas)
            assert combined is not None, "one union has as many options as members"
            union, options = combined
            nullable = all_take_null(
                [self.resolved[end] for end in members],
                ChainMap(self.resolved, self.schemas),
            )
            if not options and nullable:
                return only_null(union), {}
            if not options:
                return self._conflict(schema, leaves, members), {}
            self.intersected_unions.append(schema.id)
            asserts = {
                assertion.where: assertion for u in unions for assertion in u.asserts
            }
            return (
                replace(union, asserts=tuple(asserts.values()), nullable=nullable),
                options,
            )
        shapes = tuple(self.resolved[member] for member in members)
        if len(types_implied(shapes)) > 1:
            return intersect_untyped(schema.id, members, shapes)
        parts = Parts(schema.id)
        merged = intersect(shapes, parts)
        self.conflicts.report_closed(leaves, parts.closed)
        if parts.conflicts:
            return self._conflict(schema, leaves, members), {}
        return merged, parts.added

    def _conflict(
        self,
        schema: Intersection,
        leaves: Sequence[SchemaId],
        members: Sequence[SchemaId],
    ) -> Schema:
        """No value satisfies all members.

        Where members describe one property of theirs differently, the later one has
        it, as in a class that overrides: the property is less, the object stays. An
        option of a union is left out.
        """
        owner = self._owners.get(schema.id, schema.id)
        if any(step.kind == "option" for step in schema.id.steps):
            return Nothing(schema.id)
        self.conflicts.report_conflict(schema.id, owner, leaves)
        if owner == schema.id:
            return Nothing(schema.id)
        return Reference(schema.id, members[-1])

    def _only(self, schema: Schema, end: SchemaId, notes: Annotations) -> Schema:
        """One member says it all: refer to it, unless it stands right here."""
        if schema.id in self.bases.children or end.is_inside(schema.id):
            only = self.resolved[end]
            return replace(only, id=schema.id, notes=notes)
        return Reference(schema.id, end, notes=notes)

    def _notes(self, schema: Schema, ends: Sequence[SchemaId]) -> Annotations:
        """What the schema says of itself; its members fill in what it leaves out."""
        inner = [end for end in ends if end.is_inside(schema.id)]
        notes = schema.notes
        for end in (*inner, *ends):
            other = self.resolved[end].notes
            if other is NO_ANNOTATIONS:
                continue
            notes = replace(
                notes,
                description=notes.description or other.description,
                default=notes.default or other.default,
                read_only=notes.read_only or other.read_only,
                write_only=notes.write_only or other.write_only,
                example=notes.example or other.example,
            )
        return notes
