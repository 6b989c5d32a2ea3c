"""What a model asserts of values as they came: `Asserts({...})`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from apiloom.api.resolve.resolved_api import ResolvedApi
from apiloom.api.schema.shapes import Assertion, Constraints, JsonValue, Object, Schema
from apiloom.core.diagnostics import Report
from apiloom.core.text import Text, reveal
from apiloom.python.syntax.expression import Call, Expression, Value, runtime

_LONGEST: Final = 600
_DATA: Final = frozenset({"enum", "const"})
"""Where a `$ref` is a member like any other."""


def asserts_of(
    api: ResolvedApi, schema: Schema, report: Report
) -> Iterator[Expression]:
    """The marker for all that a shape asserts; nothing if it asserts nothing."""
    yield from _marker(api, schema.asserts, [], report)


def class_asserts_of(
    api: ResolvedApi, schema: Object, report: Report
) -> Iterator[Expression]:
    """The same for a class, whose sizes no constraint expresses."""
    sizes = {
        "minProperties": schema.constraints.minimum_size,
        "maxProperties": schema.constraints.maximum_size,
    }
    said = {key: size for key, size in sizes.items() if size is not None}
    yield from _marker(api, schema.asserts, [said] if said else [], report)


def spelling_asserts(constraints: Constraints) -> Iterator[Expression]:
    """The marker for what a value of another type than `str` is spelled like."""
    pattern = constraints.pattern
    limits = {
        "minLength": constraints.minimum_size,
        "maxLength": constraints.maximum_size,
        "pattern": None if pattern is None else reveal(pattern),
    }
    said = {key: limit for key, limit in limits.items() if limit is not None}
    if said:
        yield _asserts(said)


def _marker(
    api: ResolvedApi,
    asserts: tuple[Assertion, ...],
    also: list[dict[str, Any]],
    report: Report,
) -> Iterator[Expression]:
    parts: list[Any] = [*also]
    definitions: dict[str, object] = {}
    for each in asserts:
        found = _definitions(api, each.schema.value)
        if found is None:
            report.warning(
                "keyword-not-enforced",
                "what this refers to cannot be enforced by the generated models",
                each.where.document,
                each.where.pointer,
                "values that only it would refuse are accepted",
            )
            continue
        parts.append(each.schema.value)
        definitions |= found
    if also and len(parts) > 1 and also[0].keys().isdisjoint(parts[1]):
        parts[:2] = [{**parts[1], **also[0]}]  # sizes concern no other keyword
    if parts:
        whole = parts[0] if len(parts) == 1 else {"allOf": parts}
        ordered = {key: definitions[key] for key in sorted(definitions)}
        yield _asserts(whole, ordered) if ordered else _asserts(whole)


def _asserts(*arguments: object) -> Expression:
    """Small schemas are spelled out; large ones are JSON text, read when it is used."""
    texts = [
        json.dumps(each, sort_keys=True, separators=(",", ":")) for each in arguments
    ]
    small = sum(map(len, texts)) <= _LONGEST
    values = (
        tuple(Value(JsonValue(each)) for each in arguments)
        if small
        else tuple(Value(Text(each)) for each in texts)
    )
    return Call(runtime("asserts", "Asserts"), values)


def _definitions(api: ResolvedApi, schema: object) -> dict[str, object] | None:
    """What the references in a fragment lead to, or `None` if that is unknown."""
    found: dict[str, object] = {}
    work = [schema]
    while work:
        each = work.pop()
        if isinstance(each, list):
            work.extend(each)
        elif isinstance(each, dict):
            reference = each.get("$ref")
            if isinstance(reference, str) and reference not in found:
                target = api.spec.definitions.get(reference)
                if target is None:
                    return None
                found[reference] = target.value
                work.append(target.value)
            work.extend(each[key] for key in each if key not in _DATA)
    return found
