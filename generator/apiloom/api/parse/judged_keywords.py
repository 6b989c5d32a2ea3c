"""Which keywords of a schema are judged on values as they came, and why.

A type says most of what a schema does. What it cannot say goes to an `Assertion`: the
keywords below, and where no `type` is written, those that concern one type alone.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import replace
from typing import Any, Final, cast

from apiloom.api.parse.assertion_keywords import NUMBERS, kinds_of
from apiloom.api.parse.fragments import Fragments, is_shallow
from apiloom.api.parse.object_reader import Reader
from apiloom.api.schema.array_lengths import tuple_lengths
from apiloom.api.schema.respelled_formats import respelled
from apiloom.api.schema.shapes import (
    Array,
    Assertion,
    Enumeration,
    JsonValue,
    Object,
    Scalar,
    Schema,
)
from apiloom.core.deep_json import json_dumps
from apiloom.core.text import Text, shown
from apiloom.runtime.evaluator import Evaluator
from apiloom.runtime.json_values import as_written, canonical

_GROUPS: Final = (
    (("not",), None),
    (("if", "then", "else"), None),
    (("dependentRequired",), "object"),
    (("dependentSchemas",), "object"),
    (("propertyNames",), "object"),
    (("patternProperties", "additionalProperties"), "object"),
    (("contains", "minContains", "maxContains"), "array"),
    (("uniqueItems",), "array"),
    (("prefixItems", "items"), "array"),
)
"""Keywords that are judged together, and the only type that they concern."""
_OF_SCALARS: Final = (*NUMBERS, "multipleOf", "minLength", "maxLength", "pattern")
_OF_ARRAYS: Final = ("minItems", "maxItems")
_OF_OBJECTS: Final = ("required", "minProperties", "maxProperties")
_SHAPING: Final = {
    "object": ("properties", "additionalProperties"),
    "array": ("items",),
}
_ANNOTATING: Final = frozenset(
    {"title", "description", "deprecated", "example", "examples", "$comment"}
)
_EXPRESSED: Final = frozenset(
    {"type", "properties", "format", "$ref", "allOf", "default", *_ANNOTATING}
)
"""Keywords that never need judging: a schema of no others is done with at once."""
_WITH_OFFSET_OR_NOT: Final = {"date-time": "date-time-any", "time": "time-any"}
_PASSING_NULL: Final = frozenset(
    {
        *(keyword for group, kind in _GROUPS if kind is not None for keyword in group),
        *(*_OF_SCALARS, *_OF_ARRAYS, *_OF_OBJECTS, "properties"),
    }
)
"""Keywords that concern values of one type, which is not null."""
_LEFT_OVER: Final = ("unevaluatedProperties", "unevaluatedItems")
_PATTERNS: Final = frozenset({"patternProperties"})
_BESIDE_NAMED: Final = _PATTERNS | {"properties"}
_ASSERTING: Final = frozenset(
    (*_OF_SCALARS, *_OF_ARRAYS, *_OF_OBJECTS, "not", "dependentRequired")
)


def assertion_of(
    shape: Schema, reader: Reader, fragments: Fragments
) -> Assertion | None:
    """What the schema at `reader` asserts beyond its shape."""
    keywords = cast("dict[str, Any]", reader.value)
    if any(keywords.get(keyword, True) is not True for keyword in _LEFT_OVER):
        return _with_context(shape, reader, fragments)
    if _EXPRESSED.issuperset(keywords):
        return None
    asserted: dict[str, Any] = {}
    for group in _asserted_groups(keywords, reader, shape):
        fragment = fragments.of(reader, group)
        if isinstance(fragment, dict):
            asserted |= fragment
    context: frozenset[str] = frozenset()
    named = keywords.get("properties")
    if isinstance(named, dict) and asserted.keys() & _BESIDE_NAMED == _PATTERNS:
        context = frozenset({"properties"})
        asserted["properties"] = dict.fromkeys(named, True)
    return Assertion(shape.id, JsonValue(asserted), context) if asserted else None


def _with_context(
    shape: Schema, reader: Reader, fragments: Fragments
) -> Assertion | None:
    """All keywords: what is left over depends on every one (core, section 11)."""
    whole = fragments.of(reader)
    if not whole:
        return None
    groups = _asserted_groups(_keys(reader), reader, shape)
    own = {keyword for group in groups for keyword in group}.union(_LEFT_OVER)
    return Assertion(shape.id, JsonValue(whole), frozenset(whole.keys() - own))


def is_only_asserting(members: tuple[Reader, ...]) -> bool:
    """Whether none of these schemas says anything of a type, as in `anyOf: [{required:
    [a]}, {required: [b]}]`: no union is needed for them."""
    return bool(members) and all(
        isinstance(member.value, dict)
        and bool(member.value)
        and _ASSERTING.union(_ANNOTATING).issuperset(member.value)
        for member in members
    )


def listed_values(
    values: list[Any], reader: Reader, fragments: Fragments
) -> tuple[Scalar, ...]:
    """The scalars of `enum` or `const` that what stands beside it allows, each once.

    One that is refused is reported, unless all are.
    """
    also = ("enum",) if "const" in _keys(reader) else ()
    beside = (*_OF_SCALARS, "type", "format", *also)
    schema = fragments.of(reader, beside)
    judge = Evaluator({})
    kinds = kinds_of(reader)
    scalars: dict[Hashable, Scalar] = {}
    refused: list[int] = []
    for index, value in enumerate(values):
        if schema is None or judge.accepts(schema, value):
            scalars.setdefault(canonical(value), _scalar(value, kinds))
        else:
            refused.append(index)
    for index in refused if scalars else ():
        _complain_of_refused(reader.at("enum", index), kinds)
    return tuple(scalars.values())


def _complain_of_refused(member: Reader, kinds: tuple[str, ...]) -> None:
    """A value of another type is a mistake; one beyond a limit is none of the values.

    The former is lost, since whoever listed it meant something by it.
    """
    value = member.value
    written = shown(value if isinstance(value, str) else json_dumps(value))
    if not kinds or Evaluator({}).accepts({"type": list(kinds)}, value):
        member.report.note(
            "enum-value-refused",
            f"{written} is listed in `enum`, and what stands beside it refuses it",
            member.document,
            member.pointer,
            "remove it, or correct what refuses it",
        )
        return
    if value is None:
        hint = 'let `type` list "null" too, or write `nullable: true` in OpenAPI 3.0'
    elif "string" in kinds:
        hint = "quote it if it is text"
    else:
        hint = "correct it, or `type`"
    message = f"{written} is listed in `enum`, and is not of the `type` beside it"
    member.complain("enum-value-unusable", message, hint)


def _scalar(value: Any, kinds: tuple[str, ...]) -> Scalar:
    if isinstance(value, str):
        return Text(value)
    if isinstance(value, float) and "integer" in kinds:
        return int(as_written(value))
    return cast("Scalar", value)


def is_listing_scalars(values: list[Any]) -> bool:
    """Whether a `Literal`, or something like it, can hold all of these."""
    return not any(isinstance(value, list | dict) for value in values)


def is_valid(schema: object, value: object, fragments: Fragments) -> bool:
    """Whether a value satisfies a fragment; what cannot be judged is taken to."""
    if not is_shallow(value):
        return True
    try:
        return Evaluator(fragments.definitions).accepts(schema, value)
    except (ValueError, KeyError, RecursionError):
        return True


def is_default(schema: object, default: object, fragments: Fragments) -> bool:
    """Whether a schema has its default among its values.

    A time without an offset may be one: the user can choose a type for such times, and
    whoever writes the default by its type judges it again.
    """
    if is_valid(schema, default, fragments):
        return True
    return isinstance(default, str) and Evaluator(
        {
            name: respelled(definition, _WITH_OFFSET_OR_NOT)
            for name, definition in fragments.definitions.items()
        }
    ).accepts(respelled(schema, _WITH_OFFSET_OR_NOT), default)


def judged_on_null(
    asserts: tuple[Assertion, ...], fragments: Fragments
) -> tuple[Assertion, ...]:
    """The same assertions, those that refuse null marked; as they are if none does."""
    judged = tuple(
        (
            assertion
            if _PASSING_NULL.issuperset(cast("dict[str, Any]", assertion.schema.value))
            or is_valid(assertion.schema.value, None, fragments)
            else replace(assertion, takes_null=False)
        )
        for assertion in asserts
    )
    return asserts if all(assertion.takes_null for assertion in judged) else judged


def _keys(reader: Reader) -> dict[str, Any]:
    return cast("dict[str, Any]", reader.value)


def _asserted_groups(
    keywords: dict[str, Any], reader: Reader, shape: Schema
) -> Iterator[tuple[str, ...]]:
    """The groups of keywords of which the schema has the first one."""
    is_tuple = isinstance(shape, Array) and tuple_lengths(shape) is not None
    for group in _groups(keywords, kinds_of(reader), shape):
        if group[0] in keywords and not (is_tuple and group[0] == "prefixItems"):
            yield group
    for keyword in ("oneOf", "anyOf"):
        if is_only_asserting(tuple(reader.items(keyword))):
            yield (keyword,)


def _groups(
    keywords: dict[str, Any], kinds: tuple[str, ...], shape: Schema
) -> Iterator[tuple[str, ...]]:
    for group, kind in _GROUPS:
        concerned = not isinstance(shape, Enumeration) and (not kinds or kind in kinds)
        if kind is None or concerned:
            yield group
    if isinstance(shape, Enumeration):
        return
    yield from (("enum",), ("const",))
    if not kinds:
        yield from ((keyword,) for keyword in _uncovered(shape))
    elif isinstance(keywords.get("multipleOf"), float):
        yield ("multipleOf",)


def _uncovered(shape: Schema) -> Iterator[str]:
    """Keywords that the shape of a schema without a `type` leaves out."""
    yield from _OF_SCALARS
    if not isinstance(shape, Array):
        yield from (*_OF_ARRAYS, *_SHAPING["array"])
    if not isinstance(shape, Object):
        yield from (*_OF_OBJECTS, *_SHAPING["object"])
