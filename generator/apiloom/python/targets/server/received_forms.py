"""Multipart forms with files, as handlers get them: a class in place of the model.

class Form(ReceivedForm):
    file: UploadedFile
    title: str | None = None
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from apiloom.api.ir import MediaType, Operation
from apiloom.api.media_type_kinds import is_multipart
from apiloom.api.schema.schema_graph import end_of
from apiloom.api.schema.shapes import Object, Property
from apiloom.core.identifiers import Identifier
from apiloom.python.syntax.expression import (
    NONE,
    Assignment,
    Attribute,
    Bare,
    ClassHeader,
    Expression,
    Mapping,
    Value,
    either,
    runtime,
    unannotated,
)
from apiloom.python.targets.models.model_fields import FieldPlanner
from apiloom.python.targets.models.type_expressions import TypeExpressions
from apiloom.python.targets.models.upload_types import received

FORM: Final = Identifier("Form")
_BASE: Final = runtime("server.received_form", "ReceivedForm")


@dataclass(frozen=True, slots=True)
class FormView:
    """The class of a form, in the namespace of its operation."""

    header: ClassHeader
    fields: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class FormPlanner:
    """Finds the form with files among the bodies of an operation."""

    types: TypeExpressions

    def form(self, operation: Operation) -> FormView | None:
        """The class of the form, if files are declared in one."""
        media_type = next(self._with_files(operation), None)
        if media_type is None:
            return None
        header = ClassHeader(FORM, (_BASE,))
        return FormView(header, tuple(self._fields(media_type)))

    def received(
        self, operation: Operation, media_type: MediaType, namespace: Identifier
    ) -> Expression | None:
        """What a handler gets of a body of a media type, where that is the form."""
        is_form = media_type in self._forms(operation)
        return Attribute(Bare(namespace), FORM) if is_form else None

    def by_media_type(
        self, operation: Operation, namespace: Identifier
    ) -> Mapping | None:
        """The class by the media types that it is for."""
        class_ = Attribute(Bare(namespace), FORM)
        entries = tuple(
            (Value(media_type.name), class_) for media_type in self._forms(operation)
        )
        return Mapping(entries) if entries else None

    def _forms(self, operation: Operation) -> tuple[MediaType, ...]:
        """The media types whose forms have the same schema as the first with files."""
        forms = tuple(self._with_files(operation))
        return tuple(each for each in forms if each.schema == forms[0].schema)

    def _with_files(self, operation: Operation) -> Iterator[MediaType]:
        for media_type in operation.body.content if operation.body else ():
            if any(self._is_file(each) for each in self._properties(media_type)):
                yield media_type

    def _properties(self, media_type: MediaType) -> tuple[Property, ...]:
        """Those of a form that is a class, and never null."""
        if media_type.schema is None or media_type.streamed:
            return ()
        end = end_of(media_type.schema, self.types.api.shapes)
        is_form = is_multipart(media_type.name) and not end.takes_null
        if not is_form or not isinstance(end.shape, Object):
            return ()
        is_class = end.id in self.types.api.field_names
        return end.shape.properties if is_class else ()

    def _is_file(self, property_: Property) -> bool:
        usual = self.types.of(property_.schema)
        return received(self.types, property_.schema) != unannotated(usual)

    def _fields(self, media_type: MediaType) -> Iterator[Assignment]:
        assert media_type.schema is not None
        end = end_of(media_type.schema, self.types.api.shapes)
        names = self.types.api.field_names[end.id]
        for property_ in self._properties(media_type):
            yield self._field(names[property_.wire_name], property_)

    def _field(self, name: Identifier, property_: Property) -> Assignment:
        type_ = received(self.types, property_.schema)
        if property_.required:
            return Assignment(name, type_)
        default = FieldPlanner(self.types).default(property_.schema, None)
        if default is None:
            return Assignment(name, either((type_, NONE)), NONE)
        return Assignment(name, type_, default)
