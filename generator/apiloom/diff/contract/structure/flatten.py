"""From schemas to what they come to (`Flat`), by a work list."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, cast

from apiloom.api.ir import ApiSpec
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
from apiloom.core.location import Pointer, child, tokens_of, written
from apiloom.core.text import Text
from apiloom.diff.contract.structure.flat_schema import (
    Choice,
    Field,
    Flat,
    Node,
    Placed,
)
from apiloom.diff.contract.structure.limit_keywords import (
    SCALARS,
    keep,
    keep_all,
    keep_bound,
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
    _known: dict[Node, Flat] = field(default_factory=dict)

    def flat(self, node: Node) -> Flat:
        """What `node` comes to."""
        found = self._known.get(node)
        if found is None:
            found = self._known[node] = _Making(self.api, node).run()
        return found

    def settled(self, node: Node) -> Node:
        """`node` with every reference that says nothing itself followed."""
        return tuple(dict.fromkeys(map(self._end, node)))[:_LONGEST]

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


class _Making:
    """One flat schema in the making."""

    def __init__(self, api: ApiSpec, node: Node) -> None:
        self.api = api
        self.flat = Flat(node[0].pointer)
        self.work = [_Part(each, null_too=False) for each in reversed(node)]

    def run(self) -> Flat:
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
                self.flat.notes.append((part.id, shape.notes))
            tags = self.api.discriminators.get(part.id)
            if tags is not None and self.flat.discriminator is None:
                where = child(part.id.pointer, "discriminator")
                self.flat.discriminator = tags, where
            for assertion in shape.asserts:
                self._assertion(assertion, shape)
            self._take(shape, part)
        return self.flat

    def _take(self, shape: Schema, part: _Part) -> None:
        match shape:
            case Reference():
                self._push((shape.target,), null_too=part.null_too)
            case Intersection():
                self._push(shape.members, null_too=part.null_too)
            case Union():
                self._union(shape, part.null_too)
            case Enumeration():
                self._enumeration(shape, part.null_too)
            case Nothing():
                self._kinds(frozenset(), shape.id.pointer, part.null_too)
            case Primitive() | Array() | Object():
                base = written(shape.id.pointer)
                kinds = self._typed(shape, base)
                self._kinds(kinds, child(base, "type"), part.null_too)
            case _:
                pass

    def _push(self, members: tuple[SchemaId, ...], *, null_too: bool) -> None:
        self.work.extend(_Part(each, null_too) for each in reversed(members))

    def _kinds(self, kinds: frozenset[str], where: Pointer, null_too: bool) -> None:
        allowed = kinds | {"null"} if null_too else kinds
        left = self.flat.kinds & allowed
        if left != self.flat.kinds or self.flat.kind_at is None:
            self.flat.kind_at = where
        self.flat.kinds = left

    def _typed(
        self, shape: Primitive | Array | Object, base: Pointer
    ) -> frozenset[str]:
        """Take in a shape of one type whose keywords stand at `base`."""
        match shape:
            case Primitive():
                if shape.format is not None and self.flat.format is None:
                    self.flat.format = Placed(shape.format, child(base, "format"))
                keep_all(self.flat.limits, shape.constraints, shape.kind, base)
                number = {"integer", "number"}
                return frozenset(number if shape.kind == "number" else {shape.kind})
            case Array():
                keep_all(self.flat.limits, shape.constraints, "array", base)
                self._items(shape, base)
                return frozenset({"array"})
            case Object():
                keep_all(self.flat.limits, shape.constraints, "object", base)
                self._object(shape, base)
                return frozenset({"object"})

    def _enumeration(self, shape: Enumeration, null_too: bool) -> None:
        values = shape.values if not null_too else (*shape.values, None)
        if self.flat.values is not None:
            kept = set(map(scalar_of, values))
            values = tuple(each for each in self.flat.values if scalar_of(each) in kept)
        self.flat.values = tuple({scalar_of(each): each for each in values}.values())
        base = written(shape.id.pointer)
        self.flat.values_at = child(base, "enum")
        kinds = frozenset(kind for each in values for kind in _kinds_of(each))
        self._kinds(kinds, child(base, "type"), null_too)

    def _items(self, shape: Array, base: Pointer) -> None:
        document = shape.id.document
        position = 0
        while (each := self._at(document, base, "prefixItems", position)) is not None:
            self.flat.prefix.append(each)
            position += 1
        rest = self._at(document, base, "items")
        if shape.items is not None and not self.flat.prefix:
            self.flat.items.append(shape.items)
        elif rest is not None and not isinstance(self.api.schemas[rest], Nothing):
            self.flat.items.append(rest)

    def _at(self, document: str, base: Pointer, *tokens: str | int) -> SchemaId | None:
        found = SchemaId(document, child(base, *tokens))
        return found if found in self.api.schemas else None

    def _object(self, shape: Object, base: Pointer) -> None:
        for each in shape.properties:
            self._property(each, base)
        rest = shape.additional
        if rest is False:
            self.flat.closed = child(base, "additionalProperties")
        elif rest is not True:
            made = SchemaId(
                shape.id.document, child(shape.id.pointer, "patternProperties")
            )
            self._additional(rest, base, made)

    def _property(self, found: Property, base: Pointer) -> None:
        known = self.flat.fields.get(found.wire_name)
        where = found.schema.pointer
        required = child(base, "required") if found.required else None
        if known is None or not known.declared:
            node: Node = (found.schema,)
        elif found.declared:
            node = tuple(dict.fromkeys((*known.node, found.schema)))[:_LONGEST]
        else:
            node = known.node
        if known is not None:
            where = known.where if known.declared else where
            required = known.required or required
        declared = found.declared or (known is not None and known.declared)
        self.flat.fields[found.wire_name] = Field(node, where, required, declared)

    def _additional(self, rest: SchemaId, base: Pointer, made: SchemaId) -> None:
        """Split what is said of further properties by how their names are told.

        `made` is the union of all that is said, where there is more than one.
        """
        own = child(base, "additionalProperties")
        shape = self.api.schemas.get(rest)
        listed: tuple[SchemaId, ...] = (rest,)
        if rest == made:
            listed = shape.members if isinstance(shape, Union) else ()
        by_pattern = child(base, "patternProperties") + "/"
        for each in listed:
            if each.pointer.startswith(by_pattern):
                self.flat.patterns[tokens_of(each.pointer)[-1]] = each
            else:
                self.flat.additional.append(each)
        if all(each.pointer != own for each in listed):
            self.flat.closed = own

    def _union(self, shape: Union, null_too: bool) -> None:
        base = written(shape.id.pointer)
        members = self._members(shape)
        if members is None:
            kinds: frozenset[str] = frozenset()
            for part in (self.api.schemas.get(each) for each in shape.members):
                if isinstance(part, Primitive | Array | Object):
                    kinds |= self._typed(part, base)
            self._kinds(kinds, child(base, "type"), null_too)
            return
        others = [each for each in members if not self._is_null(each)]
        null_too = null_too or len(others) < len(members)
        if len(others) == 1:
            self._push((others[0],), null_too=null_too)
            return
        self.flat.choices.append(
            Choice(
                base,
                tuple((each,) for each in others),
                shape.discriminator,
                exclusive=bool(shape.asserts),
                null_too=null_too,
            )
        )

    def _members(self, shape: Union) -> tuple[SchemaId, ...] | None:
        """The members of a union; None where it is a list of types."""
        listed = child(shape.id.pointer, "type") + "/"
        if all(each.pointer.startswith(listed) for each in shape.members):
            return None
        return shape.members

    def _is_null(self, schema_id: SchemaId) -> bool:
        seen: set[SchemaId] = set()
        shape = self.api.schemas.get(schema_id)
        while isinstance(shape, Reference) and shape.id not in seen:
            seen.add(shape.id)
            shape = self.api.schemas.get(shape.target)
        if isinstance(shape, Enumeration):
            return shape.values == (None,)
        return isinstance(shape, Primitive) and shape.kind == "null"

    def _assertion(self, found: Assertion, shape: Schema) -> None:
        keywords = cast("dict[str, Any]", found.schema.value)
        base = written(found.where.pointer)
        left_over = [each for each in _LEFT_OVER if each in keywords]
        for name in left_over or keywords:
            where = child(base, name)
            value = keywords[name]
            if name in SCALARS:
                self._scalar(name, value, where)
            elif name.startswith("exclusive"):
                keep_bound(self.flat.limits, name, Placed(value, where))
            elif isinstance(shape, Union) and name in {"oneOf", "anyOf"}:
                continue
            elif name == "items" and value is False:
                self.flat.fragments[name] = JsonValue(value), where
            elif name not in _SHAPED:
                self.flat.fragments.setdefault(name, (JsonValue(value), where))
            elif not isinstance(shape, Object | Array):
                self.flat.fragments[f"{name}?"] = JsonValue(value), where

    def _scalar(self, name: str, value: Any, where: Pointer) -> None:
        value = Text(value) if isinstance(value, str) else value
        if name in {"minimum", "maximum"}:
            keep_bound(self.flat.limits, name, Placed(value, where))
        else:
            keep(self.flat.limits, name, Placed(value, where))


def _kinds_of(value: object) -> tuple[str, ...]:
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
