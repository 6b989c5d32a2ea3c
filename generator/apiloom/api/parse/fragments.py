"""Parts of schemas as plain JSON Schema, to be judged on values as they came.

A fragment keeps the keywords that judge and drops what is said beside them. References
in it are keys of `definitions`, so that a fragment can be printed with just those that
it leads to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, cast

from apiloom.api.parse.assertion_keywords import (
    NUMBERS,
    is_pattern,
    kinds_of,
    number_of,
    size_of,
)
from apiloom.api.parse.object_reader import Reader
from apiloom.api.schema.shapes import JsonValue, SchemaId
from apiloom.runtime.spellings import BITS, CHECKED, TYPED

SIZES: Final = (
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minContains",
    "maxContains",
    "minProperties",
    "maxProperties",
)
_ONE_SCHEMA: Final = frozenset(
    {
        "not",
        "if",
        "then",
        "else",
        "propertyNames",
        "contains",
        "items",
        "additionalProperties",
        "unevaluatedItems",
        "unevaluatedProperties",
    }
)
_SCHEMA_LISTS: Final = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
_SCHEMA_MAPS: Final = frozenset({"properties", "patternProperties", "dependentSchemas"})
_FORMATS: Final = frozenset({*TYPED, *CHECKED, *BITS})
"""Those that judge beside a type; any other is an annotation (validation, 7.2.1)."""
_DEEPEST: Final = 40
"""Levels of a fragment: it is printed as one literal."""


class _Unjudged(Exception):  # noqa: N818 - a way out of nested loops, never seen
    """This part of a schema cannot be judged."""


class _Task(NamedTuple):
    """A schema that is to be copied to `into[key]`."""

    reader: Reader
    into: Any
    key: str | int
    depth: int


@dataclass(slots=True)
class Fragments:
    """Copies parts of schemas; `definitions` are those parts that can be judged."""

    definitions: dict[str, Any] = field(default_factory=dict)
    _keys: dict[SchemaId, str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)
    _queue: list[tuple[str, Reader]] = field(default_factory=list)
    _one_ofs: dict[SchemaId, list[dict[str, Any]]] = field(default_factory=dict)
    """Every copy of a schema with `oneOf`, by the place of that schema."""
    _uncounted: set[SchemaId] = field(default_factory=set)
    _below: list[_Task] = field(default_factory=list)
    """What has been copied below keywords, but for members of `allOf`."""

    def of(self, reader: Reader, keywords: Iterable[str] | None = None) -> Any:
        """These keywords of the schema at `reader`, or all of them.

        The answer is `None`, with a warning, if they cannot be judged: a pattern is no
        pattern, or they nest too deep.
        """
        holder: list[Any] = [None]
        work = [_Task(reader, holder, 0, 0)]
        chosen = None if keywords is None else frozenset(keywords)
        try:
            while work:
                task = work.pop()
                task.into[task.key] = self._copied(task, chosen, work)
                chosen = None
        except _Unjudged:
            return None
        return holder[0]

    def run(self) -> None:
        """Copy everything that the fragments so far refer to."""
        while self._queue:
            key, reader = self._queue.pop()
            fragment = self.of(reader)
            if fragment is not None:
                self.definitions[key] = fragment
        for place in self._uncounted.intersection(self._one_ofs):
            for copy in self._one_ofs.pop(place):
                _take_for_any_of(copy)

    def count_none(self, reader: Reader) -> None:
        """Take the `oneOf` of the schema at `reader` for `anyOf`, wherever it judges.

        It does by the end of the next `run`, in what has been copied already too.
        """
        self._uncounted.add(SchemaId(reader.document, reader.pointer))

    def untyped(self) -> Iterator[tuple[SchemaId, dict[str, Any]]]:
        """The copies below keywords that have no `type`, and where they were made of.

        They may be given one. A copy of a member of `allOf` is none of them: what is
        said of a value is said by the whole.
        """
        for reader, into, key, _ in self._below:
            copy = into[key]
            if isinstance(copy, dict) and "type" not in copy:
                yield SchemaId(reader.document, reader.pointer), copy

    def known(self) -> dict[str, JsonValue]:
        """The definitions, to be handed on."""
        return {
            key: JsonValue(definition) for key, definition in self.definitions.items()
        }

    def _copied(
        self, task: _Task, chosen: frozenset[str] | None, work: list[_Task]
    ) -> Any:
        value = task.reader.value
        if not isinstance(value, dict):
            return value is not False
        if task.depth > _DEEPEST:
            task.reader.complain(
                "keyword-not-enforced",
                "nested too deep to be enforced by the generated models",
                "give the inner schemas names under components/schemas",
            )
            raise _Unjudged
        copy: dict[str, Any] = {}
        for keyword in value:
            if chosen is not None and keyword not in chosen:
                continue
            subschemas = list(_below(task.reader.at(keyword), keyword))
            if subschemas and keyword == "oneOf":
                place = SchemaId(task.reader.document, task.reader.pointer)
                self._one_ofs.setdefault(place, []).append(copy)
            if subschemas:
                self._add_schemas(copy, keyword, subschemas, task.depth, work)
                continue
            plain_value = self._plain(task.reader, keyword)
            if plain_value is not None:
                copy[keyword] = plain_value.value
        return copy

    def _add_schemas(
        self,
        copy: dict[str, Any],
        keyword: str,
        subschemas: list[tuple[str | int | None, Reader]],
        depth: int,
        work: list[_Task],
    ) -> None:
        """Make room for schemas in document order, and have them copied."""
        if subschemas[0][0] is None:
            copy[keyword] = None
            only = _Task(subschemas[0][1], copy, keyword, depth + 1)
            work.append(only)
            self._below.append(only)
            return
        is_list = keyword in _SCHEMA_LISTS
        room: Any = (
            [None] * len(subschemas)
            if is_list
            else {key: None for key, _ in subschemas}
        )
        copy[keyword] = room
        tasks = [
            _Task(subschema, room, cast("str | int", key), depth + 1)
            for key, subschema in subschemas
        ]
        work.extend(tasks)
        if keyword != "allOf":
            self._below.extend(tasks)
        if keyword == "patternProperties":
            for key, subschema in subschemas:
                check_pattern(subschema, str(key))

    def _plain(self, reader: Reader, keyword: str) -> JsonValue | None:
        """The value of a keyword that holds no schema, if it makes sense."""
        member = reader.at(keyword)
        match keyword:
            case "$ref":
                return JsonValue(self._key(reader.resolve(member.value)))
            case "type":
                return _kinds(reader)
            case "enum" | "const":
                return _data(member, keyword)
            case "pattern" | "format":
                return _of_text(reader, keyword)
            case "uniqueItems":
                return JsonValue(True) if reader.flag(keyword) else None
            case "required":
                return JsonValue(_strings(member))
            case "dependentRequired":
                return _needs(reader)
            case _:
                return _limit(reader, keyword)

    def _key(self, target: Reader | None) -> str:
        if target is None:
            raise _Unjudged
        schema_id = SchemaId(target.document, target.pointer)
        key = self._keys.get(schema_id)
        if key is None:
            key = f"#{target.pointer}"
            while key in self._taken:  # the same place in another document
                key = f"{target.document.rpartition('/')[2]}{key}"
            self._keys[schema_id] = key
            self._taken.add(key)
            self._queue.append((key, target))
        return key


def _take_for_any_of(copy: dict[str, Any]) -> None:
    """Make of `oneOf` in a copied schema what `anyOf` says."""
    members = copy.pop("oneOf")
    if "anyOf" in copy:
        copy["allOf"] = [*copy.get("allOf", []), {"anyOf": members}]
    else:
        copy["anyOf"] = members


def check_pattern(reader: Reader, pattern: str) -> None:
    """Warn of a pattern that is none, and give up what needs it."""
    if not is_pattern(reader, pattern):
        raise _Unjudged


def is_shallow(value: object, deepest: int = _DEEPEST) -> bool:
    """Whether a JSON value nests no deeper than can be judged and printed."""
    level = [value]
    for _ in range(deepest):
        level = [
            below
            for value in level
            if isinstance(value, dict | list)
            for below in (value.values() if isinstance(value, dict) else value)
        ]
        if not level:
            return True
    return False


def _below(member: Reader, keyword: str) -> Iterator[tuple[str | int | None, Reader]]:
    """The schemas in the value of a keyword: one alone, by index, or by name."""
    value = member.value
    if keyword in _ONE_SCHEMA and isinstance(value, dict | bool):
        yield None, member
    elif keyword in _SCHEMA_LISTS and isinstance(value, list):
        for index in range(len(value)):
            yield index, member.at(index)
    elif keyword in _SCHEMA_MAPS and isinstance(value, dict):
        for name in value:
            yield name, member.at(name)


def _data(member: Reader, keyword: str) -> JsonValue | None:
    if keyword == "enum" and not isinstance(member.value, list):
        return None
    if not is_shallow(member.value):
        member.complain(
            "keyword-not-enforced", f"`{keyword}` nests too deep to be enforced"
        )
        raise _Unjudged
    return JsonValue(member.value)


def _kinds(reader: Reader) -> JsonValue | None:
    kinds = kinds_of(reader)
    if not kinds:
        return None
    return JsonValue(list(kinds) if len(kinds) > 1 else kinds[0])


def _of_text(reader: Reader, keyword: str) -> JsonValue | None:
    """A pattern, or a format that judges values of the type beside it."""
    member = reader.at(keyword)
    if not isinstance(member.value, str):
        return None
    if keyword == "pattern":
        check_pattern(member, member.value)
        return JsonValue(member.value)
    is_typed = "type" in cast("dict[str, Any]", reader.value)
    return JsonValue(member.value) if is_typed and member.value in _FORMATS else None


def _strings(member: Reader) -> list[str]:
    listed = member.value if isinstance(member.value, list) else []
    return [item for item in listed if isinstance(item, str)]


def _needs(reader: Reader) -> JsonValue | None:
    listed = reader.object_member("dependentRequired")
    if listed is None:
        return None
    names = cast("dict[str, Any]", listed.value)
    return JsonValue({name: _strings(listed.at(name)) for name in names})


def _limit(reader: Reader, keyword: str) -> JsonValue | None:
    """A number; nothing for keywords that do not judge."""
    limit: int | float | None = None
    if keyword in NUMBERS or keyword == "multipleOf":
        limit = number_of(reader, keyword)
    elif keyword in SIZES:
        limit = size_of(reader, keyword)
    return None if limit is None else JsonValue(limit)
