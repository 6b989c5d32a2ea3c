"""What a model asserts of values as they came: `Asserts({...})`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from apiloom.api.resolved_api import ResolvedApi
from apiloom.api.schema.constraint_keywords import keywords_of
from apiloom.api.schema.respelled_formats import respelled
from apiloom.api.schema.schema_references import definitions_of
from apiloom.api.schema.shapes import Assertion, Constraints, JsonValue, Object, Schema
from apiloom.core.deep_json import json_dumps
from apiloom.core.diagnostics import Report
from apiloom.core.identifiers import Identifier
from apiloom.core.text import Text, reveal
from apiloom.python.syntax.expression import (
    Call,
    Expression,
    LongText,
    Value,
    runtime,
)
from apiloom.python.targets.models.chosen_formats import FormatTypes
from apiloom.runtime.evaluator import Evaluator

_LONGEST: Final = 600
_ASSERTS: Final = runtime("asserts", "Asserts")


def asserts_of(
    api: ResolvedApi, schema: Schema, report: Report
) -> Iterator[Expression]:
    """The marker for all that a shape asserts; nothing if it asserts nothing."""
    yield from _marker(api, schema.asserts, [], report)


def class_asserts_of(
    api: ResolvedApi, schema: Object, report: Report
) -> Iterator[Expression]:
    """The same for a class, whose sizes no constraint expresses."""
    declared = keywords_of(schema.constraints, "object")
    yield from _marker(api, schema.asserts, [declared] if declared else [], report)


def spelling_asserts(constraints: Constraints, kind: str) -> Iterator[Expression]:
    """The marker for what a value is like where it stands on the wire."""
    declared = keywords_of(constraints, kind)
    if declared:
        yield asserts_marker(declared)


def _marker(
    api: ResolvedApi,
    asserts: tuple[Assertion, ...],
    also: list[dict[str, Any]],
    report: Report,
) -> Iterator[Expression]:
    parts: list[Any] = [*also]
    definitions: dict[str, object] = {}
    spellings = FormatTypes(api.chosen).spellings()
    for assertion in asserts:
        referenced = _definitions(api, assertion.schema.value)
        if referenced is None:
            report.warning(
                "keyword-not-enforced",
                "what this refers to cannot be enforced by the generated models",
                assertion.where.document,
                assertion.where.pointer,
                "values that only it would refuse are accepted",
            )
            continue
        parts.append(respelled(assertion.schema.value, spellings))
        definitions |= {
            key: respelled(schema, spellings) for key, schema in referenced.items()
        }
    if also and len(parts) > 1 and also[0].keys().isdisjoint(parts[1]):
        parts[:2] = [{**parts[1], **also[0]}]  # sizes concern no other keyword
    if parts:
        whole = parts[0] if len(parts) == 1 else {"allOf": parts}
        ordered = {key: definitions[key] for key in sorted(definitions)}
        yield (asserts_marker(whole, ordered) if ordered else asserts_marker(whole))


def asserts_marker(*arguments: object) -> Expression:
    """The marker for a schema and its definitions.

    Small schemas are spelled out; large ones are JSON text, read when it is used.
    """
    texts = [
        json_dumps(argument, sort_keys=True, separators=(",", ":"))
        for argument in arguments
    ]
    small = sum(map(len, texts)) <= _LONGEST
    values = (
        tuple(Value(JsonValue(argument)) for argument in arguments)
        if small
        else tuple(LongText(Text(argument)) for argument in texts)
    )
    return Call(_ASSERTS, values)


def or_null(marker: Expression) -> Expression:
    """The marker of a type beside which null stands, which must not be judged."""
    if not (isinstance(marker, Call) and marker.function == _ASSERTS):
        return marker
    schema, definitions = [*map(_json, marker.args), {}][:2]
    if marker.keywords or Evaluator(definitions).accepts(schema, None):
        return marker
    return Call(_ASSERTS, marker.args, ((Identifier("or_null"), Value(True)),))


def is_long_marker(call: Call, longest: int) -> bool:
    """Whether it is such a marker, and has more JSON than so many characters."""
    if call.function != _ASSERTS:
        return False
    if any(isinstance(argument, LongText) for argument in call.args):
        return True
    return sum(len(json_dumps(_json(argument))) for argument in call.args) > longest


def _json(argument: Expression) -> Any:
    """The JSON that an argument of the marker stands for."""
    assert isinstance(argument, Value | LongText)
    if isinstance(argument.value, JsonValue):
        return argument.value.value
    assert isinstance(argument.value, Text)
    return json.loads(reveal(argument.value))


def _definitions(api: ResolvedApi, schema: object) -> dict[str, object] | None:
    """What the references in a fragment lead to, or `None` if that is unknown."""
    definitions: dict[str, object] = {}
    work = [schema]
    while work:
        for reference in definitions_of(work.pop()):
            if reference in definitions:
                continue
            target = api.spec.definitions.get(reference)
            if target is None:
                return None
            definitions[reference] = target.value
            work.append(target.value)
    return definitions
