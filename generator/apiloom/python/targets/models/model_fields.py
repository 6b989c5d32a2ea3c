"""Fields of models and items of their `TypedDict` twins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from apiloom.api.resolved_api import NamedType
from apiloom.api.schema.nullability import is_nullable
from apiloom.api.schema.schema_graph import end_of
from apiloom.api.schema.shapes import (
    NO_ANNOTATIONS,
    Annotations,
    Object,
    Property,
    SchemaId,
)
from apiloom.core.identifiers import Identifier
from apiloom.core.text import Text, reveal, shown
from apiloom.python.syntax.docstring import Doc, Paragraph
from apiloom.python.syntax.expression import (
    NONE,
    Assignment,
    Expression,
    Subscript,
    typing,
)
from apiloom.python.targets.descriptions import worth_saying
from apiloom.python.targets.models.constant_fields import constant_of, omittable
from apiloom.python.targets.models.model_defaults import Defaults
from apiloom.python.targets.models.type_expressions import TypeExpressions
from apiloom.python.targets.models.upload_types import uploaded
from apiloom.python.targets.value_docs import example_sentence

_NO_DOC: Final = Doc(())


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field of a model: `name: type = default`, and what the document says of it."""

    declaration: Assignment
    doc: Doc


@dataclass(frozen=True, slots=True)
class FieldPlanner:
    """Decides how the properties of classes are declared."""

    types: TypeExpressions

    def fields(
        self, named: NamedType, schema: Object, *, inherits: bool
    ) -> Iterator[FieldView]:
        """The fields of a class; those without a default need no order.

        One that `inherits` from another declares what is not as there.
        """
        names = self.types.api.field_names[named.id]
        for property_ in schema.properties:
            name = names[property_.wire_name]
            yield FieldView(
                self._declaration(name, property_, named),
                field_doc(self._notes(property_), name, reveal(property_.wire_name)),
            )
        extra = self.types.further(schema)
        declared = self.types.words.further(
            extra, closed=schema.is_closed, inherited=inherits
        )
        if declared is not None:
            yield FieldView(declared, Doc(()))

    def items(self, schema: Object) -> Iterator[tuple[Text, Expression]]:
        """Keys and types of the `TypedDict` twin; keys are wire names."""
        required = all(property_.required for property_ in schema.properties)
        for property_ in schema.properties:
            if property_.schema in self.types.parts:
                type_ = uploaded(self.types, property_.schema)
            else:
                type_ = self.types.of(property_.schema, "input")
            if not required and not is_total(schema) and property_.required:
                type_ = Subscript(typing("Required"), (type_,))
            yield property_.wire_name, type_

    def _declaration(
        self, name: Identifier, property_: Property, named: NamedType
    ) -> Assignment:
        type_ = self.types.of(property_.schema)
        default = constant = constant_of(self.types.api, property_.schema)
        if not property_.required:
            default = self.default(property_.schema, named)
            if default is None or default == NONE:  # absent, and null: told apart
                admits_null = is_nullable(property_.schema, self.types.api.shapes)
                default = self.types.words.absent(admits_null=admits_null)
                type_ = self.types.absent(type_, admits_null=admits_null)
            if default == constant:
                type_ = omittable(type_)
        if reveal(property_.wire_name) != name:
            type_ = self.types.words.called(type_, property_.wire_name)
        # Pydantic reads a tag to choose a class, and would warn.
        is_tag = property_.wire_name in self.types.tags
        if self._notes(property_).deprecated and not is_tag:
            type_ = self.types.words.deprecated(type_)
        return Assignment(name, type_, default)

    def _notes(self, property_: Property) -> Annotations:
        """What stands at the property; a component speaks for itself elsewhere."""
        api = self.types.api
        shape = api.shapes[property_.schema]
        if property_.schema in api.types and shape.id in self.types.components:
            return NO_ANNOTATIONS
        return shape.notes

    def default(
        self, schema_id: SchemaId, named: NamedType | None
    ) -> Expression | None:
        """The default as a value of its type, if Python can write it in a class."""
        api = self.types.api
        default = api.shapes[schema_id].notes.default
        if default is None:
            end = end_of(schema_id, api.shapes)
            default = None if end.nullable else end.shape.notes.default
        if default is None:
            return None
        defaults = Defaults(api, named, self.types.of, self.types.words)
        written = defaults.of(schema_id, default.value)
        if written is None:
            self.types.report.warning(
                "default-unusable",
                f"the default {shown(str(default.value))} is not used",
                schema_id.document,
                schema_id.pointer,
                "absent reads as None",
                ("default",),
            )
        return written


def is_keyed(names: Mapping[Text, Identifier]) -> bool:
    """Whether a field is called like the key of another, so that only keys are keys."""
    keys = {reveal(wire_name) for wire_name in names}
    return any(
        name in keys and reveal(wire_name) != name for wire_name, name in names.items()
    )


def is_total(schema: Object) -> bool:
    """Whether every key of the twin must be there."""
    return bool(schema.properties) and all(
        property_.required for property_ in schema.properties
    )


def field_doc(notes: Annotations, *names: str) -> Doc:
    """The docstring of a field: description, else title; default and warnings.

    What only repeats the `names` is left out.
    """
    paragraphs: list[Paragraph] = []
    if notes is NO_ANNOTATIONS:
        return _NO_DOC
    paragraphs += worth_saying((notes.description, notes.title), *names)[:1]
    if notes.deprecated:
        paragraphs.append("Deprecated.")
    if notes.read_only:
        paragraphs.append("Read-only: callers do not send it.")
    if notes.write_only:
        paragraphs.append("Write-only: answers do not hold it.")
    return Doc((*paragraphs, *example_sentence(notes.example)))
