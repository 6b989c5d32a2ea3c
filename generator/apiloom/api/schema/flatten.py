"""From schemas to what they come to (`FlatSchema`), by a work list."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, cast

from apiloom.api.schema.flat_schema import (
    ALL_TYPES,
    ArrayPart,
    Conjunction,
    FlatProperty,
    FlatSchema,
    FlatUnion,
    LeftOver,
    ObjectPart,
    PlacedValue,
    conjunction_of,
)
from apiloom.api.schema.json_types import kind_of, types_of_kind
from apiloom.api.schema.limit_keywords import (
    SCALARS,
    add_constraints,
    add_limit,
)
from apiloom.api.schema.listed_values import (
    ListedValue,
    listed_key,
    listed_value,
    types_of_value,
)
from apiloom.api.schema.schema_graph import settled
from apiloom.api.schema.schema_references import APPLYING, APPLYING_BY_NAME
from apiloom.api.schema.shapes import (
    NO_ANNOTATIONS,
    Anything,
    Array,
    Assertion,
    Discriminator,
    Enumeration,
    Intersection,
    Nothing,
    Object,
    Primitive,
    Property,
    Reference,
    Schema,
    SchemaId,
    Union,
)
from apiloom.core.location import Pointer, child

_SHAPED: Final = frozenset(
    {"additionalProperties", "properties", "required", "items", "prefixItems"}
)
"""Keywords of an assertion that the shape of an object or an array has too."""


class _Part(NamedTuple):
    """A schema that has to hold; `null_too` says that null need not."""

    id: SchemaId
    null_too: bool


@dataclass(slots=True)
class Flattener:
    """Flattens the schemas of one document, each conjunction once.

    Those in `by_letter` have no type but one that is written; `discriminators` stand
    beside no union.
    """

    schemas: Mapping[SchemaId, Schema]
    discriminators: Mapping[SchemaId, Discriminator]
    by_letter: Container[SchemaId] = ()
    _known: dict[Conjunction, FlatSchema] = field(default_factory=dict)

    def flat(self, conjunction: Conjunction) -> FlatSchema:
        """What `conjunction` comes to."""
        conjunction = self.settled(conjunction)
        flat = self._known.get(conjunction)
        if flat is None:
            flat = self._known[conjunction] = _Flattening(self, conjunction).run()
        return flat

    def settled(self, conjunction: Conjunction) -> Conjunction:
        """`conjunction` with every reference that says nothing itself followed."""
        return conjunction_of(
            settled(schema_id, self.schemas, _says_nothing) for schema_id in conjunction
        )


def _says_nothing(shape: Schema) -> bool:
    return shape.notes == NO_ANNOTATIONS and not shape.asserts


class _Flattening:
    """One flat schema in the making."""

    def __init__(self, schemas: Flattener, conjunction: Conjunction) -> None:
        self.schemas = schemas.schemas
        self.discriminators = schemas.discriminators
        self.by_letter = schemas.by_letter
        self.document = conjunction[0].document
        self.flat = FlatSchema(conjunction[0].pointer)
        self.patterns: dict[Pointer, dict[str, SchemaId]] = {}
        self.implied: tuple[frozenset[str], Pointer, bool] | None = None
        self.work = [
            _Part(schema_id, null_too=False) for schema_id in reversed(conjunction)
        ]

    def run(self) -> FlatSchema:
        """Take in one part after the other, in document order."""
        seen: set[SchemaId] = set()
        while self.work:
            part = self.work.pop()
            shape = self.schemas.get(part.id)
            if shape is None or part.id in seen:
                continue
            seen.add(part.id)
            self.flat.ids.append(part.id)
            if shape.notes is not NO_ANNOTATIONS:
                self.flat.annotations.append((part.id, shape.notes))
            discriminator = self.discriminators.get(part.id)
            if discriminator is not None and self.flat.discriminator is None:
                where = child(part.id.pointer, "discriminator")
                self.flat.discriminator = PlacedValue(discriminator, where)
            for assertion in shape.asserts:
                self._apply_assertion(assertion, shape, null_too=part.null_too)
            self._apply(shape, part)
        self._settle_implied()
        for patterns in self.patterns.values():
            self.flat.objects.append(ObjectPart({}, patterns, None, None))
        return self.flat

    def _apply(self, shape: Schema, part: _Part) -> None:
        null_too = part.null_too or shape.nullable
        match shape:
            case Reference():
                self._conjoin((shape.target,), null_too=null_too)
            case Intersection():
                self._conjoin(shape.members, null_too=null_too)
            case Union():
                self._apply_union(shape, null_too)
            case Enumeration():
                self._apply_values(shape.values, shape.id.place, null_too)
            case Nothing():
                self._restrict_types(frozenset(), shape.id.pointer, null_too)
            case Primitive() | Array() | Object():
                base = shape.id.place
                types = self._apply_typed(shape, base)
                if isinstance(shape, Array | Object) and shape.implied:
                    self._imply(types, shape, null_too)
                else:
                    self._restrict_types(types, child(base, "type"), null_too)
            case _:
                pass

    def _conjoin(self, members: tuple[SchemaId, ...], *, null_too: bool) -> None:
        self.work.extend(_Part(member, null_too) for member in reversed(members))

    def _imply(
        self, types: frozenset[str], shape: Array | Object, null_too: bool
    ) -> None:
        """Keep a type in mind that nobody has written, as models take it."""
        if shape.id in self.by_letter:
            return
        if isinstance(shape, Array) or shape.describes_properties:
            where = child(shape.id.place, "type")
            earlier = frozenset() if self.implied is None else self.implied[0]
            self.implied = types | earlier, where, null_too

    def _settle_implied(self) -> None:
        """A type is implied where nothing else says which types there are.

        Who implies two has none in mind.
        """
        named = self.flat.types != ALL_TYPES or self.flat.unions
        if self.implied is not None and len(self.implied[0]) == 1 and not named:
            self._restrict_types(*self.implied)
            self.flat.implied = True

    def _restrict_types(
        self, types: frozenset[str], where: Pointer, null_too: bool
    ) -> None:
        allowed = types | {"null"} if null_too else types
        left = self.flat.types & allowed
        if left != self.flat.types or self.flat.types_at is None:
            self.flat.types_at = where
        self.flat.types = left

    def _apply_typed(
        self, shape: Primitive | Array | Object, base: Pointer
    ) -> frozenset[str]:
        """Take in a shape of one type whose keywords stand at `base`."""
        kind = kind_of(shape)
        add_constraints(self.flat.limits, shape.constraints, kind, base)
        match shape:
            case Primitive():
                if shape.format is not None and self.flat.format is None:
                    self.flat.format = PlacedValue(shape.format, child(base, "format"))
            case Array():
                self._apply_array(base)
            case Object():
                self._apply_object(shape, base)
        return types_of_kind(kind)

    def _apply_values(
        self, values: tuple[ListedValue, ...], base: Pointer, null_too: bool
    ) -> None:
        values = (*values, None) if null_too else values
        listed = {listed_key(value): value for value in values}
        if self.flat.values is not None:
            known = self.flat.values
            listed = {key: known[key] for key in known if key in listed}
        self.flat.values = listed
        self.flat.values_at = child(base, "enum")
        types = frozenset[str]().union(*map(types_of_value, listed.values()))
        self._restrict_types(types, child(base, "type"), null_too)

    def _schema_at(self, base: Pointer, *tokens: str | int) -> SchemaId | None:
        schema_id = SchemaId(self.document, child(base, *tokens))
        return schema_id if schema_id in self.schemas else None

    def _further(
        self, base: Pointer, keyword: str
    ) -> tuple[SchemaId | None, Pointer | None]:
        """The schema in a keyword, or where it forbids everything."""
        schema = self._schema_at(base, keyword)
        if schema is not None and isinstance(self.schemas[schema], Nothing):
            return None, child(base, keyword)
        return schema, None

    def _apply_array(self, base: Pointer) -> None:
        prefix: list[SchemaId] = []
        while True:
            schema = self._schema_at(base, "prefixItems", len(prefix))
            if schema is None:
                break
            prefix.append(schema)
        further, closed = self._further(base, "items")
        if prefix or further or closed:
            self.flat.arrays.append(ArrayPart(tuple(prefix), further, closed))

    def _apply_object(self, shape: Object, base: Pointer) -> None:
        for property_ in shape.properties:
            self._add_property(property_, base)
        named = {
            property_.wire_name: property_.schema
            for property_ in shape.properties
            if property_.declared
        }
        patterns = self.patterns.pop(base, {})
        additional, closed = self._further(base, "additionalProperties")
        if shape.additional is True:
            additional = closed = None
        elif additional is None:
            closed = child(base, "additionalProperties")
        if named or patterns or additional or closed:
            part = ObjectPart(named, patterns, additional, closed)
            self.flat.objects.append(part)

    def _add_property(self, property_: Property, base: Pointer) -> None:
        known = self.flat.properties.get(property_.wire_name)
        where = property_.schema.pointer
        required = child(base, "required") if property_.required else None
        declared = property_.declared
        if known is not None:
            where = known.where if known.declared else where
            required = known.required or required
            declared = declared or known.declared
        flat = FlatProperty(where, required, declared)
        self.flat.properties[property_.wire_name] = flat

    def _apply_union(self, shape: Union, null_too: bool) -> None:
        base = shape.id.place
        members = self._union_members(shape)
        if members is None:
            types: frozenset[str] = frozenset()
            for member_shape in (self.schemas.get(member) for member in shape.members):
                if isinstance(member_shape, Primitive | Array | Object):
                    types |= self._apply_typed(member_shape, base)
            self._restrict_types(types, child(base, "type"), null_too)
            return
        if shape.nullable and len(members) == 1:
            self._conjoin(members, null_too=null_too)
            return
        self.flat.unions.append(
            FlatUnion(
                base,
                tuple((member,) for member in members),
                shape.discriminator,
                exclusive=bool(shape.asserts),
                null_too=null_too,
                refuses_null=shape.asserts_against_null,
            )
        )

    def _union_members(self, shape: Union) -> tuple[SchemaId, ...] | None:
        """The members of a union; None where it is a list of types."""
        steps = (member.steps[-1:] for member in shape.members)
        if all(last and last[0].kind == "type" for last in steps):
            return None
        return shape.members

    def _apply_assertion(
        self, assertion: Assertion, shape: Schema, *, null_too: bool
    ) -> None:
        keywords = cast("dict[str, Any]", assertion.schema.value)
        base = assertion.where.place
        idle = _idle_keywords(keywords) | assertion.context
        for name, value in keywords.items():
            if name in idle:
                continue
            where = child(base, name)
            if name in SCALARS:
                add_limit(self.flat.limits, name, PlacedValue(value, where))
            elif name in {"enum", "const"}:
                values = value if name == "enum" else [value]
                self._apply_values(tuple(map(listed_value, values)), base, null_too)
            elif isinstance(shape, Union) and name in {"oneOf", "anyOf"}:
                continue
            elif name in _SHAPED:
                # An untyped schema of both kinds has no shape that says it.
                if isinstance(shape, Anything):
                    self.flat.fragments[f"{name}?"] = PlacedValue(value, where)
            elif name in APPLYING or name in APPLYING_BY_NAME:
                self._apply_below(name, value, base)
            else:
                self.flat.fragments.setdefault(name, PlacedValue(value, where))

    def _apply_below(self, keyword: str, value: Any, base: Pointer) -> None:
        """Take in a keyword that applies a schema to something below."""
        if keyword in APPLYING_BY_NAME:
            places = {name: self._schema_at(base, keyword, name) for name in value}
            given = {name: place for name, place in places.items() if place}
            if keyword == "patternProperties":
                self.patterns[base] = given
            else:
                for name, place in given.items():
                    self.flat.applied.setdefault((keyword, name), place)
            return
        schema, closed = self._further(base, keyword)
        if keyword == "unevaluatedProperties":
            self.flat.left_properties = LeftOver(schema, closed)
        elif keyword == "unevaluatedItems":
            self.flat.left_items = LeftOver(schema, closed)
        else:
            where = SchemaId(self.document, child(base, keyword))
            self.flat.applied.setdefault((keyword,), where)


def _idle_keywords(keywords: Mapping[str, Any]) -> frozenset[str]:
    """Keywords that demand nothing.

    One item is what `contains` asks for, and none is what `minContains` can (core,
    section 10.3.1.3); nothing is left over by what looks at all (section 11).
    """
    idle = {
        left_over for looking, left_over in _LEFT_OVER.items() if looking in keywords
    }
    fewest = keywords.get("minContains", 1)
    if fewest <= 1 and "maxContains" not in keywords:
        idle |= {"minContains"} if fewest else {"minContains", "contains"}
    return frozenset(idle)


_LEFT_OVER: Final = {
    "additionalProperties": "unevaluatedProperties",
    "items": "unevaluatedItems",
}
"""What looks at all that other keywords do not, and what would be left for these."""
