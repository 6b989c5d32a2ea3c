"""What each response of an API could hold, as JSON: what a mock answers with.

An example of the document comes first, where its schema takes it; else the value is
made of the schema, with what need not be there while it stays small.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from apiloom.api.ir import MediaType, Response
from apiloom.api.media_type_kinds import is_form, is_json, is_of_parts, is_typed
from apiloom.api.resolved_api import NamedOperation, Resource
from apiloom.api.schema.example_values import ExampleValues
from apiloom.api.schema.shapes import JsonValue, SchemaId
from apiloom.api.schema.value_judge import ValueJudge
from apiloom.core.text import reveal
from apiloom.python.targets.descriptors import Descriptors
from apiloom.python.targets.testing.example_pages import ExamplePages

_LEVELS: Final = (3, 2, 1)
"""How deep a value has what it need not have, the best first."""
_MOST: Final = 200
"""Values in a made one, beyond which a smaller one is made."""

Examples = dict[str, dict[str, dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class ExampleAnswers:
    """Finds the examples of one API."""

    descriptors: Descriptors
    by_levels: tuple[ExampleValues, ...] = field(init=False)
    pages: ExamplePages = field(init=False)

    def __post_init__(self) -> None:
        api = self.descriptors.types.api
        judge = ValueJudge(api.shapes, api.spec.definitions)
        values = (ExampleValues(judge, levels) for levels in (*_LEVELS, 0))
        object.__setattr__(self, "by_levels", tuple(values))
        object.__setattr__(self, "pages", ExamplePages(api, judge))

    def of(self, resource: Resource) -> Examples:
        """By handler, then by status as in the document; what is unknown is not there.

        `value` is that of the body (of a stream, a list of items; of a list in pages,
        the only one), `headers` has those that are required.
        """
        known: Examples = {}
        for named in resource.operations:
            for response in named.operation.responses:
                example = dict(self._example(named, response))
                if example:
                    known.setdefault(named.method, {})[response.status] = example
        return known

    def _example(
        self, named: NamedOperation, response: Response
    ) -> Iterator[tuple[str, Any]]:
        if response.content:
            media_type = answered(response)
            value = self._body(media_type)
            if value is not None and response.status[0] == "2":
                yield from self.pages.of(named, media_type.schema, value.value)
            elif value is not None:
                yield "value", value.value
            others = dict(self._named(media_type))
            if others:
                yield "examples", others
        headers = {
            reveal(header.wire_name): found.value
            for header in response.headers
            if header.required and header.schema is not None
            if (found := self._known(header.schema, reveal(header.wire_name)))
        }
        if headers:
            yield "headers", headers

    def _named(self, media_type: MediaType) -> Iterator[tuple[str, Any]]:
        """The examples that can be asked for by name, where there are several."""
        if len(media_type.examples) < 2 or media_type.streamed:
            return
        for name, example in media_type.examples:
            value = self._body(replace(media_type, example=example))
            if value is not None and value.value == example.value:
                yield reveal(name), value.value

    def _body(self, media_type: MediaType) -> JsonValue | None:
        example = media_type.example
        if media_type.streamed:
            item = media_type.items and self._known(media_type.items)
            return JsonValue([item.value]) if item else None
        api = self.descriptors.types.api
        is_value = is_typed(media_type, api.shapes) and not is_form(media_type.name)
        if is_value or is_of_parts(media_type.name):
            if media_type.schema is not None:
                return self._known(media_type.schema, given=example)
            return example or JsonValue({}) if is_json(media_type.name) else None
        if example is not None and isinstance(example.value, str):
            return example
        value = media_type.schema and self._known(media_type.schema)
        return value if value and isinstance(value.value, str) else None

    def _known(
        self, schema: SchemaId, hint: str = "text", given: JsonValue | None = None
    ) -> JsonValue | None:
        found = None
        for values in self.by_levels:
            found = values.of(schema, hint, given)
            if found is None or found is given or _size(found.value) <= _MOST:
                return found
            if given is not None and found.value == given.value:
                return found
        return found


def answered(response: Response) -> MediaType:
    """The media type that an example is in: JSON, or the first that is no stream."""
    whole = [each for each in response.content if not each.streamed]
    as_json = (each for each in whole if is_json(each.name))
    return next(as_json, (*whole, *response.content)[0])


def _size(value: object) -> int:
    """How many values are in one."""
    if isinstance(value, dict):
        return 1 + sum(map(_size, value.values()))
    if isinstance(value, list):
        return 1 + sum(map(_size, value))
    return 1
