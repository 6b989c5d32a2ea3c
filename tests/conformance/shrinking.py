"""The smallest schemas that still show a difference: keywords go one after another."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any, Final

from tests.shapes import COMPONENT_POINTER, Schema

_KEYWORDS_WITH_MEMBERS: Final = frozenset(
    {"allOf", "anyOf", "oneOf", "enum", "required", "prefixItems", "type"}
)


def shrunk(value: Any, still: Callable[[Any], bool], most: int = 300) -> Any:
    """A smaller JSON value of which `still` holds; at most so many are tried."""
    tried = 0
    smaller = True
    while smaller:
        smaller = False
        for candidate in _smaller(value):
            tried += 1
            if tried > most:
                return value
            if still(candidate):
                value, smaller = candidate, True
                break
    return value


def _smaller(value: Any) -> Iterator[Any]:
    """The value without one of its parts, the greatest parts first."""
    places: list[tuple[Any, ...]] = [()]
    for place in places:
        inner = _at(value, place)
        if isinstance(inner, dict):
            places += [(*place, key) for key in inner]
        elif isinstance(inner, list):
            places += [(*place, index) for index in range(len(inner))]
    for place in places[1:]:
        without = copy.deepcopy(value)
        owner = _at(without, place[:-1])
        del owner[place[-1]]
        if owner or not _KEYWORDS_WITH_MEMBERS.intersection(place[-2:-1]):
            yield without
    for place in places[1:]:
        inner = _at(value, place)
        if isinstance(inner, dict) and inner and "$ref" not in inner:
            lifted = copy.deepcopy(value)
            _at(lifted, place[:-1])[place[-1]] = {}
            yield lifted


def _at(value: Any, place: tuple[Any, ...]) -> Any:
    for key in place:
        value = value[key]
    return value


def reached(schemas: Schema, name: str) -> Schema:
    """The component and all that it refers to."""
    names = [name]
    for reached_name in names:
        work = [schemas[reached_name]]
        while work:
            value = work.pop()
            if isinstance(value, list):
                work += value
            elif isinstance(value, dict):
                work += value.values()
            elif isinstance(value, str):
                target = value.removeprefix(f"#{COMPONENT_POINTER}")
                if target in schemas and target != value and target not in names:
                    names.append(target)
    return {each: schemas[each] for each in names}
