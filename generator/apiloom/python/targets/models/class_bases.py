"""Which classes are written as subclasses of others: `class Dog(Pet):`.

A class has the same fields, in the same order and of the same types, whether it
inherits them or declares them itself: so neither what is accepted nor a byte of what is
written depends on it. Where Python, pydantic or a type checker would have it otherwise,
the class declares everything, and a note says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from apiloom.api.resolved_api import NamedType
from apiloom.api.schema.nullability import is_nullable
from apiloom.api.schema.schema_graph import circles
from apiloom.api.schema.shapes import Object, Property, SchemaId, text_order
from apiloom.core.diagnostics import Report
from apiloom.core.text import Text
from apiloom.python.syntax.expression import (
    Either,
    Expression,
    Name,
    Subscript,
    Symbol,
    Value,
    builtin,
    typing,
    unannotated,
)
from apiloom.python.targets.models.model_assertions import class_asserts_of
from apiloom.python.targets.models.type_expressions import TypeExpressions

_LONGEST_LINE: Final = 20
"""So many classes above one another cost more than they explain."""


@dataclass(frozen=True, slots=True)
class Lineage:
    """The bases of a class as they are written, and what it declares itself.

    `order` is Python's order of resolution: the class, then those it inherits from.
    """

    bases: tuple[NamedType, ...]
    declared: tuple[Property, ...]
    order: tuple[SchemaId, ...]


class _UnfitError(Exception):
    """Why a class cannot be written as a subclass."""


@dataclass(slots=True)
class ClassBases:
    """Decides over all classes of an API at once, each after its bases."""

    types: TypeExpressions
    _lineages: dict[SchemaId, Lineage] = field(default_factory=dict)
    _decided: bool = False

    def of(self, named: NamedType) -> Lineage:
        """What a class inherits."""
        self._decide_once()
        return self._lineages.get(named.id) or self._alone(named.id)

    def declared(self, named: NamedType, schema: Object) -> Object:
        """The part of a class that it declares itself."""
        lineage = self.of(named)
        further = self.types.further(schema)
        same = any(
            self.types.further(self._shape(base.id)) == further
            for base in lineage.bases
        )
        if not same:
            return replace(schema, properties=lineage.declared)
        return replace(
            schema, properties=lineage.declared, additional=True, patterns=()
        )

    def twins(self, named: NamedType) -> tuple[Expression, ...]:
        """The dictionaries that the one of a class extends, if it can.

        A key keeps its type, and whether it has to be there.
        """
        bases = self.of(named).bases
        own = {p.wire_name: p for p in self._shape(named.id).properties}
        twins: list[Expression] = []
        for base in bases:
            if base.input_name is None:
                return ()
            for property_ in self._shape(base.id).properties:
                if not self._same_key(own[property_.wire_name], property_):
                    return ()
            twins.append(Name(Symbol(base.module, base.input_name, local=True)))
        return tuple(twins)

    def _same_key(self, one: Property, other: Property) -> bool:
        if one == other:
            return True
        same = self.types.of(one.schema, "input") == self.types.of(
            other.schema, "input"
        )
        return same and one.required == other.required

    def own_keys(
        self, named: NamedType, schema: Object, twins: tuple[Expression, ...]
    ) -> Object:
        """The part of a class that its dictionary has beside those of `twins`."""
        if not twins:
            return schema
        inherited = {
            property_.wire_name
            for base in self.of(named).bases
            for property_ in self._shape(base.id).properties
        }
        left = [p for p in schema.properties if p.wire_name not in inherited]
        return replace(schema, properties=tuple(left))

    def is_asserted(self, schema_id: SchemaId) -> bool:
        """Whether a class is judged by keywords that no type expresses."""
        shape = self._shape(schema_id)
        return any(class_asserts_of(self.types.api, shape, Report()))

    def extended(self) -> frozenset[SchemaId]:
        """The classes that others inherit from."""
        self._decide_once()
        return frozenset(
            base.id for lineage in self._lineages.values() for base in lineage.bases
        )

    def _decide_once(self) -> None:
        if not self._decided:
            self._decided = True
            self._decide()

    def _decide(self) -> None:
        api = self.types.api
        candidates = {
            child: tuple(base for base in bases if base in api.types)
            for child, bases in api.bases.items()
            if child in api.types
        }
        nodes = sorted({*candidates, *sum(candidates.values(), ())}, key=text_order)
        for group in circles(nodes, candidates):
            for schema_id in group:
                bases = candidates.get(schema_id, ())
                self._lineages[schema_id] = (
                    self._inheriting(schema_id, bases)
                    if bases and len(group) == 1
                    else self._alone(schema_id)
                )

    def _alone(self, schema_id: SchemaId) -> Lineage:
        return Lineage((), self._shape(schema_id).properties, (schema_id,))

    def _inheriting(self, schema_id: SchemaId, bases: Sequence[SchemaId]) -> Lineage:
        above = {
            inherited for base in bases for inherited in self._lineages[base].order[1:]
        }
        nearest = [base for base in bases if base not in above]
        reasons: list[str] = []
        # pydantic takes the fields of the last base first.
        for order in dict.fromkeys((tuple(reversed(nearest)), tuple(nearest))):
            try:
                return self._lineage(schema_id, order)
            except _UnfitError as unfit:
                reasons.append(str(unfit))
        self.types.report.note(
            "allof-flattened",
            f"this is no subclass of {self._names(nearest)}: {reasons[0]}",
            schema_id.document,
            schema_id.pointer,
            "the class declares all its fields itself",
        )
        return self._alone(schema_id)

    def _lineage(self, schema_id: SchemaId, bases: tuple[SchemaId, ...]) -> Lineage:
        if len(bases) > 1 and self.types.words.has_one_base:
            raise _UnfitError("a class with slots has one base")
        order = (schema_id, *self._linear(bases))
        if len(order) > _LONGEST_LINE:
            raise _UnfitError("too many classes stand above one another")
        shape = self._shape(schema_id)
        for base in bases:
            self._check_base(schema_id, base)
        inherited = self._inherited(order[1:])
        self._check_types(shape, order[1:])
        declared = tuple(
            property_
            for property_ in shape.properties
            if inherited.get(property_.wire_name) != property_
        )
        names = dict.fromkeys(
            property_.wire_name
            for above in reversed(order[1:])
            for property_ in self._lineages[above].declared
        )
        names |= dict.fromkeys(property_.wire_name for property_ in declared)
        if [*names] != [property_.wire_name for property_ in shape.properties]:
            raise _UnfitError("its properties would be written in another order")
        types = self.types.api.types
        return Lineage(tuple(types[base] for base in bases), declared, order)

    def _check_base(self, schema_id: SchemaId, base: SchemaId) -> None:
        shape, above = self._shape(schema_id), self._shape(base)
        name = self._names([base])
        if above.is_closed:
            raise _UnfitError(f"{name} has no further properties")
        mine, its = self.types.further(shape), self.types.further(above)
        if its is not None and mine != its:
            raise _UnfitError(f"further properties of {name} have another type")
        field_names = self.types.api.field_names
        own_names = field_names[schema_id]
        for wire_name, field_name in field_names[base].items():
            if own_names.get(wire_name) != field_name:
                raise _UnfitError(f"a field of {name} is called otherwise here")

    def _check_types(self, shape: Object, above: Sequence[SchemaId]) -> None:
        """A checker wants a field to be of one type in a class and all its bases."""
        own = {property_.wire_name: property_ for property_ in shape.properties}
        for base in above:
            for property_ in self._lineages[base].declared:
                here = own[property_.wire_name]
                if here == property_:
                    continue
                seen = self._seen(here)
                if seen != self._seen(property_) and not self._is_tag(seen, property_):
                    raise _UnfitError(
                        f"the property {property_.wire_name!r} has another "
                        f"type than in {self._names([base])}"
                    )

    def _is_tag(self, seen: Expression, above: Property) -> bool:
        """Whether a type is one string, where a base has any: as tags are."""
        text, wide = builtin("str"), _members(self._seen(above))
        rest = [member for member in _members(seen) if not _is_one_text(member)]
        return text in wide and rest == [member for member in wide if member != text]

    def narrows(self, named: NamedType) -> bool:
        """Whether a class declares a field that is of another type in a base."""
        lineage = self.of(named) if named.kind == "class" else None
        if lineage is None or not lineage.bases:
            return False
        own = {property_.wire_name: property_ for property_ in lineage.declared}
        return any(
            self._seen(own[property_.wire_name]) != self._seen(property_)
            for above in lineage.order[1:]
            for property_ in self._lineages[above].declared
            if property_.wire_name in own
        )

    def _seen(self, property_: Property) -> Expression:
        """The type of a property as a checker sees it."""
        named = self.types.api.types.get(property_.schema)
        is_alias = named is not None and named.kind == "alias" and not named.recursive
        write = self.types.definition if is_alias else self.types.of
        type_ = write(property_.schema)
        if not property_.required and not self._has_default(property_):
            shapes = self.types.api.shapes
            admits_null = is_nullable(property_.schema, shapes)
            type_ = self.types.absent(type_, admits_null=admits_null)
        return unannotated(type_)

    def _has_default(self, property_: Property) -> bool:
        return self.types.api.shapes[property_.schema].notes.default is not None

    def _inherited(self, above: Sequence[SchemaId]) -> Mapping[Text, Property]:
        """Each property as the nearest of the classes declares it."""
        nearest: dict[Text, Property] = {}
        for schema_id in above:
            for property_ in self._lineages[schema_id].declared:
                nearest.setdefault(property_.wire_name, property_)
        return nearest

    def _linear(self, bases: tuple[SchemaId, ...]) -> Iterator[SchemaId]:
        """Python's order of what stands above a class (C3)."""
        rows = [[*self._lineages[base].order] for base in bases]
        rows.append([*bases])
        while rows := [row for row in rows if row]:
            behind = {schema_id for row in rows for schema_id in row[1:]}
            first = next((row[0] for row in rows if row[0] not in behind), None)
            if first is None:
                raise _UnfitError("its bases have no common order")
            yield first
            rows = [row[1:] if row[0] == first else row for row in rows]

    def _names(self, schema_ids: Sequence[SchemaId]) -> str:
        types = self.types.api.types
        return " and ".join(types[schema_id].name for schema_id in schema_ids)

    def _shape(self, schema_id: SchemaId) -> Object:
        shape = self.types.api.shapes[schema_id]
        assert isinstance(shape, Object), "it becomes a class"
        return shape


def _members(type_: Expression) -> tuple[Expression, ...]:
    return type_.members if isinstance(type_, Either) else (type_,)


def _is_one_text(type_: Expression) -> bool:
    """Whether it is `Literal["text"]`."""
    match type_:
        case Subscript(base, (Value(value),)):
            return base == typing("Literal") and isinstance(value, Text)
        case _:
            return False
