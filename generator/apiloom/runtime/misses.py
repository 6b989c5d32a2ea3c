"""What is wrong with a value that a schema refuses, and where in it.

A keyword that describes what stands inside of an object or an array (JSON Schema core,
section 10.3) fails because of something in there: that is what is wrong.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple, TypeAlias

from .evaluator import Evaluator
from .narrowing import is_array, is_object
from .patterns import is_found
from .union_reasons import reason, told

_MOST: Final = 50


class Miss(NamedTuple):
    """A keyword that refuses a value, the steps to that, and what more to say."""

    path: tuple[str | int, ...]
    keyword: str
    value: Any
    reason: str = ""


_Part: TypeAlias = tuple[str | int | None, Any, Any]
"""A step into a value, or None, what is there, and the schema that judges it."""


def misses(definitions: Mapping[str, Any], schema: Any, value: Any) -> list[Miss]:
    """All of these that are plain, of a value that the schema refuses.

    A `$ref` in it is a key of `definitions`.
    """
    found: list[Miss] = []
    work: list[tuple[tuple[str | int, ...], str, Any, Any]] = [((), "", schema, value)]
    seen: set[tuple[int, int, tuple[str | int, ...]]] = set()
    while work and len(found) < _MOST:
        path, keyword, schema, value = work.pop()
        step = (id(schema), id(value), path)
        if step in seen:
            continue
        seen.add(step)
        if not is_object(schema):
            found.append(Miss(path, keyword, value))
            continue
        judge = Evaluator(definitions)
        failed = judge.failed_keyword(schema, value)
        parts = _PARTS[failed](judge, schema, value) if failed in _PARTS else iter(())
        blamed = [
            ((*path, step) if step is not None else path, failed or "", member, inner)
            for step, inner, member in parts
            if not Evaluator(definitions).accepts(member, inner)
        ]
        if blamed:
            work.extend(reversed(blamed))
        else:
            found.append(_miss(judge, path, schema, value, failed))
    return found


def _miss(
    judge: Evaluator,
    path: tuple[str | int, ...],
    schema: Any,
    value: Any,
    failed: str | None,
) -> Miss:
    judge.accepts(schema, value)
    why = ""
    if judge.refused_by in ("oneOf", "anyOf"):
        why = reason(judge.definitions, *judge.union)
    elif failed is not None and judge.refused_by == failed:
        why = told(schema, value, failed)
    return Miss(path, judge.refused_by, value, why)


def _ref(judge: Evaluator, schema: Any, value: Any) -> Iterator[_Part]:
    yield None, value, judge.definitions[schema["$ref"]]


def _all_of(_: Evaluator, schema: Any, value: Any) -> Iterator[_Part]:
    for member in schema["allOf"]:
        yield None, value, member


def _properties(_: Evaluator, schema: Any, value: Any) -> Iterator[_Part]:
    for name, member in schema["properties"].items():
        if name in value:
            yield name, value[name], member


def _pattern_properties(_: Evaluator, schema: Any, value: Any) -> Iterator[_Part]:
    for pattern, member in schema["patternProperties"].items():
        for name, inner in value.items():
            if is_found(pattern, name):
                yield name, inner, member


def _additional(_: Evaluator, schema: Any, value: Any) -> Iterator[_Part]:
    named = schema.get("properties", {})
    patterns = schema.get("patternProperties", {})
    for name, inner in value.items():
        if name not in named and not any(is_found(each, name) for each in patterns):
            yield name, inner, schema["additionalProperties"]


def _prefix_items(_: Evaluator, schema: Any, value: Any) -> Iterator[_Part]:
    for index, (member, item) in enumerate(
        zip(schema["prefixItems"], value, strict=False)
    ):
        yield index, item, member


def _items(_: Evaluator, schema: Any, value: Any) -> Iterator[_Part]:
    start = len(schema.get("prefixItems", ()))
    for index, item in enumerate(value[start:], start=start):
        yield index, item, schema["items"]


def _left_over(keyword: str) -> "_Parts":
    def parts(judge: Evaluator, schema: Any, value: Any) -> Iterator[_Part]:
        others = {key: member for key, member in schema.items() if key != keyword}
        seen = judge.evaluate(others, value)
        if seen is None:
            return
        if is_object(value):
            for name, inner in value.items():
                if name not in seen.names:
                    yield name, inner, schema[keyword]
        elif is_array(value):
            for index, item in enumerate(value):
                if index not in seen.items:
                    yield index, item, schema[keyword]

    return parts


_Parts: TypeAlias = Callable[[Evaluator, Any, Any], Iterator[_Part]]
_PARTS: Final[Mapping[str | None, _Parts]] = {
    "$ref": _ref,
    "allOf": _all_of,
    "properties": _properties,
    "patternProperties": _pattern_properties,
    "additionalProperties": _additional,
    "prefixItems": _prefix_items,
    "items": _items,
    "unevaluatedProperties": _left_over("unevaluatedProperties"),
    "unevaluatedItems": _left_over("unevaluatedItems"),
}
"""By keyword, what it judges inside of a value, or in its place."""
