"""Fields of models and items of their `TypedDict` twins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from apiloom.analyse.judge import satisfies
from apiloom.analyse.operations import behind_references
from apiloom.analyse.resolved import NamedType
from apiloom.ir.schema import (
    Annotations,
    Array,
    Enumeration,
    JsonValue,
    Object,
    Primitive,
    Property,
    Schema,
    SchemaId,
    Union,
)
from apiloom.pylang.docstring import Doc
from apiloom.pylang.expression import (
    NONE,
    Assignment,
    Call,
    Expression,
    Name,
    Subscript,
    Symbol,
    Value,
    annotated,
    builtin,
    either,
    runtime,
    typing,
)
from apiloom.pylang.identifier import Identifier
from apiloom.targets.models.expressions import TypeExpressions
from apiloom.text import Text, reveal

_FIELD = Name(Symbol("pydantic", "Field"))


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field of a model: `name: type = default`, and what the document says of it."""

    declaration: Assignment
    doc: Doc


@dataclass(frozen=True, slots=True)
class FieldPlanner:
    """Decides how the properties of classes are declared."""

    types: TypeExpressions

    def fields(self, named: NamedType, schema: Object) -> Iterator[FieldView]:
        """The fields of a class; those without a default need no order."""
        names = self.types.api.field_names[named.id]
        for each in schema.properties:
            yield FieldView(
                self._declaration(names[each.wire_name], each),
                field_doc(self._notes(each)),
            )
        if isinstance(schema.additional, SchemaId):
            extra = self.types.of(schema.additional)
            mapping = Subscript(builtin("dict"), (builtin("str"), extra))
            no_argument = Call(_FIELD, (), ((Identifier("init"), Value(False)),))
            name = Identifier("__pydantic_extra__")
            yield FieldView(Assignment(name, mapping, no_argument), Doc(()))

    def items(self, schema: Object) -> Iterator[tuple[Text, Expression]]:
        """Keys and types of the `TypedDict` twin; keys are wire names."""
        required = all(each.required for each in schema.properties)
        for each in schema.properties:
            type_ = self.types.of(each.schema, "input")
            if not required and not is_total(schema) and each.required:
                type_ = Subscript(typing("Required"), (type_,))
            yield each.wire_name, type_

    def _declaration(self, name: Identifier, each: Property) -> Assignment:
        type_ = self.types.of(each.schema)
        metadata: list[Expression] = []
        default: Expression | None = None
        if not self._is_required(each):
            default = self.default(each.schema)
            if default is None:
                default = NONE
                if not self.types.admits_null(each.schema):
                    metadata.append(Call(runtime("model", "NotNull")))
                type_ = _or_none(type_)
        if reveal(each.wire_name) != name:
            alias = (Identifier("alias"), Value(each.wire_name))
            metadata.append(Call(_FIELD, (), (alias,)))
        return Assignment(name, annotated(type_, *metadata), default)

    def _is_required(self, each: Property) -> bool:
        """A read-only property is not sent, a write-only one not received."""
        shapes = self.types.api.shapes
        ends = (each.schema, behind_references(each.schema, shapes))
        notes = [shapes[end].notes for end in ends]
        one_way = any(each.read_only or each.write_only for each in notes)
        return each.required and not one_way

    def _notes(self, each: Property) -> Annotations:
        """What stands at the property; a component speaks for itself elsewhere."""
        api = self.types.api
        here = api.shapes[each.schema]
        if each.schema in api.types and here.id in api.spec.components:
            return Annotations()
        return here.notes

    def default(self, schema_id: SchemaId) -> Expression | None:
        """The default as a literal, if the schema allows it and Python can write it."""
        api = self.types.api
        noted = api.shapes[schema_id].notes.default
        if noted is None:
            end = behind_references(schema_id, api.shapes)
            noted = api.shapes[end].notes.default
        if noted is None:
            return None
        if noted.value is None and self.types.admits_null(schema_id):
            return NONE
        ends = [behind_references(schema_id, api.shapes)]
        shape = api.shapes[ends[0]]
        if isinstance(shape, Union):
            ends = [behind_references(each, api.shapes) for each in shape.members]
        if any(_is_simple_default(noted.value, api.shapes[end]) for end in ends):
            return Value(_as_written(noted, shape))
        shown = f"the default {noted.value!r:.60} is not used"
        self.types.report.warning(
            "default-unusable",
            shown,
            schema_id.document,
            schema_id.pointer,
            "a default must be a scalar, or an empty array, that its schema allows",
        )
        return None


def is_total(schema: Object) -> bool:
    """Whether every key of the twin must be there."""
    return bool(schema.properties) and all(each.required for each in schema.properties)


def field_doc(notes: Annotations) -> Doc:
    """The docstring of a field: description, else title; default and warnings."""
    said: list[Text | str] = []
    if notes.description or notes.title:
        said.append(notes.description or notes.title or "")
    if notes.deprecated:
        said.append("Deprecated.")
    if notes.read_only:
        said.append("Read-only: callers do not send it.")
    if notes.write_only:
        said.append("Write-only: answers do not hold it.")
    return Doc(tuple(said))


def _or_none(type_: Expression) -> Expression:
    return either((type_, NONE))


def _as_written(default: JsonValue, shape: Schema) -> JsonValue:
    """`2.0` is an integer in JSON, and `2` in Python."""
    value = default.value
    is_integer = isinstance(shape, Primitive) and shape.kind == "integer"
    if is_integer and isinstance(value, float):
        return JsonValue(int(value))
    return default


def _out_of_range(value: object, shape: Primitive) -> bool:
    bits = {Text("int32"): 31, Text("int64"): 63}.get(shape.format or Text(""))
    if bits is None or shape.kind != "integer" or not isinstance(value, int):
        return False
    return not -(2**bits) <= value < 2**bits


def _is_simple_default(value: object, shape: Schema) -> bool:
    if isinstance(shape, Enumeration):
        return any(
            value == (reveal(each) if isinstance(each, Text) else each)
            and isinstance(value, bool) == isinstance(each, bool)
            for each in shape.values
        )
    if isinstance(shape, Array):
        return value == [] and not shape.constraints.minimum_size
    if not isinstance(shape, Primitive) or _out_of_range(value, shape):
        return False
    return _is_of_kind(value, shape) and satisfies(value, shape.constraints)


def _is_of_kind(value: object, shape: Primitive) -> bool:
    if isinstance(value, bool):
        return shape.kind == "boolean"
    if isinstance(value, str):
        return shape.kind == "string" and shape.format is None
    if not isinstance(value, int | float):
        return False
    return shape.kind == "number" or (shape.kind == "integer" and value == int(value))
