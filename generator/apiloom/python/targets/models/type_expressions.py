"""Type expressions for schemas, in the words of the library that has the models."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final, Literal, TypeAlias

from apiloom.api.resolve.named_types import is_class
from apiloom.api.resolved_api import NamedType, ResolvedApi
from apiloom.api.schema.array_lengths import ends_in_prefix, tuple_lengths
from apiloom.api.schema.key_patterns import describes_all
from apiloom.api.schema.nullability import is_null
from apiloom.api.schema.schema_graph import end_of
from apiloom.api.schema.shapes import (
    UNCONSTRAINED,
    Array,
    Constraints,
    Enumeration,
    Nothing,
    Object,
    Primitive,
    Reference,
    Schema,
    SchemaId,
    Union,
)
from apiloom.core.diagnostics import Report
from apiloom.core.text import Text, reveal
from apiloom.python.syntax.expression import (
    NONE,
    Either,
    Expression,
    Name,
    Subscript,
    Symbol,
    annotated,
    builtin,
    either,
    runtime,
    typing,
)
from apiloom.python.syntax.pattern_engines import is_usable
from apiloom.python.targets.models.chosen_formats import FormatTypes
from apiloom.python.targets.models.enumeration_types import enum_class, listed_type
from apiloom.python.targets.models.member_order import anything_last
from apiloom.python.targets.models.model_assertions import (
    asserts_of,
    spelling_asserts,
)
from apiloom.python.targets.models.optional_types import nullable
from apiloom.python.targets.models.tagged_unions import (
    counted_if_known,
    tag_names,
    union_of,
    unknown_of,
)
from apiloom.python.targets.models.tuple_types import or_any, tuple_of
from apiloom.python.targets.models.upload_types import part_schemas
from apiloom.python.targets.models.vocabularies import vocabulary_of
from apiloom.python.targets.models.vocabulary import Vocabulary

Side: TypeAlias = Literal["model", "input"]
"""`model`: what a reader gets; `input`: what a caller may pass, without the constraints
that are judged when it is sent."""

_DEEPEST: Final = 40


@dataclass(frozen=True, slots=True)
class TypeExpressions:
    """Writes the type of any schema of a resolved API."""

    api: ResolvedApi
    report: Report
    components: frozenset[SchemaId] = field(init=False)
    parts: frozenset[SchemaId] = field(init=False)
    tags: frozenset[Text] = field(init=False)
    formats: FormatTypes = field(init=False)
    words: Vocabulary = field(init=False)
    _primitives: dict[tuple[str, Text | None, Side], Expression] = field(
        default_factory=dict
    )
    _absent: dict[tuple[Name, bool], Expression] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "components", frozenset(self.api.spec.components))
        object.__setattr__(self, "parts", part_schemas(self.api))
        object.__setattr__(self, "tags", tag_names(self.api))
        object.__setattr__(self, "formats", FormatTypes(self.api.chosen))
        object.__setattr__(self, "words", vocabulary_of(self.api.models))

    def of(
        self, schema_id: SchemaId | None, side: Side = "model", depth: int = 0
    ) -> Expression:
        """The type of a schema; `None` stands for a schema that was not given."""
        if schema_id is None:
            return typing("Any")
        named = self.api.types.get(schema_id)
        if named is None:
            return self.definition(schema_id, side, depth)
        if is_null(end_of(schema_id, self.api.shapes).shape):
            # A name for None has no `|`, and no union would know that it is None.
            return NONE
        used = self.named(named, side)
        is_class_of_its_own = named.kind == "class" or enum_class(self.api, schema_id)
        if is_class_of_its_own and self.api.shapes[schema_id].nullable:
            return nullable(used)
        return used

    def named(self, named: NamedType, side: Side = "model") -> Expression:
        """The use of a named type."""
        used = Name(Symbol(named.module, named.name, local=True))
        if side == "input" and named.input_name is not None:
            twin = Name(Symbol(named.module, named.input_name, local=True))
            return Either((used, twin))
        listed = enum_class(self.api, named.id)
        if listed is not None:
            return (
                Either((used, listed_type(self.api, listed, side)))
                if side == "input"
                else used
            )
        if side == "input" and named.kind == "alias" and not named.recursive:
            return self._input_alias(named, used)
        return used

    def definition(
        self, schema_id: SchemaId, side: Side = "model", depth: int = 0
    ) -> Expression:
        """The type of a schema written out, even if it has a name."""
        schema = self.api.shapes[schema_id]
        if depth > _DEEPEST:
            self._warn("type-too-deep", "nested too deep for one annotation", schema)
            return typing("Any")
        if isinstance(schema, Primitive) and _is_plain(schema):
            # Most schemas are like that, and there are few such types.
            key = (schema.kind, schema.format, side)
            known = self._primitives.get(key)
            if known is None:
                known = self._primitives[key] = self._primitive(schema, side)
            return nullable(known) if schema.nullable else known
        written = self._written(schema, side, depth)
        if schema.nullable:
            written = nullable(written)
        if side == "input":
            return written
        asserting = counted_if_known(self.api, schema)
        return annotated(written, *asserts_of(self.api, asserting, self.report))

    def absent(self, type_: Expression, *, admits_null: bool) -> Expression:
        """The type of a property that may be absent."""
        key = (type_, admits_null) if isinstance(type_, Name) else None
        known = None if key is None else self._absent.get(key)
        if known is not None:
            return known
        optional = self.words.optional(type_, admits_null=admits_null)
        if key is not None:
            self._absent[key] = optional
        return optional

    def _written(self, schema: Schema, side: Side, depth: int) -> Expression:
        match schema:
            case Reference(_, target):
                return self.of(target, side, depth + 1)
            case Union():
                return self._union(schema, side, depth)
            case Array():
                return self._array(schema, side, depth)
            case Object():
                return self._mapping(schema, side, depth)
            case _:
                return self._childless(schema, side)

    def _childless(self, schema: Schema, side: Side) -> Expression:
        match schema:
            case Enumeration():
                return listed_type(self.api, schema, side)
            case Primitive():
                return self._primitive(schema, side)
            case Nothing():
                return runtime("model", "Nothing")
            case _:
                return typing("Any")

    def _input_alias(self, named: NamedType, used: Expression) -> Expression:
        """An alias of classes is written out, so that their twins are accepted."""
        written = self.definition(named.id, "input", 1)
        return used if written == self.definition(named.id, "model", 1) else written

    def _union(self, schema: Union, side: Side, depth: int) -> Expression:
        members = anything_last(schema.members, self.api.shapes)
        types = [self._member(member, side, depth + 1) for member in members]
        joined = either((*types, *unknown_of(self.api, schema)))
        if side == "model":
            joined = union_of(self.api, self.words, schema, members, types)
        if any(map(self._is_class_or_null, schema.members)):
            return nullable(joined)
        return joined

    def _member(self, schema_id: SchemaId, side: Side, depth: int) -> Expression:
        """The type of a member; null is let past the union, which a tag may decide."""
        if self._is_class_or_null(schema_id):
            named = self.api.types[end_of(schema_id, self.api.shapes).id]
            return self.named(named, side)
        return self.of(schema_id, side, depth)

    def _is_class_or_null(self, schema_id: SchemaId) -> bool:
        end = end_of(schema_id, self.api.shapes)
        return end.takes_null and is_class(end.shape)

    def _array(self, schema: Array, side: Side, depth: int) -> Expression:
        lengths = tuple_lengths(schema)
        members = schema.members
        if lengths is None:
            members = anything_last(members, self.api.shapes)
        types = [self.of(member, side, depth + 1) for member in members or (None,)]
        if lengths is not None:
            return tuple_of(types, lengths, is_read=side == "model")
        item = either(tuple(types))
        if schema.items is None and schema.prefix and not ends_in_prefix(schema):
            item = or_any(item, is_read=side == "model")
        plain = Subscript(builtin("list"), (item,))
        if side == "input":
            return plain
        return self.words.limited(plain, "array", schema.constraints)

    def _mapping(self, schema: Object, side: Side, depth: int) -> Expression:
        item = self.further(schema, side, depth + 1) or typing("Any")
        plain = Subscript(builtin("dict"), (builtin("str"), item))
        if side == "input":
            return plain
        return self.words.limited(plain, "object", schema.constraints)

    def further(
        self, schema: Object, side: Side = "model", depth: int = 0
    ) -> Expression | None:
        """The type of properties without a name, if anything is known of them."""
        types = [
            self.of(schema_id, side, depth)
            for schema_id in anything_last(schema.further, self.api.shapes)
            if not isinstance(end_of(schema_id, self.api.shapes).shape, Nothing)
        ]
        is_open = schema.additional is True and not describes_all(schema)
        if types:
            known = either(tuple(types))
            return or_any(known, is_read=side == "model") if is_open else known
        return runtime("model", "Nothing") if schema.further and not is_open else None

    def _primitive(self, schema: Primitive, side: Side) -> Expression:
        if schema.kind == "null":
            return NONE
        if side == "input":
            return self.formats.given(schema)
        plain = self.formats.type_of(schema)
        if self.formats.has_own_type(schema):
            spelled = spelling_asserts(schema.constraints, schema.kind)
            return annotated(plain, *spelled)
        judged = self.formats.as_judged(schema)
        constraints = self._usable(judged)
        limited = self.words.limited(plain, schema.kind, constraints, judged)
        return annotated(limited, *self.formats.check(schema))

    def _usable(self, schema: Primitive) -> Constraints:
        """The constraints without a pattern that cannot be judged.

        Two patterns that must both hold may be none together.
        """
        constraints = schema.constraints
        pattern = constraints.pattern
        if pattern is None or is_usable(reveal(pattern)):
            return constraints
        self._warn("pattern-unusable", "not a pattern that can be enforced", schema)
        return replace(constraints, pattern=None)

    def _warn(self, code: str, message: str, schema: Schema) -> None:
        self.report.warning(code, message, schema.id.document, schema.id.pointer)


def _is_plain(schema: Primitive) -> bool:
    return schema.constraints is UNCONSTRAINED and not schema.asserts
