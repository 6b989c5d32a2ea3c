"""`readOnly` and `writeOnly`: what callers send, and what readers get.

A read-only property is no part of a request, a write-only one no part of a response
(OpenAPI 3.2, section 4.24; JSON Schema validation, section 9.4). A schema that goes
both ways is split where that makes a difference, to itself or to what it holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from apiloom.api.ir import ApiSpec, Incoming, MediaType, Operation, Response
from apiloom.api.schema.derivation import SENT
from apiloom.api.schema.schema_graph import children_of, end_of, reachable
from apiloom.api.schema.shapes import (
    Array,
    Discriminator,
    Object,
    Property,
    Reference,
    Schema,
    SchemaId,
    Union,
    text_order,
)


def split_read_and_write(
    api: ApiSpec, shapes: Mapping[SchemaId, Schema]
) -> tuple[ApiSpec, dict[SchemaId, Schema]]:
    """The API and its shapes, with what is sent told from what is read.

    A schema that goes one way only keeps its place and has the properties of that way.
    Of one that goes both ways, its place is what readers get.
    """
    differing = _differing(shapes)
    if not differing:
        return api, dict(shapes)
    sent = reachable(tuple(_requested(api)), shapes).keys() & differing
    read = reachable(tuple(_answered(api)), shapes).keys() & differing
    split = _Split(shapes, frozenset(sent & read))
    split_shapes = dict(shapes)
    for schema_id in differing:
        shape = shapes[schema_id]
        if isinstance(shape, Object):
            split_shapes[schema_id] = split.one_way(shape, is_used=schema_id in read)
    for schema_id in sorted(sent, key=text_order):
        # What is sent alone keeps its place, and holds what is sent of the others.
        outgoing = split.outgoing(shapes[schema_id])
        split_shapes[outgoing.id] = outgoing
    operations = tuple(_sending(operation, split) for operation in api.operations)
    incoming = tuple(
        _answering(incoming_operation, split) for incoming_operation in api.incoming
    )
    return replace(api, operations=operations, incoming=incoming), split_shapes


def sent_and_read(
    api: ApiSpec, shapes: Mapping[SchemaId, Schema]
) -> tuple[Collection[SchemaId], Collection[SchemaId]]:
    """All schemas that callers send, and all that they get."""
    sent = reachable(tuple(_requested(api)), shapes)
    return sent.keys(), reachable(tuple(_answered(api)), shapes).keys()


def _differing(shapes: Mapping[SchemaId, Schema]) -> set[SchemaId]:
    """Every schema with a property that goes one way, and all that lead to one."""
    marked = {
        schema_id
        for schema_id, shape in shapes.items()
        if shape.notes.read_only or shape.notes.write_only
    }
    if not marked:
        return marked
    parents: dict[SchemaId, list[SchemaId]] = {}
    for schema_id, shape in shapes.items():
        for child_id in children_of(shape):
            parents.setdefault(child_id, []).append(schema_id)
    leading = marked.union(
        schema_id
        for schema_id, shape in shapes.items()
        if isinstance(shape, Reference) and end_of(schema_id, shapes).id in marked
    )
    stack = [
        schema_id
        for schema_id, shape in shapes.items()
        if isinstance(shape, Object)
        and any(
            property_.schema in leading and any(_ways(property_, shapes))
            for property_ in shape.properties
        )
    ]
    differing = set(stack)
    while stack:
        for parent in parents.get(stack.pop(), ()):
            if parent not in differing:
                differing.add(parent)
                stack.append(parent)
    return differing


def _ways(property_: Property, shapes: Mapping[SchemaId, Schema]) -> tuple[bool, bool]:
    """Whether a property is read-only, and whether write-only."""
    ends = (property_.schema, end_of(property_.schema, shapes).id)
    notes = [shapes[end].notes for end in ends]
    read_only = any(note.read_only for note in notes)
    write_only = any(note.write_only for note in notes)
    return (False, False) if read_only and write_only else (read_only, write_only)


def _requested(api: ApiSpec) -> Iterator[SchemaId]:
    """What callers send; to a webhook or a callback they answer."""
    for operation in api.operations:
        yield from _schemas(operation.body.content if operation.body else ())
        yield from _present(parameter.schema for parameter in operation.parameters)
    for incoming in api.incoming:
        yield from _of_responses(incoming.responses)


def _answered(api: ApiSpec) -> Iterator[SchemaId]:
    """What callers get."""
    for operation in api.operations:
        yield from _of_responses(operation.responses)
    for incoming in api.incoming:
        yield from _schemas(incoming.body.content if incoming.body else ())


def _of_responses(responses: Iterable[Response]) -> Iterator[SchemaId]:
    for response in responses:
        yield from _schemas(response.content)
        yield from _present(header.schema for header in response.headers)


def _schemas(content: Iterable[MediaType]) -> Iterator[SchemaId]:
    for media_type in content:
        yield from _present((media_type.schema, media_type.items))


def _present(schemas: Iterable[SchemaId | None]) -> Iterator[SchemaId]:
    return (schema_id for schema_id in schemas if schema_id is not None)


@dataclass(frozen=True, slots=True)
class _Split:
    """The schemas that go `both` ways, each to be had once more."""

    shapes: Mapping[SchemaId, Schema]
    both: frozenset[SchemaId]

    def sent(self, schema_id: SchemaId) -> SchemaId:
        """What is sent of a schema."""
        return schema_id.derived(SENT) if schema_id in self.both else schema_id

    def if_any(self, schema_id: SchemaId | None) -> SchemaId | None:
        """The same where there may be none."""
        return None if schema_id is None else self.sent(schema_id)

    def outgoing(self, shape: Schema) -> Schema:
        """What is sent of a shape; one that goes both ways makes another."""
        sent_id = self.sent(shape.id)
        match shape:
            case Reference():
                return replace(shape, id=sent_id, target=self.sent(shape.target))
            case Array():
                prefix = tuple(map(self.sent, shape.prefix))
                items = self.if_any(shape.items)
                return replace(shape, id=sent_id, items=items, prefix=prefix)
            case Union():
                members = tuple(map(self.sent, shape.members))
                tags = self._tags(shape.discriminator)
                return replace(shape, id=sent_id, members=members, discriminator=tags)
            case Object():
                return self._object(replace(shape, id=sent_id))
            case _:
                return replace(shape, id=sent_id)

    def one_way(
        self, shape: Object, *, is_used: bool = True, is_sent: bool = False
    ) -> Object:
        """The properties that are read, or sent.

        What is not used has all of them, but needs none that go one way only.
        """
        properties: list[Property] = []
        for property_ in shape.properties:
            read_only, write_only = _ways(property_, self.shapes)
            absent = read_only if is_sent else write_only
            if not absent and (is_used or not read_only):
                properties.append(property_)
            elif not is_used or shape.additional is not True or shape.patterns:
                # Undescribed it would be refused, or judged by another schema.
                properties.append(replace(property_, required=False))
        return replace(shape, properties=tuple(properties))

    def _object(self, shape: Object) -> Object:
        outgoing = self.one_way(shape, is_sent=True)
        properties = tuple(
            replace(property_, schema=self.sent(property_.schema))
            for property_ in outgoing.properties
        )
        additional = outgoing.additional
        if isinstance(additional, SchemaId):
            additional = self.sent(additional)
        patterns = tuple(
            (pattern, self.sent(schema_id)) for pattern, schema_id in outgoing.patterns
        )
        return replace(
            outgoing, properties=properties, additional=additional, patterns=patterns
        )

    def _tags(self, discriminator: Discriminator | None) -> Discriminator | None:
        if discriminator is None:
            return None
        mapping = tuple(
            (tag, self.sent(target)) for tag, target in discriminator.mapping
        )
        fallback = self.if_any(discriminator.fallback)
        return Discriminator(discriminator.property_name, mapping, fallback)


def _sending(operation: Operation, split: _Split) -> Operation:
    """The operation with what its caller sends."""
    parameters = tuple(
        replace(parameter, schema=split.if_any(parameter.schema))
        for parameter in operation.parameters
    )
    body = operation.body
    if body is not None:
        body = replace(body, content=_outgoing(body.content, split))
    return replace(operation, parameters=parameters, body=body)


def _answering(incoming: Incoming, split: _Split) -> Incoming:
    """A webhook or callback with what it is answered."""
    responses = tuple(
        replace(response, content=_outgoing(response.content, split))
        for response in incoming.responses
    )
    return replace(incoming, responses=responses)


def _outgoing(content: Iterable[MediaType], split: _Split) -> tuple[MediaType, ...]:
    return tuple(
        replace(
            media_type,
            schema=split.if_any(media_type.schema),
            items=split.if_any(media_type.items),
        )
        for media_type in content
    )
