"""An example of each method: a call with what has to be given, and nothing else.

    client.pets.create(name="name")

Values are what the document says, or made of the schemas; all of them are judged. Where
none is known, or a call would be long, there is no example.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from apiloom.api.ir import MediaType, Parameter
from apiloom.api.media_type_kinds import (
    is_idempotency_key,
    is_json,
    is_range,
    is_streamed,
    is_text,
    is_xml,
)
from apiloom.api.names.argument_names import body_media_type
from apiloom.api.resolved_api import NamedOperation, Resource
from apiloom.api.schema.example_values import ExampleValues
from apiloom.api.schema.schema_graph import end_of
from apiloom.api.schema.shapes import JsonValue, Object, SchemaId
from apiloom.api.schema.value_judge import ValueJudge
from apiloom.core.identifiers import Identifier
from apiloom.core.text import Text, reveal
from apiloom.python.syntax.expression import (
    Attribute,
    Bare,
    Call,
    Expression,
    Listing,
    Value,
)
from apiloom.python.syntax.layout import Chain, Tree
from apiloom.python.syntax.printer import expression_tree
from apiloom.python.syntax.scope import scope_of
from apiloom.python.syntax.statement_layout import lay_out, lay_out_block
from apiloom.python.targets.client.client_methods import MethodPlanner
from apiloom.python.targets.client.example_expressions import (
    ExampleExpressions,
    encoded,
    example_expressions,
)
from apiloom.python.targets.client.method_forms import MethodView
from apiloom.python.targets.descriptors import Descriptors
from apiloom.python.targets.models.constant_fields import constant_of
from apiloom.python.targets.models.upload_types import UPLOAD

_MOST_LINES: Final = 12
_PREFIX: Final = " " * 12
"""What stands before an example, in the docstring of a method."""
_SHORT: Final = 48
"""Characters of a text that is a whole body."""
_BODY: Final = Identifier("body")
_CLIENT: Final = Identifier("client")
_INSIDE: Final = re.compile(r"[\w-]+", re.ASCII)
"""Texts in arrays and objects that hold the delimiter of no style (RFC 6570, 3.2)."""
_ALONE: Final[Mapping[str, re.Pattern[str]]] = {
    "path": re.compile(r"(?!\.{1,2}$)[ -~]+"),
    "header": re.compile("[!-~]([ -~]*[!-~])?"),
    "cookie": re.compile(r"[!#-+\--:<-\[\]-~]+"),
}
"""Texts that can be sent by themselves: in a segment, a field, a cookie."""

_Arguments = list[tuple[Identifier | None, Expression]]


@dataclass(frozen=True, slots=True)
class MethodExamples:
    """Makes the examples of one API."""

    descriptors: Descriptors
    values: ExampleValues = field(init=False)
    expressions: ExampleExpressions = field(init=False)

    def __post_init__(self) -> None:
        types = self.descriptors.types
        judge = ValueJudge(types.api.shapes, types.api.spec.definitions)
        object.__setattr__(self, "values", ExampleValues(judge))
        object.__setattr__(self, "expressions", example_expressions(types))

    def added(
        self, views: tuple[MethodView, MethodView], named: NamedOperation, of: Resource
    ) -> tuple[MethodView, MethodView]:
        """The methods, sync and async, each with its example if there is one."""
        call = None if named.operation.deprecated else self.call(named, of)
        if call is None:
            return views
        is_stream = is_streamed(named.operation)
        plain, awaited = (
            replace(view, doc=replace(view.doc, example=_lines(call, kind, is_stream)))
            for view, kind in zip(views, ("", "async "), strict=True)
        )
        return plain, awaited

    def call(self, named: NamedOperation, resource: Resource) -> Call | None:
        """The call itself; None where a value is needed that nobody knows."""
        arguments: _Arguments = []
        for parameter, name in zip(
            named.operation.parameters, named.arguments, strict=True
        ):
            if not parameter.required or is_idempotency_key(parameter):
                continue
            written = self._parameter(parameter)
            if written is None:
                return None
            key = None if parameter.location == "path" else name
            arguments.append((key, written))
        body = self._body(named)
        if body is None:
            return None
        method = Attribute(Attribute(Bare(_CLIENT), resource.module), named.method)
        positional = tuple(value for key, value in arguments if key is None)
        by_name = [(key, value) for key, value in arguments if key is not None]
        return Call(method, positional, (*body, *by_name))

    def _parameter(self, parameter: Parameter) -> Expression | None:
        if parameter.schema is None:
            return None
        hint = reveal(parameter.wire_name)
        value = self.values.of(parameter.schema, hint, parameter.example)
        if value is None or not _is_sendable(parameter, value.value):
            return None
        return self.expressions.written(parameter.schema, value.value, 0)

    def _body(
        self, named: NamedOperation
    ) -> tuple[tuple[Identifier, Expression], ...] | None:
        """The arguments for a body, none where none is needed; None if none is known.

        Its properties by name, where each of them has one; else the whole.
        """
        media_type = body_media_type(named.operation)
        body = named.operation.body
        if body is None or media_type is None or not body.required:
            return ()
        by_property = self._properties(named, media_type)
        if by_property is not None:
            return tuple(by_property)
        whole = self._whole(named, media_type)
        return None if whole is None else ((_BODY, whole),)

    def _properties(
        self, named: NamedOperation, media_type: MediaType
    ) -> list[tuple[Identifier, Expression]] | None:
        if not named.properties or media_type.schema is None or media_type.streamed:
            return None
        api = self.descriptors.types.api
        shape = end_of(media_type.schema, api.shapes).shape
        value = self.values.of(media_type.schema, "text", media_type.example)
        if not isinstance(shape, Object) or value is None:
            return None
        members = value.value if isinstance(value.value, dict) else {}
        members = members or self._something(media_type.schema, shape)
        schemas = {each.wire_name: each.schema for each in shape.properties}
        arguments: list[tuple[Identifier, Expression]] = []
        for name, member in members.items():
            schema, argument = schemas.get(Text(name)), named.properties.get(Text(name))
            if schema is None or argument is None:
                return None
            if constant_of(api, schema) is not None:
                continue
            written = self.expressions.written(schema, member, 0)
            if written is None:
                return None
            arguments.append((argument, written))
        return arguments

    def _something(self, schema_id: SchemaId, shape: Object) -> dict[str, object]:
        """One property where none has to be there: a call without says nothing."""
        for each in shape.properties:
            name = reveal(each.wire_name)
            found = self.values.of(each.schema, name)
            if found is None or isinstance(found.value, list | dict):
                continue
            value = {name: found.value}
            if self.values.judge.accepts(schema_id, value):
                return value
        return {}

    def _whole(self, named: NamedOperation, media_type: MediaType) -> Expression | None:
        body = MethodPlanner(self.descriptors).whole_body(named, is_async=False)
        text = _short_text(media_type.example)
        if media_type.streamed:
            item = self._written(replace(media_type, schema=media_type.items))
            return None if item is None else Listing((item,))
        if body is None or is_xml(media_type.name) or is_range(media_type.name):
            return None
        if body.annotation == UPLOAD:
            return encoded(text)
        if media_type.schema is not None:
            return self._written(media_type)
        if is_text(media_type.name):
            return Value(Text(text))
        return Value(JsonValue({})) if is_json(media_type.name) else None

    def _written(self, media_type: MediaType) -> Expression | None:
        if media_type.schema is None:
            return None
        value = self.values.of(media_type.schema, "text", media_type.example)
        if value is None:
            return None
        return self.expressions.written(media_type.schema, value.value, 0)


def _short_text(example: JsonValue | None) -> str:
    """The example, if it is text that a line can hold; else any text."""
    value = None if example is None else example.value
    is_usable = isinstance(value, str) and 0 < len(value) <= _SHORT
    return str(value) if is_usable else "text"


def _is_sendable(parameter: Parameter, value: object) -> bool:
    """Whether a parameter can surely carry a value, in whichever style it has."""
    if parameter.content is not None:
        return True
    if isinstance(value, list | dict):
        return bool(value) and all(map(_is_plain, _members(value)))
    pattern = _ALONE.get(parameter.location)
    return (
        pattern is None or not isinstance(value, str) or bool(pattern.fullmatch(value))
    )


def _members(value: list[Any] | dict[str, Any]) -> Iterator[object]:
    yield from value if isinstance(value, list) else (*value, *value.values())


def _is_plain(value: object) -> bool:
    if isinstance(value, str):
        return _INSIDE.fullmatch(value) is not None
    return isinstance(value, int | float)


def _lines(call: Call, prefix: str, is_stream: bool) -> tuple[str, ...]:
    """The code of an example; empty where it would be long."""
    scope = scope_of("", True, call, (_CLIENT,))
    if scope.local_modules():
        return ()
    tree: Tree = expression_tree(call, scope)
    awaited: Tree = Chain(("await ", tree)) if prefix else tree
    lines = lay_out_block(_PREFIX, scope.imports().running)
    lines += [""] if lines else []
    if is_stream:
        lines += lay_out(_PREFIX, Chain((f"{prefix}with ", awaited, " as items:")))
        lines += [f"{_PREFIX}    {prefix}for item in items:"]
        lines += [f"{_PREFIX}        print(item)"]
    else:
        lines += lay_out(_PREFIX, awaited)
    code = tuple(line.removeprefix(_PREFIX) for line in lines)
    return code if len(code) <= _MOST_LINES else ()
