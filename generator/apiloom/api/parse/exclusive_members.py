"""Whether the members of a `oneOf` exclude each other for a plain reason.

Where they do, a value that satisfies one cannot satisfy another, and nothing has to be
counted (JSON Schema core, section 10.2.1.3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, Final

from apiloom.api.parse.assertion_keywords import (
    NUMBERS,
    implied_kind,
    kinds_of,
    values_of,
)
from apiloom.api.parse.object_reader import Reader
from apiloom.runtime.json_values import canonical

_EVERY: Final = frozenset({"string", "number", "boolean", "null", "array", "object"})
_MOST_STEPS: Final = 50
_JUDGING: Final = frozenset(
    {
        *NUMBERS,
        *("multipleOf", "minLength", "maxLength", "pattern", "enum", "const"),
        *("not", "if", "allOf", "anyOf", "oneOf", "$ref", "$dynamicRef"),
    }
)


@dataclass(frozen=True, slots=True)
class _Profile:
    """What can be said of the values of a schema without judging any.

    `constants` are the only values of required properties; `names` are the properties
    of an object that has no others.
    """

    kinds: frozenset[str]
    required: frozenset[str]
    constants: dict[str, frozenset[object]]
    values: frozenset[object] | None
    names: frozenset[str] | None


def implied_kinds(members: tuple[Reader, ...]) -> dict[int, str]:
    """The types that members without one are taken to have, by index."""
    ends = ((index, _end(member)) for index, member in enumerate(members))
    kinds = {index: implied_kind(end) for index, end in ends if end is not None}
    return {index: kind for index, kind in kinds.items() if kind is not None}


def are_exclusive(
    members: tuple[Reader, ...], implied: Mapping[int, str] | None = None
) -> bool:
    """Whether no value satisfies two of these schemas, as far as that is plain.

    `implied` has the types that members are taken to have.
    """
    profiles = [_profile(member) for member in members]
    for index, kind in (implied or {}).items():
        profiles[index] = replace(profiles[index], kinds=frozenset({kind}))
    return all(_differ(one, two) for one, two in combinations(profiles, 2))


def overlapping(members: tuple[Reader, ...]) -> Reader | None:
    """A member that is fulfilled whenever another one is, if only a format differs.

    By the letter no value satisfies exactly one of `string` and `string` as a date. No
    author means that.
    """
    profiles = [_profile(member) for member in members]
    for index in sorted(range(len(members)), key=lambda at: _has_format(members[at])):
        member = members[index]
        others = [*profiles[:index], *profiles[index + 1 :]]
        if _is_bare(member) and any(
            profiles[index].kinds == other.kinds for other in others
        ):
            return member
    return None


def _is_bare(reader: Reader) -> bool:
    """Whether a schema says nothing but one type of scalar, and perhaps a format."""
    end = _end(reader)
    if end is None or not isinstance(end.value, dict):
        return False
    kinds = kinds_of(end)
    scalar = len(kinds) == 1 and kinds[0] not in ("object", "array", "null")
    return scalar and not any(keyword in _JUDGING for keyword in end.value)


def _has_format(reader: Reader) -> bool:
    return isinstance(reader.value, dict) and "format" in reader.value


def _differ(one: _Profile, two: _Profile) -> bool:
    if one.kinds.isdisjoint(two.kinds):
        return True
    if one.values is not None and two.values is not None:
        return one.values.isdisjoint(two.values)
    if one.kinds & two.kinds != {"object"}:
        return False
    shared = one.constants.keys() & two.constants.keys()
    if any(one.constants[name].isdisjoint(two.constants[name]) for name in shared):
        return True
    return _lacks(one, two) or _lacks(two, one)


def _lacks(closed: _Profile, other: _Profile) -> bool:
    """Whether one has no room for what the other requires."""
    return closed.names is not None and not other.required <= closed.names


def _profile(reader: Reader) -> _Profile:
    end = _end(reader)
    if end is None or not isinstance(end.value, dict):
        kinds = _EVERY if reader.value is not False else frozenset[str]()
        return _Profile(kinds, frozenset(), {}, None, None)
    values = _values(end)
    required = frozenset(
        item.value for item in end.items("required") if isinstance(item.value, str)
    )
    return _Profile(
        _kinds(end, values), required, _constants(end, required), values, _names(end)
    )


def _end(reader: Reader) -> Reader | None:
    """Where references end that have nothing beside them but annotations."""
    target: Reader | None = reader
    for _ in range(_MOST_STEPS):
        if target is None or not isinstance(target.value, dict):
            return target
        if "$ref" not in target.value:
            return target
        target = target.resolve(target.value["$ref"])
    return None


def _values(reader: Reader) -> frozenset[object] | None:
    listed = values_of(reader)
    if listed is None or any(isinstance(value, dict | list) for value in listed):
        return None
    return frozenset(map(canonical, listed))


def _kinds(reader: Reader, values: frozenset[object] | None) -> frozenset[str]:
    if values is not None:
        return frozenset(map(_kind_of, values))
    kinds = kinds_of(reader)
    if not kinds:
        return _EVERY
    return frozenset("number" if kind == "integer" else kind for kind in kinds)


def _kind_of(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, tuple):
        return "boolean"
    return "string" if isinstance(value, str) else "number"


def _constants(
    reader: Reader, required: frozenset[str]
) -> dict[str, frozenset[object]]:
    constants: dict[str, frozenset[object]] = {}
    properties = reader.object_member("properties")
    for name in sorted(required) if properties is not None else ():
        member = properties.member(name) if properties is not None else None
        end = None if member is None else _end(member)
        values = None if end is None else _values(end)
        if values is not None:
            constants[name] = values
    return constants


def _names(reader: Reader) -> frozenset[str] | None:
    keywords: Any = reader.value
    closed = keywords.get("additionalProperties") is False
    if not closed or "patternProperties" in keywords:
        return None
    properties = reader.object_member("properties")
    if properties is None or not isinstance(properties.value, dict):
        return frozenset()
    return frozenset(properties.value)
