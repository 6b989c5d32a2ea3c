"""Shapes without intersections: what each schema comes to.

`allOf`, and keywords beside `$ref`, `oneOf` or `anyOf`, are merged as JSON Schema
means them (core, section 10.2.1.1): a value must satisfy all of them at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from apiloom.api.resolve.base_schemas import Bases, bases_of
from apiloom.api.resolve.resolved_unions import (
    impossible_options_left_out,
    without_union_circles,
)
from apiloom.api.resolve.schema_conflicts import SchemaConflicts
from apiloom.api.schema.children import circles
from apiloom.api.schema.intersect import Parts, intersect
from apiloom.api.schema.intersect_unions import EACH, intersect_unions
from apiloom.api.schema.redundant_members import without_redundant_members
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
)
from apiloom.core.diagnostics import Report
from apiloom.core.location import escape_token


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
    known = {schema_id: schemas[schema_id] for schema_id in sorted(schemas)}
    bases = bases_of(known, discriminators or {}, tuple(components))
    resolver = _Resolver(known, SchemaConflicts(known, report), bases)
    shapes = resolver.run()
    impossible_options_left_out(shapes, resolver.intersected_unions)
    return without_union_circles(shapes, resolver.findings)


@dataclass(slots=True)
class _Resolver:
    """Merges from the bottom up: what a schema refers to in place comes before it."""

    schemas: dict[SchemaId, Schema]
    findings: SchemaConflicts
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
        pending = sorted(self.schemas)
        while pending:
            waiting = frozenset(pending)
            needs = {
                each: [need for need in self._in_place(each) if need in waiting]
                for each in pending
            }
            made: list[SchemaId] = []
            for group in circles(pending, needs):
                if len(group) > 1 or group[0] in needs[group[0]]:
                    self._break(group)
                for each in group:
                    made.extend(self._resolve(each))
            pending = made
        return self.resolved

    def _in_place(self, schema_id: SchemaId) -> Iterator[SchemaId]:
        for each in in_place(self.schemas[schema_id]):
            yield each
            if each in self.bases.own_parts:
                yield self.bases.own_parts[each]

    def _break(self, group: Sequence[SchemaId]) -> None:
        """A circle says nothing; what stands outside of it holds for all its members.

        Each circle is reported once, from the first of its pointers.
        """
        self.findings.circle(group)
        outside = dict.fromkeys(
            each
            for member in sorted(group)
            for each in self._in_place(member)
            if each not in group
        )
        for each in group:
            notes = self.schemas[each].notes
            self.schemas[each] = (
                Intersection(each, tuple(outside), notes=notes)
                if outside
                else Anything(each, notes=notes)
            )

    def _resolve(self, schema_id: SchemaId) -> list[SchemaId]:
        """Settle one schema; the ids of what that leaves to be merged."""
        schema, made = self.schemas[schema_id], list[SchemaId]()
        if isinstance(schema, Intersection):
            schema, made = self._merged(schema)
        elif isinstance(schema, Reference):
            self._leaves[schema_id] = self._leaves[schema.target]
        else:
            self._leaves[schema_id] = (schema_id,)
        self.resolved[schema_id] = schema
        self._ends[schema_id] = (
            self._ends[schema.target] if isinstance(schema, Reference) else schema_id
        )
        return made

    def _merged(self, schema: Intersection) -> tuple[Schema, list[SchemaId]]:
        ends = self._members(schema)
        leaves = tuple(
            dict.fromkeys(leaf for end in ends for leaf in self._leaves[end])
        )
        self._leaves[schema.id] = leaves
        notes = self._notes(schema, ends)
        said = without_redundant_members(ends, self.resolved, self._leaves)
        if len(said) == 1 and not schema.asserts:
            return self._only(schema, said[0], notes), []
        owner = self._owners.get(schema.id, schema.id)
        known = self._known.setdefault((owner, frozenset(leaves)), schema.id)
        if known != schema.id:
            return Reference(schema.id, known, notes=notes), []
        merged, added = self._together(schema, said, leaves)
        self.schemas.update(added)
        self._owners.update(dict.fromkeys(added, owner))
        asserts = (*merged.asserts, *schema.asserts)
        return replace(merged, id=schema.id, notes=notes, asserts=asserts), list(added)

    def _members(self, schema: Intersection) -> list[SchemaId]:
        """What the members come to; one that extends a base takes its own part."""
        ends = list(dict.fromkeys(self._ends[each] for each in schema.members))
        own = [self.bases.own_part(end, schema.id) for end in ends]
        if own == ends:
            return ends
        own = list(dict.fromkeys(self._ends[each] for each in own))
        if schema.id in self.bases.children:
            return own
        return (
            own
            if len(without_redundant_members(own, self.resolved, self._leaves)) > 1
            else ends
        )

    def _together(
        self, schema: Intersection, said: list[SchemaId], leaves: Sequence[SchemaId]
    ) -> tuple[Schema, Mapping[SchemaId, Schema]]:
        """All that tells something, merged; and what that leaves to be merged."""
        unions = [each for end in said if isinstance(each := self.resolved[end], Union)]
        others = tuple(end for end in said if not isinstance(self.resolved[end], Union))
        if unions:
            found = intersect_unions(schema.id, unions, others, self.schemas)
            if found is None:
                self.findings.too_many(schema.id)
                found = intersect_unions(schema.id, unions[:1], others, self.schemas)
            assert found is not None, "one union has as many options as members"
            union, options = found
            if not options:
                return self._conflict(schema, leaves, said), {}
            self.intersected_unions.append(schema.id)
            asserts = {each.where: each for end in unions for each in end.asserts}
            return replace(union, asserts=tuple(asserts.values())), options
        parts = Parts(schema.id)
        merged = intersect(tuple(self.resolved[each] for each in said), parts)
        self.findings.closed(leaves, parts.closed)
        if parts.conflicts:
            return self._conflict(schema, leaves, said), {}
        return merged, parts.added

    def _conflict(
        self,
        schema: Intersection,
        leaves: Sequence[SchemaId],
        said: Sequence[SchemaId],
    ) -> Schema:
        """No value satisfies all members.

        Where members describe one property of theirs differently, the later one has
        it, as in a class that overrides: the property is less, the object stays. An
        option of a union is left out.
        """
        owner = self._owners.get(schema.id, schema.id)
        if f"/{escape_token(EACH)}/" in f"{schema.id.pointer}/":
            return Nothing(schema.id)
        self.findings.conflict(schema.id, owner, leaves)
        if owner == schema.id:
            return Nothing(schema.id)
        return Reference(schema.id, said[-1])

    def _only(self, schema: Schema, end: SchemaId, notes: Annotations) -> Schema:
        """One member says it all: refer to it, unless it stands right here."""
        if schema.id in self.bases.children or _is_part_of(end, schema.id):
            found = self.resolved[end]
            return replace(found, id=schema.id, notes=notes)
        return Reference(schema.id, end, notes=notes)

    def _notes(self, schema: Schema, ends: Sequence[SchemaId]) -> Annotations:
        """What the schema says of itself; its members fill in what it leaves out."""
        here = [end for end in ends if _is_part_of(end, schema.id)]
        notes = schema.notes
        for end in (*here, *ends):
            other = self.resolved[end].notes
            if other is NO_ANNOTATIONS:
                continue
            notes = replace(
                notes,
                description=notes.description or other.description,
                default=notes.default or other.default,
                read_only=notes.read_only or other.read_only,
                write_only=notes.write_only or other.write_only,
            )
        return notes


def in_place(schema: Schema) -> tuple[SchemaId, ...]:
    """The schemas that judge the same value as this one, all of them."""
    if isinstance(schema, Intersection):
        return schema.members
    return (schema.target,) if isinstance(schema, Reference) else ()


def _is_part_of(inner: SchemaId, outer: SchemaId) -> bool:
    """Whether `inner` stands inside the schema `outer` itself."""
    return inner.document == outer.document and (
        inner.pointer.startswith(outer.pointer + "/")
    )
