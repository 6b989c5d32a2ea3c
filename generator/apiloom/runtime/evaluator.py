"""JSON Schema 2020-12 on values as they came, for keywords that no type expresses.

A schema is a boolean or a dictionary of keywords; a `$ref` in it is a key of the
`definitions` beside it. Formats are judged as where a type expresses them.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from .json_values import as_written, canonical, is_multiple
from .narrowing import is_array, is_number, is_object
from .patterns import is_found
from .spellings import is_of_format

_PASSING_ON = frozenset({"$ref", "allOf"})
"""Keywords that fail because of another one in the same place."""
_DEEPEST = 150
"""Levels of schemas within values; beyond them a value is refused."""


class TooDeepError(ValueError):
    """The value nests deeper than it is judged."""


class Seen:
    """Which properties and items a schema has looked at (core, section 11)."""

    __slots__ = ("items", "names")

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.items: set[int] = set()

    def add(self, other: "Seen") -> None:
        """What a schema in the same place has looked at counts too."""
        self.names |= other.names
        self.items |= other.items


class Evaluator:
    """Judges values; `refused_by` names the keyword that failed, where it is plain.

    If that is `oneOf` or `anyOf`, `union` has its members and what they judged.
    """

    def __init__(self, definitions: Mapping[str, Any]) -> None:
        self.definitions = definitions
        self.refused_by = ""
        self.union: tuple[list[Any], Any] = [], None
        self._depth = 0
        self._open: set[tuple[str, int]] = set()

    def accepts(self, schema: Any, value: Any) -> bool:
        """Whether the value satisfies the schema; may raise `TooDeepError`."""
        return self.evaluate(schema, value) is not None

    def evaluate(self, schema: Any, value: Any) -> Seen | None:
        """What the schema looked at, or None if it refuses the value."""
        seen = Seen()
        if not is_object(schema):
            return None if schema is False else seen
        if self._depth > _DEEPEST:
            raise TooDeepError
        self._depth += 1
        try:
            failed = _first_failed(_KEYWORDS, self, schema, value, seen)
            if failed is None and not schema.keys().isdisjoint(_LEFT_OVER):
                failed = _first_failed(_LEFT_OVER, self, schema, value, seen)
            if failed is not None:
                counted = failed == "if" and self.refused_by == "oneOf"
                if failed not in _PASSING_ON and not counted:
                    self.refused_by = failed
                return None
        finally:
            self._depth -= 1
        return seen

    def failed_keyword(self, schema: dict[str, Any], value: Any) -> str | None:
        """The keyword by which the schema refuses the value; None if it does not."""
        return _first_failed(_KEYWORDS | _LEFT_OVER, self, schema, value, Seen())

    def follow(self, reference: str, value: Any) -> Seen | None:
        """Judge by a definition; one that leads back to itself adds nothing."""
        step = (reference, id(value))
        if step in self._open:
            return Seen()
        self._open.add(step)
        try:
            return self.evaluate(self.definitions[reference], value)
        finally:
            self._open.discard(step)


_Check: TypeAlias = Callable[[Evaluator, dict[str, Any], Any, Seen], bool]


def _first_failed(
    checks: dict[str, _Check],
    judge: Evaluator,
    schema: dict[str, Any],
    value: Any,
    seen: Seen,
) -> str | None:
    """The first keyword of the schema that refuses the value."""
    for keyword in schema:
        if keyword in checks and not checks[keyword](judge, schema, value, seen):
            return keyword
    return None


_TYPES: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "array": is_array,
    "object": is_object,
    "number": is_number,
    "integer": lambda value: is_number(value) and value == value // 1,
}


def _type(_: Evaluator, schema: dict[str, Any], value: Any, __: Seen) -> bool:
    listed = schema["type"]
    kinds: list[str] = listed if is_array(listed) else [listed]
    return any(_TYPES[kind](value) for kind in kinds)


def _enum(_: Evaluator, schema: dict[str, Any], value: Any, __: Seen) -> bool:
    found = canonical(value)
    return any(canonical(each) == found for each in schema["enum"])


def _const(_: Evaluator, schema: dict[str, Any], value: Any, __: Seen) -> bool:
    return canonical(schema["const"]) == canonical(value)


def _format(_: Evaluator, schema: dict[str, Any], value: Any, __: Seen) -> bool:
    return is_of_format(schema["format"], value)


def _simple(
    keyword: str, concerns: Callable[[Any], bool], fits: Callable[[Any, Any], bool]
) -> _Check:
    """A keyword that compares a value of some type with a limit."""

    def check(_: Evaluator, schema: dict[str, Any], value: Any, __: Seen) -> bool:
        return not concerns(value) or fits(value, schema[keyword])

    return check


def _bound(keyword: str, fits: Callable[[Any, Any], bool]) -> _Check:
    """A limit of numbers, both as they are written."""

    def check(_: Evaluator, schema: dict[str, Any], value: Any, __: Seen) -> bool:
        return not is_number(value) or fits(
            as_written(value), as_written(schema[keyword])
        )

    return check


def _is_unique(items: list[Any], unique: bool) -> bool:
    return not unique or len({canonical(item) for item in items}) == len(items)


def _all_there(value: dict[str, Any], names: list[str]) -> bool:
    return all(name in value for name in names)


def _dependent_required(value: dict[str, Any], needs: dict[str, list[str]]) -> bool:
    return all(_all_there(value, needs[name]) for name in needs if name in value)


def _contains(judge: Evaluator, schema: dict[str, Any], value: Any, seen: Seen) -> bool:
    if not is_array(value):
        return True
    found = {
        index
        for index, item in enumerate(value)
        if judge.accepts(schema["contains"], item)
    }
    seen.items |= found
    least, most = schema.get("minContains", 1), schema.get("maxContains", len(value))
    return bool(least <= len(found) <= most)


def _properties(
    judge: Evaluator, schema: dict[str, Any], value: Any, seen: Seen
) -> bool:
    if not is_object(value):
        return True
    for name, member in schema["properties"].items():
        if name in value:
            seen.names.add(name)
            if not judge.accepts(member, value[name]):
                return False
    return True


def _pattern_properties(
    judge: Evaluator, schema: dict[str, Any], value: Any, seen: Seen
) -> bool:
    if not is_object(value):
        return True
    for pattern, member in schema["patternProperties"].items():
        for name in value:
            if is_found(pattern, name):
                seen.names.add(name)
                if not judge.accepts(member, value[name]):
                    return False
    return True


def _additional(
    judge: Evaluator, schema: dict[str, Any], value: Any, seen: Seen
) -> bool:
    if not is_object(value):
        return True
    named = schema.get("properties", {})
    patterns = schema.get("patternProperties", {})
    rest = [
        name
        for name in value
        if name not in named
        and not any(is_found(pattern, name) for pattern in patterns)
    ]
    seen.names.update(rest)
    member = schema["additionalProperties"]
    return _all_accepted(judge, member, [value[name] for name in rest])


def _all_accepted(judge: Evaluator, schema: Any, values: list[Any]) -> bool:
    """A loop, since a generator would cost each level another frame."""
    for value in values:
        if not judge.accepts(schema, value):
            return False
    return True


def _property_names(
    judge: Evaluator, schema: dict[str, Any], value: Any, _: Seen
) -> bool:
    if not is_object(value):
        return True
    return _all_accepted(judge, schema["propertyNames"], list(value))


def _prefix_items(
    judge: Evaluator, schema: dict[str, Any], value: Any, seen: Seen
) -> bool:
    if not is_array(value):
        return True
    for index, (member, item) in enumerate(
        zip(schema["prefixItems"], value, strict=False)
    ):
        seen.items.add(index)
        if not judge.accepts(member, item):
            return False
    return True


def _items(judge: Evaluator, schema: dict[str, Any], value: Any, seen: Seen) -> bool:
    if not is_array(value):
        return True
    start = len(schema.get("prefixItems", ()))
    seen.items.update(range(start, len(value)))
    return _all_accepted(judge, schema["items"], value[start:])


def _unevaluated_items(
    judge: Evaluator, schema: dict[str, Any], value: Any, seen: Seen
) -> bool:
    if not is_array(value):
        return True
    rest = [item for index, item in enumerate(value) if index not in seen.items]
    seen.items.update(range(len(value)))
    return _all_accepted(judge, schema["unevaluatedItems"], rest)


def _unevaluated_properties(
    judge: Evaluator, schema: dict[str, Any], value: Any, seen: Seen
) -> bool:
    if not is_object(value):
        return True
    rest = [each for name, each in value.items() if name not in seen.names]
    seen.names.update(value)
    return _all_accepted(judge, schema["unevaluatedProperties"], rest)


def _all_of(judge: Evaluator, schema: dict[str, Any], value: Any, seen: Seen) -> bool:
    for member in schema["allOf"]:
        found = judge.evaluate(member, value)
        if found is None:
            return False
        seen.add(found)
    return True


def _fitting(judge: Evaluator, members: list[Any], value: Any, seen: Seen) -> int:
    count = 0
    for member in members:
        found = judge.evaluate(member, value)
        if found is not None:
            seen.add(found)
            count += 1
    judge.union = members, value
    return count


def _any_of(judge: Evaluator, schema: dict[str, Any], value: Any, seen: Seen) -> bool:
    return _fitting(judge, schema["anyOf"], value, seen) > 0


def _one_of(judge: Evaluator, schema: dict[str, Any], value: Any, seen: Seen) -> bool:
    return _fitting(judge, schema["oneOf"], value, seen) == 1


def _not(judge: Evaluator, schema: dict[str, Any], value: Any, _: Seen) -> bool:
    return not judge.accepts(schema["not"], value)


def _if(judge: Evaluator, schema: dict[str, Any], value: Any, seen: Seen) -> bool:
    found = judge.evaluate(schema["if"], value)
    if found is not None:
        seen.add(found)
    branch = schema.get("else" if found is None else "then", True)
    judge.refused_by = "if"  # or else `oneOf`, if that is what the branch counts
    chosen = judge.evaluate(branch, value)
    seen.add(chosen or Seen())
    return chosen is not None


def _dependent_schemas(
    judge: Evaluator, schema: dict[str, Any], value: Any, seen: Seen
) -> bool:
    if not is_object(value):
        return True
    for name, member in schema["dependentSchemas"].items():
        found = judge.evaluate(member, value) if name in value else Seen()
        if found is None:
            return False
        seen.add(found)
    return True


def _ref(judge: Evaluator, schema: dict[str, Any], value: Any, seen: Seen) -> bool:
    found = judge.follow(schema["$ref"], value)
    if found is None:
        return False
    seen.add(found)
    return True


_is_text, _is_array, _is_object = _TYPES["string"], _TYPES["array"], _TYPES["object"]

_KEYWORDS: dict[str, _Check] = {
    "$ref": _ref,
    "type": _type,
    "enum": _enum,
    "const": _const,
    "format": _format,
    "minimum": _bound("minimum", lambda value, limit: value >= limit),
    "maximum": _bound("maximum", lambda value, limit: value <= limit),
    "exclusiveMinimum": _bound("exclusiveMinimum", lambda value, limit: value > limit),
    "exclusiveMaximum": _bound("exclusiveMaximum", lambda value, limit: value < limit),
    "multipleOf": _simple("multipleOf", is_number, is_multiple),
    "minLength": _simple("minLength", _is_text, lambda value, size: len(value) >= size),
    "maxLength": _simple("maxLength", _is_text, lambda value, size: len(value) <= size),
    "pattern": _simple("pattern", _is_text, lambda value, text: is_found(text, value)),
    "minItems": _simple("minItems", _is_array, lambda value, size: len(value) >= size),
    "maxItems": _simple("maxItems", _is_array, lambda value, size: len(value) <= size),
    "uniqueItems": _simple("uniqueItems", _is_array, _is_unique),
    "minProperties": _simple(
        "minProperties", _is_object, lambda value, size: len(value) >= size
    ),
    "maxProperties": _simple(
        "maxProperties", _is_object, lambda value, size: len(value) <= size
    ),
    "required": _simple("required", _is_object, _all_there),
    "dependentRequired": _simple("dependentRequired", _is_object, _dependent_required),
    "dependentSchemas": _dependent_schemas,
    "properties": _properties,
    "patternProperties": _pattern_properties,
    "additionalProperties": _additional,
    "propertyNames": _property_names,
    "prefixItems": _prefix_items,
    "items": _items,
    "contains": _contains,
    "allOf": _all_of,
    "anyOf": _any_of,
    "oneOf": _one_of,
    "not": _not,
    "if": _if,
}
_LEFT_OVER: dict[str, _Check] = {
    "unevaluatedItems": _unevaluated_items,
    "unevaluatedProperties": _unevaluated_properties,
}
"""Keywords about what all others have left over."""
