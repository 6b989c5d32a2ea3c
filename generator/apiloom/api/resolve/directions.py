"""`readOnly` and `writeOnly`: what callers send, and what readers get.

A read-only property is no part of a request, a write-only one no part of a response
(OpenAPI 3.2, section 4.24; JSON Schema validation, section 9.4). A schema that goes
both ways is split where that makes a difference, to itself or to what it holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from apiloom.api.ir import ApiSpec, Incoming, MediaType, Operation, Response
from apiloom.api.schema.children import children_of, reachable
from apiloom.api.schema.intersect_unions import behind
from apiloom.api.schema.shapes import (
    Array,
    Discriminator,
    Object,
    Property,
    Reference,
    Schema,
    SchemaId,
    Union,
)
from apiloom.core.location import child

SENT: Final = "~sent"
"""The step to what callers send of a schema, in its pointer."""


def split_directions(
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
    found = dict(shapes)
    for schema_id in differing:
        shape = shapes[schema_id]
        if isinstance(shape, Object):
            found[schema_id] = split.one_way(shape, is_used=schema_id in read)
    for schema_id in sorted(sent):
        # What is sent alone keeps its place, and holds what is sent of the others.
        going_out = split.outgoing(shapes[schema_id])
        found[going_out.id] = going_out
    operations = tuple(_sending(each, split) for each in api.operations)
    incoming = tuple(_answering(each, split) for each in api.incoming)
    return replace(api, operations=operations, incoming=incoming), found


def used(
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
    above: dict[SchemaId, list[SchemaId]] = {}
    for schema_id, shape in shapes.items():
        for each in children_of(shape):
            above.setdefault(each, []).append(schema_id)
    stack = [
        schema_id
        for schema_id, shape in shapes.items()
        if isinstance(shape, Object)
        and any(any(_ways(each, shapes)) for each in shape.properties)
    ]
    found = set(stack)
    while stack:
        for each in above.get(stack.pop(), ()):
            if each not in found:
                found.add(each)
                stack.append(each)
    return found


def _ways(each: Property, shapes: Mapping[SchemaId, Schema]) -> tuple[bool, bool]:
    """Whether a property is read-only, and whether write-only."""
    ends = (each.schema, behind(each.schema, shapes))
    notes = [shapes[end].notes for end in ends]
    read_only = any(each.read_only for each in notes)
    write_only = any(each.write_only for each in notes)
    return (False, False) if read_only and write_only else (read_only, write_only)


def _requested(api: ApiSpec) -> Iterator[SchemaId]:
    """What callers send; to a webhook or a callback they answer."""
    for operation in api.operations:
        yield from _schemas(operation.body.content if operation.body else ())
        yield from _present(each.schema for each in operation.parameters)
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
        yield from _present(each.schema for each in response.headers)


def _schemas(content: Iterable[MediaType]) -> Iterator[SchemaId]:
    for each in content:
        yield from _present((each.schema, each.items))


def _present(schemas: Iterable[SchemaId | None]) -> Iterator[SchemaId]:
    return (each for each in schemas if each is not None)


@dataclass(frozen=True, slots=True)
class _Split:
    """The schemas that go `both` ways, each to be had once more."""

    shapes: Mapping[SchemaId, Schema]
    both: frozenset[SchemaId]

    def sent(self, schema_id: SchemaId) -> SchemaId:
        """What is sent of a schema."""
        if schema_id not in self.both:
            return schema_id
        return SchemaId(schema_id.document, child(schema_id.pointer, SENT))

    def if_any(self, schema_id: SchemaId | None) -> SchemaId | None:
        """The same where there may be none."""
        return None if schema_id is None else self.sent(schema_id)

    def outgoing(self, shape: Schema) -> Schema:
        """What is sent of a shape; one that goes both ways makes another."""
        here = self.sent(shape.id)
        match shape:
            case Reference():
                return replace(shape, id=here, target=self.sent(shape.target))
            case Array():
                return replace(shape, id=here, items=self.if_any(shape.items))
            case Union():
                members = tuple(map(self.sent, shape.members))
                tags = self._tags(shape.discriminator)
                return replace(shape, id=here, members=members, discriminator=tags)
            case Object():
                return self._object(replace(shape, id=here))
            case _:
                return replace(shape, id=here)

    def one_way(
        self, shape: Object, *, is_used: bool = True, is_sent: bool = False
    ) -> Object:
        """The properties that are read, or sent.

        What is not used has all of them, but needs none that go one way only.
        """
        kept: list[Property] = []
        for each in shape.properties:
            read_only, write_only = _ways(each, self.shapes)
            absent = read_only if is_sent else write_only
            if not absent and (is_used or not read_only):
                kept.append(each)
            elif not is_used or shape.additional is not True:
                # Undescribed it would be refused, or judged by another schema.
                kept.append(replace(each, required=False))
        return replace(shape, properties=tuple(kept))

    def _object(self, shape: Object) -> Object:
        found = self.one_way(shape, is_sent=True)
        properties = tuple(
            replace(each, schema=self.sent(each.schema)) for each in found.properties
        )
        additional = found.additional
        if isinstance(additional, SchemaId):
            additional = self.sent(additional)
        return replace(found, properties=properties, additional=additional)

    def _tags(self, tags: Discriminator | None) -> Discriminator | None:
        if tags is None:
            return None
        mapping = tuple((tag, self.sent(target)) for tag, target in tags.mapping)
        fallback = self.if_any(tags.fallback)
        return Discriminator(tags.property_name, mapping, fallback)


def _sending(operation: Operation, split: _Split) -> Operation:
    """The operation with what its caller sends."""
    parameters = tuple(
        replace(each, schema=split.if_any(each.schema)) for each in operation.parameters
    )
    body = operation.body
    if body is not None:
        body = replace(body, content=_outgoing(body.content, split))
    return replace(operation, parameters=parameters, body=body)


def _answering(incoming: Incoming, split: _Split) -> Incoming:
    """A webhook or callback with what it is answered."""
    responses = tuple(
        replace(each, content=_outgoing(each.content, split))
        for each in incoming.responses
    )
    return replace(incoming, responses=responses)


def _outgoing(content: Iterable[MediaType], split: _Split) -> tuple[MediaType, ...]:
    return tuple(
        replace(each, schema=split.if_any(each.schema), items=split.if_any(each.items))
        for each in content
    )
