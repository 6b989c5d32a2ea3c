"""From schemas to what they come to (`FlatSchema`), by a work list."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, cast

from apiloom.api.ir import ApiSpec
from apiloom.api.schema.derivation import by_keyword
from apiloom.api.schema.shapes import (
    NO_ANNOTATIONS,
    Array,
    Assertion,
    Enumeration,
    Intersection,
    JsonValue,
    Nothing,
    Object,
    Primitive,
    Property,
    Reference,
    Schema,
    SchemaId,
    Union,
)
from apiloom.core.location import Pointer, child, tokens_of
from apiloom.core.text import Text
from apiloom.diff.contract.structure.flat_schema import (
    Conjunction,
    FlatProperty,
    FlatSchema,
    FlatUnion,
    PlacedValue,
)
from apiloom.diff.contract.structure.limit_keywords import (
    SCALARS,
    add_bound,
    add_constraints,
    add_limit,
)
from apiloom.diff.contract.structure.schema_parts import scalar_of

_LONGEST: Final = 12
"""Parts of a conjunction: circles of `allOf` could add more of them without end."""
_LEFT_OVER: Final = ("unevaluatedProperties", "unevaluatedItems")
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
    """Flattens the schemas of one document, each conjunction once."""

    api: ApiSpec
    _known: dict[Conjunction, FlatSchema] = field(default_factory=dict)

    def flat(self, conjunction: Conjunction) -> FlatSchema:
        """What `conjunction` comes to."""
        flat = self._known.get(conjunction)
        if flat is None:
            flat = self._known[conjunction] = _Flattening(self.api, conjunction).run()
        return flat

    def settled(self, conjunction: Conjunction) -> Conjunction:
        """`conjunction` with every reference that says nothing itself followed."""
        return tuple(dict.fromkeys(map(self._end, conjunction)))[:_LONGEST]

    def _end(self, schema_id: SchemaId) -> SchemaId:
        seen: set[SchemaId] = set()
        while schema_id not in seen:
            seen.add(schema_id)
            shape = self.api.schemas.get(schema_id)
            if isinstance(shape, Reference) and _says_nothing(shape):
                schema_id = shape.target
            elif (
                isinstance(shape, Intersection)
                and len(shape.members) == 1
                and _says_nothing(shape)
            ):
                schema_id = shape.members[0]
        return schema_id


def _says_nothing(shape: Schema) -> bool:
    return shape.notes == NO_ANNOTATIONS and not shape.asserts


class _Flattening:
    """One flat schema in the making."""

    def __init__(self, api: ApiSpec, conjunction: Conjunction) -> None:
        self.api = api
        self.flat = FlatSchema(conjunction[0].pointer)
        self.work = [
            _Part(schema_id, null_too=False) for schema_id in reversed(conjunction)
        ]

    def run(self) -> FlatSchema:
        """Take in one part after the other, in document order."""
        seen: set[SchemaId] = set()
        while self.work:
            part = self.work.pop()
            shape = self.api.schemas.get(part.id)
            if shape is None or part.id in seen:
                continue
            seen.add(part.id)
            self.flat.ids.append(part.id)
            if shape.notes is not NO_ANNOTATIONS:
                self.flat.annotations.append((part.id, shape.notes))
            discriminator = self.api.discriminators.get(part.id)
            if discriminator is not None and self.flat.discriminator is None:
                where = child(part.id.pointer, "discriminator")
                self.flat.discriminator = discriminator, where
            for assertion in shape.asserts:
                self._apply_assertion(assertion, shape)
            self._apply(shape, part)
        return self.flat

    def _apply(self, shape: Schema, part: _Part) -> None:
        match shape:
            case Reference():
                self._conjoin((shape.target,), null_too=part.null_too)
            case Intersection():
                self._conjoin(shape.members, null_too=part.null_too)
            case Union():
                self._apply_union(shape, part.null_too)
            case Enumeration():
                self._apply_enumeration(shape, part.null_too)
            case Nothing():
                self._restrict_types(frozenset(), shape.id.pointer, part.null_too)
            case Primitive() | Array() | Object():
                base = shape.id.place
                types = self._apply_typed(shape, base)
                null_too = part.null_too or shape.nullable
                self._restrict_types(types, child(base, "type"), null_too)
            case _:
                pass

    def _conjoin(self, members: tuple[SchemaId, ...], *, null_too: bool) -> None:
        self.work.extend(_Part(member, null_too) for member in reversed(members))

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
        match shape:
            case Primitive():
                if shape.format is not None and self.flat.format is None:
                    self.flat.format = PlacedValue(shape.format, child(base, "format"))
                add_constraints(self.flat.limits, shape.constraints, shape.kind, base)
                numeric = {"integer", "number"}
                return frozenset(numeric if shape.kind == "number" else {shape.kind})
            case Array():
                add_constraints(self.flat.limits, shape.constraints, "array", base)
                self._add_items(shape, base)
                return frozenset({"array"})
            case Object():
                add_constraints(self.flat.limits, shape.constraints, "object", base)
                self._apply_object(shape, base)
                return frozenset({"object"})

    def _apply_enumeration(self, shape: Enumeration, null_too: bool) -> None:
        null_too = null_too or shape.nullable
        values = shape.values if not null_too else (*shape.values, None)
        if self.flat.values is not None:
            allowed = set(map(scalar_of, values))
            values = tuple(
                value for value in self.flat.values if scalar_of(value) in allowed
            )
        self.flat.values = tuple({scalar_of(value): value for value in values}.values())
        base = shape.id.place
        self.flat.values_at = child(base, "enum")
        types = frozenset(kind for value in values for kind in _types_of(value))
        self._restrict_types(types, child(base, "type"), null_too)

    def _add_items(self, shape: Array, base: Pointer) -> None:
        document = shape.id.document
        position = 0
        while (
            item := self._schema_at(document, base, "prefixItems", position)
        ) is not None:
            self.flat.prefix.append(item)
            position += 1
        rest = self._schema_at(document, base, "items")
        if shape.items is not None and not self.flat.prefix:
            self.flat.items.append(shape.items)
        elif rest is not None and not isinstance(self.api.schemas[rest], Nothing):
            self.flat.items.append(rest)

    def _schema_at(
        self, document: str, base: Pointer, *tokens: str | int
    ) -> SchemaId | None:
        schema_id = SchemaId(document, child(base, *tokens))
        return schema_id if schema_id in self.api.schemas else None

    def _apply_object(self, shape: Object, base: Pointer) -> None:
        for property_ in shape.properties:
            self._add_property(property_, base)
        rest = shape.additional
        if rest is False:
            self.flat.closed = child(base, "additionalProperties")
        elif rest is not True:
            union = shape.id.derived(by_keyword("patternProperties"))
            self._add_additional(rest, base, union)

    def _add_property(self, property_: Property, base: Pointer) -> None:
        known = self.flat.properties.get(property_.wire_name)
        where = property_.schema.pointer
        required = child(base, "required") if property_.required else None
        if known is None or not known.declared:
            conjunction: Conjunction = (property_.schema,)
        elif property_.declared:
            conjunction = tuple(dict.fromkeys((*known.schemas, property_.schema)))[
                :_LONGEST
            ]
        else:
            conjunction = known.schemas
        if known is not None:
            where = known.where if known.declared else where
            required = known.required or required
        declared = property_.declared or (known is not None and known.declared)
        self.flat.properties[property_.wire_name] = FlatProperty(
            conjunction, where, required, declared
        )

    def _add_additional(self, rest: SchemaId, base: Pointer, union: SchemaId) -> None:
        """Split what is said of further properties by how their names are told.

        `union` is the one of all that is said, where there is more than one.
        """
        own = child(base, "additionalProperties")
        shape = self.api.schemas.get(rest)
        schemas: tuple[SchemaId, ...] = (rest,)
        if rest == union:
            schemas = shape.members if isinstance(shape, Union) else ()
        by_pattern = child(base, "patternProperties") + "/"
        for schema in schemas:
            if schema.pointer.startswith(by_pattern):
                self.flat.patterns[tokens_of(schema.pointer)[-1]] = schema
            else:
                self.flat.additional.append(schema)
        if all(schema.pointer != own for schema in schemas):
            self.flat.closed = own

    def _apply_union(self, shape: Union, null_too: bool) -> None:
        base = shape.id.place
        null_too = null_too or shape.nullable
        members = self._union_members(shape)
        if members is None:
            types: frozenset[str] = frozenset()
            for member_shape in (
                self.api.schemas.get(member) for member in shape.members
            ):
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
            )
        )

    def _union_members(self, shape: Union) -> tuple[SchemaId, ...] | None:
        """The members of a union; None where it is a list of types."""
        steps = (member.steps[-1:] for member in shape.members)
        if all(last and last[0].kind == "type" for last in steps):
            return None
        return shape.members

    def _apply_assertion(self, assertion: Assertion, shape: Schema) -> None:
        keywords = cast("dict[str, Any]", assertion.schema.value)
        base = assertion.where.place
        left_over = [keyword for keyword in _LEFT_OVER if keyword in keywords]
        for name in left_over or keywords:
            where = child(base, name)
            value = keywords[name]
            if name in SCALARS:
                self._add_scalar(name, value, where)
            elif name.startswith("exclusive"):
                add_bound(self.flat.limits, name, PlacedValue(value, where))
            elif isinstance(shape, Union) and name in {"oneOf", "anyOf"}:
                continue
            elif name == "items" and value is False:
                self.flat.fragments[name] = JsonValue(value), where
            elif name not in _SHAPED:
                self.flat.fragments.setdefault(name, (JsonValue(value), where))
            elif not isinstance(shape, Object | Array):
                self.flat.fragments[f"{name}?"] = JsonValue(value), where

    def _add_scalar(self, name: str, value: Any, where: Pointer) -> None:
        value = Text(value) if isinstance(value, str) else value
        if name in {"minimum", "maximum"}:
            add_bound(self.flat.limits, name, PlacedValue(value, where))
        else:
            add_limit(self.flat.limits, name, PlacedValue(value, where))


def _types_of(value: object) -> tuple[str, ...]:
    match value:
        case None:
            return ("null",)
        case bool():
            return ("boolean",)
        case int():
            return ("integer",)
        case float():
            return ("number", "integer")
        case _:
            return ("string",)
