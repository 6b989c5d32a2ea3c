"""Which errors of an operation carry less than their status does over the whole API.

The exception for a status has any body that some operation declares for it:

    GET /pets:   404: $ref Problem     -> NotFoundError.data: Problem | Fault
    GET /owners: 404: $ref Fault       -> GetOwnersNotFoundError.data: Fault
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass

from apiloom.api.answer_contents import is_second
from apiloom.api.ir import ApiSpec, MediaType, Response
from apiloom.api.media_type_kinds import (
    is_json,
    is_json_by_schema,
    is_text,
    is_typed,
)
from apiloom.api.names.status_names import is_error
from apiloom.api.resolved_api import NamedType, operation_key
from apiloom.api.schema.fingerprint import judging_content
from apiloom.api.schema.schema_graph import children_of
from apiloom.api.schema.shapes import Anything, Reference, Schema, SchemaId

_Body = Hashable
"""What tells the types of two bodies apart."""
_NO_CONTENT: _Body = "no content"
_ANYTHING: _Body = "anything"


@dataclass(frozen=True, slots=True)
class ErrorBodies:
    """Compares what error responses carry, by the Python types that it will have."""

    shapes: Mapping[SchemaId, Schema]
    types: Mapping[SchemaId, NamedType]

    def narrower(self, spec: ApiSpec) -> dict[str, tuple[str, ...]]:
        """The statuses of each operation, by `METHOD path`, whose body is of fewer
        types than that of the same status of all operations together.

        A response without content is none of them: its body is whatever came.
        """
        declared: dict[str, dict[str, frozenset[_Body]]] = {}
        of_status: dict[str, set[_Body]] = {}
        for operation in spec.operations:
            bodies = {
                response.status: frozenset(self._bodies(response))
                for response in operation.responses
                if is_error(response.status)
            }
            declared[operation_key(operation)] = bodies
            for status, kinds in bodies.items():
                of_status.setdefault(status, set()).update(kinds)
        return {
            key: tuple(
                status
                for status, kinds in bodies.items()
                if kinds < of_status[status] and kinds.isdisjoint(_UNTYPED)
            )
            for key, bodies in declared.items()
        }

    def _bodies(self, response: Response) -> Iterator[_Body]:
        if not response.content:
            yield _NO_CONTENT
        for media_type in response.content:
            if not is_second(media_type, response.content, self.shapes):
                yield self._body(media_type)

    def _body(self, media_type: MediaType) -> _Body:
        if media_type.streamed:
            return self._type(media_type.items)
        if is_json(media_type.name):
            return self._type(media_type.schema)
        if is_json_by_schema(media_type, self.shapes):
            return self._type(media_type.schema)
        if is_typed(media_type, self.shapes):
            return media_type.name, self._type(media_type.schema)
        return is_text(media_type.name)

    def _type(self, schema_id: SchemaId | None) -> _Body:
        """A named type by its id; else what the schema says, and so on below it.

        Each of these says how many follow, so one list tells all of them.
        """
        if schema_id is None:
            return _ANYTHING
        parts: list[_Body] = []
        waiting = [schema_id]
        while waiting:
            current = waiting.pop()
            shape = self.shapes[current]
            if current in self.types:
                parts.append((current, shape.nullable))
            elif isinstance(shape, Reference) and not shape.asserts:
                parts += ["null"] if shape.nullable else []
                waiting.append(shape.target)
            else:
                asserts = tuple(assertion.schema for assertion in shape.asserts)
                kind = type(shape).__name__
                parts.append((kind, shape.nullable, asserts, judging_content(shape)))
                waiting.extend(children_of(shape))
        if len(parts) == 1 and isinstance(self.shapes[schema_id], Anything):
            return _ANYTHING
        return tuple(parts)


_UNTYPED = frozenset({_NO_CONTENT, _ANYTHING})
