"""The docstring of a method: what it does, its arguments, what it raises."""

from __future__ import annotations

from collections.abc import Iterator

from apiloom.api.ir import Parameter
from apiloom.api.media_type_kinds import answers_of
from apiloom.api.names.argument_names import body_media_type
from apiloom.api.names.status_names import error_name, is_error
from apiloom.api.resolved_api import NamedOperation, ResolvedApi
from apiloom.api.schema.schema_graph import end_of
from apiloom.api.schema.shapes import Object, Property
from apiloom.core.identifiers import Identifier
from apiloom.core.text import Text, reveal
from apiloom.python.syntax.docstring import Brief, Doc, Paragraph, Section, Sentences
from apiloom.python.targets.client.body_forms import (
    content_type_name,
    further_media_types,
)
from apiloom.python.targets.descriptions import worth_saying
from apiloom.python.targets.resource_docs import operation_texts
from apiloom.python.targets.value_docs import value_sentences

_WHOLE_BODY = "The whole body, in place of the arguments for its properties."


def method_doc(named: NamedOperation, api: ResolvedApi) -> Doc:
    """Summary, description, and the request line, then arguments and errors."""
    arguments = tuple(_arguments(named, api))
    is_telling = any(said for _, said in arguments)
    return Doc(
        operation_texts(named),
        (
            Section("Args", arguments if is_telling else ()),
            Section("Raises", _raises(named)),
        ),
    )


def _arguments(
    named: NamedOperation, api: ResolvedApi
) -> Iterator[tuple[str, Paragraph]]:
    """Every argument in the order of the signature, and what is said of it."""
    pairs = list(zip(named.operation.parameters, named.arguments, strict=True))
    properties = list(_properties(named, api))
    for parameter, name in pairs:
        if parameter.location == "path":
            yield name, _parameter(parameter, name, api)
    if named.operation.body is not None:
        texts = worth_saying((named.operation.body.description,), "body")
        whole = (_WHOLE_BODY,) if properties else ()
        yield "body", Sentences((*texts, *whole)) if texts or whole else ""
    for property_, name in properties:
        yield name, _property(property_, name, api)
    first = body_media_type(named.operation)
    if first is not None and further_media_types(named):
        text = ("What the body is in, if not in `", first.name, "`.")
        yield content_type_name(named), text
    for parameter, name in pairs:
        if parameter.location != "path":
            yield name, _parameter(parameter, name, api)


def _parameter(parameter: Parameter, name: Identifier, api: ResolvedApi) -> Paragraph:
    names = (name, reveal(parameter.wire_name))
    described = parameter.description
    if described is None and parameter.schema is not None:
        described = api.shapes[parameter.schema].notes.description
    texts = worth_saying((described,), *names)
    deprecated = ("Deprecated.",) if parameter.deprecated else ()
    told = value_sentences(parameter.schema, api.shapes, parameter.example)
    empty = ("May be empty.",) if parameter.allow_empty else ()
    sentences = (*texts, *deprecated, *empty, *told)
    return Sentences(sentences) if sentences else ""


def _properties(
    named: NamedOperation, api: ResolvedApi
) -> Iterator[tuple[Property, Identifier]]:
    """The properties of the body that are arguments."""
    media_type = body_media_type(named.operation)
    if media_type is None or media_type.schema is None or not named.properties:
        return
    body = end_of(media_type.schema, api.shapes).shape
    for property_ in body.properties if isinstance(body, Object) else ():
        name = named.properties.get(property_.wire_name)
        if name is not None:
            yield property_, name


def _property(property_: Property, name: Identifier, api: ResolvedApi) -> Paragraph:
    """The first paragraph alone: the field of the model has them all."""
    names = (name, reveal(property_.wire_name))
    shape = api.shapes[property_.schema]
    end = end_of(property_.schema, api.shapes).shape
    notes = (shape.notes, end.notes)
    texts: list[Text | None] = [note.description or note.title for note in notes]
    described = tuple(map(Brief, worth_saying(tuple(texts), *names)[:1]))
    deprecated = ("Deprecated.",) if shape.notes.deprecated else ()
    limits = value_sentences(property_.schema, api.shapes)
    sentences = (*described, *deprecated, *limits)
    return Sentences(sentences) if sentences else ""


def _raises(named: NamedOperation) -> tuple[tuple[str, Paragraph], ...]:
    return tuple(
        (
            f"errors.{named.errors.get(status) or error_name(status)}",
            response.description or "",
        )
        for response in named.operation.responses
        if is_error(status := response.status)
        if response not in answers_of(named.operation)
    )
