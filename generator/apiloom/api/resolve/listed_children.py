"""Unions that list schemas which extend a base.

The discriminator of the base decides there too, though the union has none of its own:
it says "which schema is expected", wherever one of them is (OpenAPI 3.0.3 and 3.2,
"Discriminator Object").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from apiloom.api.resolve.concrete_tags import ConcreteTags
from apiloom.api.resolve.inherited_tags import Pairs
from apiloom.api.schema.derivation import told_apart
from apiloom.api.schema.json_types import types_of
from apiloom.api.schema.schema_graph import circles, end_of, settled
from apiloom.api.schema.shapes import (
    Assertion,
    Discriminator,
    JsonValue,
    Reference,
    Schema,
    SchemaId,
    Union,
    text_order,
)
from apiloom.core.location import tokens_of
from apiloom.core.text import Text


def list_children(
    unions: Iterable[Union], concrete: ConcreteTags, schemas: dict[SchemaId, Schema]
) -> None:
    """Give tags to all of `unions` that list children, the inner ones first."""
    by_id = {union.id: union for union in unions}
    listing = _Listing(concrete, schemas)
    needs = {
        union_id: [
            end for member in union.members if (end := listing.subject(member)) in by_id
        ]
        for union_id, union in by_id.items()
    }
    for group in circles(sorted(by_id, key=text_order), needs):
        for union_id in sorted(group, key=text_order):
            listing.settle(by_id[union_id])


@dataclass(frozen=True, slots=True)
class _Listing:
    """Settles one union after the other, in `schemas`."""

    concrete: ConcreteTags
    schemas: dict[SchemaId, Schema]

    def settle(self, union: Union) -> None:
        if union.discriminator is not None:
            self.schemas[union.id] = self._with_inner_tags(union, union.discriminator)
            return
        groups = self._groups(union)
        if not groups:
            return
        grouped = {member for members in groups.values() for member in members}
        others = [member for member in union.members if member not in grouped]
        asserts = self._counted(union, groups, others)
        if len(groups) == 1 and not any(map(self._may_be_object, others)):
            ((name, members),) = groups.items()
            decided = self._decided(union.id, name, members)
            members_all = (*decided.members, *others)
            settled = replace(
                union, members=members_all, discriminator=decided.discriminator
            )
        else:
            settled = replace(union, members=self._nested(union, groups))
        self.schemas[union.id] = replace(settled, asserts=asserts)

    def subject(self, schema_id: SchemaId) -> SchemaId:
        """What a member comes to, through references and what adds nothing to them."""
        return settled(schema_id, self.schemas, self._adds_nothing)

    def _adds_nothing(self, schema: Schema) -> bool:
        """Whether a schema is a reference, or one with a description."""
        if isinstance(schema, Reference):
            return True
        return not schema.asserts and schema.id not in self.concrete.inherited.children

    def _groups(self, union: Union) -> dict[Text, list[SchemaId]]:
        """The members that one property tells apart; the property that tells most.

        Members that come to one schema are one.
        """
        waiting = list(dict.fromkeys(union.members))
        groups: dict[Text, list[SchemaId]] = {}
        while waiting:
            by_name: dict[Text, list[SchemaId]] = {}
            for member in waiting:
                for name in self._names(self.subject(member)):
                    by_name.setdefault(name, []).append(member)
            names = [
                name
                for name, members in by_name.items()
                if len({self.subject(member) for member in members}) > 1
            ]
            if not names:
                break
            best = max(names, key=lambda name: len(by_name[name]))
            groups[best] = by_name[best]
            waiting = [member for member in waiting if member not in by_name[best]]
        return groups

    def _names(self, end: SchemaId) -> Iterator[Text]:
        """The properties whose tags lead to a schema."""
        schema = self.schemas[end]
        if end not in self.concrete.bases and isinstance(schema, Union):
            if schema.discriminator is not None:
                yield schema.discriminator.property_name
            return
        for name in self.concrete.inherited.names(end):
            if self.concrete.pairs(end, name):
                yield name

    def _pairs(self, member: SchemaId, name: Text) -> Pairs:
        """All tags that lead to a member, or to what is below it."""
        end = self.subject(member)
        schema = self.schemas[end]
        if end not in self.concrete.bases and isinstance(schema, Union):
            return tuple((tag, member) for tag in self._tags_of(schema))
        return self.concrete.pairs(end, name)

    def _tags_of(self, union: Union) -> Iterator[Text]:
        """The tags of a union with a discriminator: mapped, or names of components."""
        assert union.discriminator is not None, "only such are asked"
        mapped: set[SchemaId] = set()
        for tag, target in union.discriminator.mapping:
            mapped.add(end_of(target, self.schemas).id)
            yield tag
        for member in union.members:
            end = end_of(member, self.schemas).id
            if end not in mapped and end in self.concrete.inherited.components:
                yield Text(tokens_of(end.pointer)[-1])

    def _decided(
        self, union_id: SchemaId, name: Text, members: Sequence[SchemaId]
    ) -> Union:
        """The union of what the tags of some members lead to.

        What one of the members is itself goes before what another one comes to.
        """
        ends = list(dict.fromkeys(map(self.subject, members)))
        own = {self.concrete.target(end, name) for end in ends}
        mapping: dict[tuple[Text, SchemaId], None] = {}
        for member in members:
            mapping.update(dict.fromkeys(self._pairs(member, name)))
        direct = {tag for tag, target in mapping if target in own}
        pairs = tuple(
            (tag, target)
            for tag, target in mapping
            if target in own or tag not in direct
        )
        targets = tuple(dict.fromkeys(target for _, target in pairs))
        fallbacks = (
            fallback for member in members for fallback in self._fallbacks(member, name)
        )
        fallback = next((target for target in fallbacks if target in targets), None)
        return Union(union_id, targets, Discriminator(name, pairs, fallback))

    def _fallbacks(self, member: SchemaId, name: Text) -> Iterator[SchemaId]:
        """What values without a known tag are, as far as a member says it."""
        end = self.subject(member)
        schema = self.schemas[end]
        declared = schema.discriminator if isinstance(schema, Union) else None
        if end not in self.concrete.bases and declared and declared.fallback:
            yield member
        for fallback in self.concrete.inherited.fallbacks(end, name):
            yield self.concrete.target(fallback, name)

    def _with_inner_tags(self, union: Union, discriminator: Discriminator) -> Union:
        """A union with a discriminator whose members are bases by the same property.

        Its own tags lead to the members themselves, the others of a member to what
        extends it.
        """
        name = discriminator.property_name
        ends = {member: self.subject(member) for member in union.members}
        if not any(self.concrete.bases.get(end) == name for end in ends.values()):
            return union
        mapping: dict[Text, SchemaId] = {}
        for tag, target in discriminator.mapping:
            mapping[tag] = self.concrete.target(self.subject(target), name)
        mapped = set(mapping.values())
        members: list[SchemaId] = []
        for member, end in ends.items():
            pairs = (
                self.concrete.pairs(end, name)
                if self.concrete.bases.get(end) == name
                else ()
            )
            own = self.concrete.target(end, name) if pairs else member
            if not pairs or own in mapped or any(own == target for _, target in pairs):
                members.append(own)
            for tag, target in pairs:
                is_further = target != own or own not in mapped
                if is_further and mapping.setdefault(tag, target) == target:
                    members.append(target)
        fallback = discriminator.fallback
        if fallback is not None:
            fallback = self.concrete.target(self.subject(fallback), name)
        return replace(
            union,
            members=tuple(dict.fromkeys(members)),
            discriminator=Discriminator(name, tuple(mapping.items()), fallback),
        )

    def _nested(
        self, union: Union, groups: Mapping[Text, Sequence[SchemaId]]
    ) -> tuple[SchemaId, ...]:
        """Each group a union of its own, where the first of its members stood."""
        inner_by_member: dict[SchemaId, SchemaId] = {}
        for number, (name, members) in enumerate(groups.items()):
            inner = union.id.derived(told_apart(number))
            self.schemas[inner] = self._decided(inner, name, members)
            inner_by_member.update(dict.fromkeys(members, inner))
        members_all = (inner_by_member.get(member, member) for member in union.members)
        return tuple(dict.fromkeys(members_all))

    def _counted(
        self,
        union: Union,
        groups: Mapping[Text, Sequence[SchemaId]],
        others: Sequence[SchemaId],
    ) -> tuple[Assertion, ...]:
        """What a `oneOf` still has to count: the members of a group are one."""
        return tuple(
            counted
            for assertion in union.asserts
            if (counted := self._recounted(assertion, union, groups, others))
        )

    def _recounted(
        self,
        assertion: Assertion,
        union: Union,
        groups: Mapping[Text, Sequence[SchemaId]],
        others: Sequence[SchemaId],
    ) -> Assertion | None:
        written = assertion.schema.value
        if not isinstance(written, dict) or set(written) != {"oneOf"}:
            return assertion
        if len(groups) == 1 and self._exclude_each_other(others):
            return None
        listed = cast("list[Any]", written["oneOf"])
        by_member = dict(zip(union.members, listed, strict=True))
        counted = [
            {"anyOf": [by_member[member] for member in members]}
            for members in groups.values()
        ]
        counted += [by_member[member] for member in others]
        if len(counted) == 1:
            return None
        return replace(assertion, schema=JsonValue({"oneOf": counted}))

    def _exclude_each_other(self, others: Sequence[SchemaId]) -> bool:
        """Whether no value is two of these, or one of these and an object."""
        taken = {"object"}
        for other in others:
            kinds = self._kinds(other)
            if kinds is None or not taken.isdisjoint(kinds):
                return False
            taken |= kinds
        return True

    def _may_be_object(self, schema_id: SchemaId) -> bool:
        kinds = self._kinds(schema_id)
        return kinds is None or "object" in kinds

    def _kinds(self, schema_id: SchemaId) -> frozenset[str] | None:
        """The JSON types of a schema's values, where that is plain to see."""
        return types_of(end_of(schema_id, self.schemas).shape)
