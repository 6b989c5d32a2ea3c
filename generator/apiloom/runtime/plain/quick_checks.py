"""Limits that are checked at once, in place of a walk over the schema."""

from collections.abc import Callable, Mapping
from operator import ge, gt, le, lt
from typing import Any, TypeAlias

from ..patterns import compiled

Check: TypeAlias = Callable[[Any], bool]
_EXACT = 2**53
"""Below this, floats are compared as their digits are."""


def surely(schema: Mapping[str, Any]) -> Check:
    """What is true of values that satisfy the schema, and of no others.

    Where it is false the schema may be satisfied all the same.
    """
    checks: list[Check] = []
    for keyword, limit in schema.items():
        make = _MAKERS.get(keyword)
        if make is None:
            return _never
        checks.append(make(limit))
    if len(checks) == 1:
        return checks[0]

    def check(value: Any) -> bool:
        return all(each(value) for each in checks)

    return check


def _never(_: Any) -> bool:
    return False


def _bound(fits: Callable[[Any, Any], bool]) -> Callable[[Any], Check]:
    def make(limit: Any) -> Check:
        if type(limit) is float and not -_EXACT < limit < _EXACT:
            return _never

        def check(value: Any) -> bool:
            is_exact = type(value) is float and -_EXACT < value < _EXACT
            return (is_exact or type(value) is int) and fits(value, limit)

        return check

    return make


def _size(of: type[Any], fits: Callable[[Any, Any], bool]) -> Callable[[Any], Check]:
    def make(limit: Any) -> Check:
        return lambda value: type(value) is of and fits(len(value), limit)

    return make


def _pattern(text: str) -> Check:
    search = compiled(text).search
    return lambda value: type(value) is str and search(value) is not None


def _multiple(step: Any) -> Check:
    if type(step) is not int:
        return _never
    return lambda value: type(value) is int and value % step == 0


_MAKERS: Mapping[str, Callable[[Any], Check]] = {
    "minimum": _bound(ge),
    "maximum": _bound(le),
    "exclusiveMinimum": _bound(gt),
    "exclusiveMaximum": _bound(lt),
    "multipleOf": _multiple,
    "minLength": _size(str, ge),
    "maxLength": _size(str, le),
    "pattern": _pattern,
    "minItems": _size(list, ge),
    "maxItems": _size(list, le),
    "minProperties": _size(dict, ge),
    "maxProperties": _size(dict, le),
}
