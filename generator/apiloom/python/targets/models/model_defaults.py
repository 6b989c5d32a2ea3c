"""Defaults of properties as Python values of their types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from apiloom.api.resolve.named_types import is_class
from apiloom.api.resolved_api import NamedType, ResolvedApi
from apiloom.api.schema.array_lengths import tuple_lengths
from apiloom.api.schema.nullability import is_nullable
from apiloom.api.schema.scalar_validation import identity_of, satisfies
from apiloom.api.schema.schema_graph import end_of, reachable
from apiloom.api.schema.shapes import (
    Anything,
    Array,
    Enumeration,
    JsonValue,
    Object,
    Primitive,
    Schema,
    SchemaId,
    Union,
)
from apiloom.core.deep_json import json_dumps
from apiloom.core.identifiers import Identifier
from apiloom.core.text import Text
from apiloom.python.syntax.expression import (
    NONE,
    Attribute,
    Call,
    Deferred,
    Either,
    Expression,
    Listing,
    Name,
    Sequence,
    Subscript,
    Symbol,
    Value,
    builtin,
    runtime,
    typing,
)
from apiloom.python.syntax.expression import Mapping as Display
from apiloom.python.targets.models.chosen_formats import FormatTypes
from apiloom.python.targets.models.enumeration_types import enum_class, enum_member
from apiloom.python.targets.models.format_defaults import default_of_format
from apiloom.python.targets.models.format_types import is_fractional
from apiloom.python.targets.models.vocabulary import Vocabulary
from apiloom.runtime.json_values import as_written, canonical

_DEEPEST: Final = 20
_DATACLASS_FIELD: Final = Name(Symbol("dataclasses", "field"))


@dataclass(frozen=True, slots=True)
class Defaults:
    """Writes defaults for the classes of one API.

    Values were judged by their schemas when these were read. What comes out is for the
    model `owner`: a class that is not defined before it cannot be named there. Without
    an owner it is for a dataclass of another module, which has a factory for what its
    instances must not share. `type_of` writes the type of a schema.
    """

    api: ResolvedApi
    owner: NamedType | None
    type_of: Callable[[SchemaId], Expression]
    words: Vocabulary

    def of(self, schema_id: SchemaId, value: object) -> Expression | None:
        """The default as an expression, or `None` if Python cannot write it."""
        end, shape, _ = end_of(schema_id, self.api.shapes)
        if isinstance(shape, Object) and is_class(shape) and isinstance(value, dict):
            return self._instance(end, value)
        written = self.written(schema_id, value, 0)
        if written is None and isinstance(value, list | dict):
            return self._read(schema_id, value)
        if isinstance(written, Sequence) and self.owner is not None:
            return written  # a tuple
        if isinstance(value, list | dict) and written:
            return self._mutable(value, written)
        return written

    def _mutable(self, value: list[Any] | dict[str, Any], written: Expression) -> Call:
        """A field whose default each instance has for itself."""
        if self.owner is not None and self.words.copies_defaults:
            return Call(self.words.field, (), ((Identifier("default"), written),))
        if value or isinstance(written, Sequence):
            return self._default_factory(Deferred(written))
        if self.owner is not None:
            # Without its arguments nothing would be known of what is put into it.
            keys = (builtin("str"),) if isinstance(value, dict) else ()
            plain = builtin(type(value).__name__)
            empty = Subscript(plain, (*keys, typing("Any")))
            return self._default_factory(empty)
        return self._default_factory(builtin(type(value).__name__))

    def _read(self, schema_id: SchemaId, value: object) -> Expression | None:
        """A value that holds objects of classes, read anew for each reader.

        A class whose own default would be made of it again can have none.
        """
        inside = reachable((schema_id,), self.api.shapes)
        if self.owner is not None and self.owner.id in inside:
            return None
        if any(_is_file(self.api.shapes[inner]) for inner in inside):
            return None
        type_ = _unasserted(self.type_of(schema_id))
        text = Value(Text(json_dumps(value)))
        read = Call(runtime("default_values", "read_default"), (type_, text))
        return self._default_factory(Deferred(read))

    def written(
        self, schema_id: SchemaId, value: object, depth: int
    ) -> Expression | None:
        """A value without a factory around it; None for an instance of a class."""
        if depth > _DEEPEST:
            return None
        if value is None:
            return NONE if is_nullable(schema_id, self.api.shapes) else None
        shape = end_of(schema_id, self.api.shapes).shape
        match shape:
            case Anything():
                return Value(JsonValue(value))
            case Union():
                return self._member(shape, value, depth)
            case Array():
                return self._list(shape, value, depth)
            case Object() if not is_class(shape):
                return self._dictionary(shape, value, depth)
            case Enumeration():
                return self.listed_value(shape, value)
            case _:
                return _scalar(shape, value, FormatTypes(self.api.chosen))

    def listed_value(self, shape: Enumeration, value: object) -> Expression | None:
        """One of the listed values, or the member of a class that has it."""
        if isinstance(value, list | dict):
            return None
        identity = canonical(value)
        listed = next((v for v in shape.values if identity_of(v) == identity), None)
        if listed is None or enum_class(self.api, shape.id) is None:
            return None if listed is None else Value(listed)
        named = self.api.types[shape.id]
        return enum_member(self.api, named, listed) if self._is_defined(named) else None

    def _member(self, union: Union, value: object, depth: int) -> Expression | None:
        """The first member that has the value; bare text is the last resort."""
        written = (self.written(member, value, depth + 1) for member in union.members)
        return next((default for default in written if default is not None), None)

    def _list(self, shape: Array, value: object, depth: int) -> Expression | None:
        if not isinstance(value, list):
            return None
        if not shape.members:
            return Value(JsonValue(value))
        items = [
            self._item(shape, position, member, depth + 1)
            for position, member in enumerate(value)
        ]
        written = tuple(item for item in items if item is not None)
        if len(written) < len(items):
            return None
        return Listing(written) if tuple_lengths(shape) is None else Sequence(written)

    def _item(
        self, shape: Array, position: int, value: object, depth: int
    ) -> Expression | None:
        if position < len(shape.prefix):
            return self.written(shape.prefix[position], value, depth)
        if shape.items is None:
            return Value(JsonValue(value))
        return self.written(shape.items, value, depth)

    def _dictionary(
        self, shape: Object, value: object, depth: int
    ) -> Expression | None:
        if not isinstance(value, dict):
            return None
        if shape.patterns:
            return None  # which keys match one is known to who reads it
        if not isinstance(shape.additional, SchemaId):
            return Value(JsonValue(value))
        entries: list[tuple[Expression, Expression]] = []
        for key, item in value.items():
            written = self.written(shape.additional, item, depth + 1)
            if written is None:
                return None
            entries.append((Value(Text(key)), written))
        return Display(tuple(entries))

    def _instance(self, end: SchemaId, value: object) -> Expression | None:
        """A fresh instance for each reader; the class has to be there by then."""
        named = self.api.types.get(end)
        if named is None or not self._is_defined(named):
            return None
        model = Name(Symbol(named.module, named.name, local=True))
        factory: Expression = model
        if value:
            read = Attribute(model, self.words.reader)
            text = Value(Text(json_dumps(value)))
            factory = Call(Name(Symbol("functools", "partial")), (read, text))
        return self._default_factory(factory)

    def _default_factory(self, factory: Expression) -> Call:
        field = _DATACLASS_FIELD if self.owner is None else self.words.field
        return Call(field, (), ((Identifier("default_factory"), factory),))

    def _is_defined(self, named: NamedType) -> bool:
        owner = self.owner
        if owner is None or named.module != owner.module:
            return True
        module = next(
            module for module in self.api.modules if module.module == owner.module
        )
        order = [type_.id for type_ in module.types]
        return order.index(named.id) < order.index(owner.id)


def _unasserted(type_: Expression) -> Expression:
    """The type without what is asserted of its values: they have been judged.

    Types are written as deep as `TypeExpressions` goes.
    """
    match type_:
        case Either(members):
            return Either(tuple(map(_unasserted, members)))
        case Subscript(base, args):
            kept = tuple(_unasserted(part) for part in args if not _is_asserts(part))
            is_bare = base == typing("Annotated") and len(kept) == 1
            return kept[0] if is_bare else Subscript(base, kept)
        case _:
            return type_


def _is_asserts(part: Expression) -> bool:
    return isinstance(part, Call) and part.function == runtime("asserts", "Asserts")


def _is_file(shape: Schema) -> bool:
    """Whether values are bytes, which no JSON text holds."""
    return isinstance(shape, Primitive) and shape.format == Text("binary")


def _scalar(shape: Schema, value: object, types: FormatTypes) -> Expression | None:
    if not isinstance(shape, Primitive) or types.is_users(shape):
        return None
    is_typed, shape = types.has_own_type(shape), types.as_judged(shape)
    scalar = Text(value) if isinstance(value, str) else value
    if not isinstance(scalar, Text | int | float) or not satisfies(scalar, shape):
        return None
    if is_typed:
        return default_of_format(shape.format, value)
    if isinstance(value, float) and not is_fractional(shape):
        return Value(JsonValue(int(as_written(value))))
    return Value(JsonValue(value))
