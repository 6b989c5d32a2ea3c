"""Types of msgspec that say the same as ours, and what they can be told apart by."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from math import ceil, floor
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin
from uuid import UUID

from msgspec import Meta, MsgspecError, Struct, convert

from ..patterns import compiled
from ..spellings import LONGEST, PATTERNS
from .enumerations import NumberEnum, OpenNumberEnum, OpenTextEnum, TextEnum
from .marks import Read


def enumeration(type_: type[Enum]) -> Any:
    """The enumeration itself; None if it is read in a way of its own."""
    is_open = issubclass(type_, OpenTextEnum | OpenNumberEnum)
    return type_ if issubclass(type_, TextEnum | NumberEnum) and not is_open else None


SCALARS: dict[Any, Any] = {
    Any: Any,
    object: Any,
    str: str,
    bool: bool,
    int: int,
    float: int | float,
    None: NoneType,
    NoneType: NoneType,
}


def kind_of(native: Any) -> Any:
    """Which values of JSON a type has; None if these are of several kinds."""
    while get_origin(native) is Annotated:
        native = get_args(native)[0]
    origin = get_origin(native)
    if origin is Literal:
        return str
    if origin in (list, tuple):
        return list
    if origin is dict:
        return dict
    if not isinstance(native, type):
        return None
    if issubclass(native, Struct):
        return dict
    if native is date or issubclass(native, TextEnum):
        return str
    if issubclass(native, NumberEnum):
        return int
    return native if native in (str, bool, int, NoneType) else None


_LENGTHS: Mapping[str, tuple[Any, str]] = {
    "minLength": (str, "min_length"),
    "maxLength": (str, "max_length"),
    "minItems": (list, "min_length"),
    "maxItems": (list, "max_length"),
    "minProperties": (dict, "min_length"),
    "maxProperties": (dict, "max_length"),
}
_BOUNDS: Mapping[str, tuple[str, str, Callable[[Any], int]]] = {
    "minimum": ("ge", "ge", ceil),
    "maximum": ("le", "le", floor),
    "exclusiveMinimum": ("gt", "ge", lambda limit: floor(limit) + 1),
    "exclusiveMaximum": ("lt", "le", lambda limit: ceil(limit) - 1),
}
"""Limits as floats have them, and as integers do."""
_ONE_SIDED = ({"ge", "gt"}, {"le", "lt"})
"""Limits of one side, of which msgspec takes one."""
_EXACT = 2**53
"""Below this, floats are compared as their digits are."""
_MOST = 2**63


def limited(native: Any, plain: Any, keywords: Iterable[tuple[str, Any]]) -> Any:
    """The type with limits that say the same as these keywords; None if none do."""
    kind = get_origin(plain) or plain
    if kind in (int, float):
        return _bounded(kind, keywords)
    limits: dict[str, Any] = {}
    for keyword, limit in keywords:
        found = _limits_of_text(keyword, limit) if kind is str else {}
        is_length = keyword in _LENGTHS and _LENGTHS[keyword][0] is kind
        if is_length and limit < _MOST:
            found = {_LENGTHS[keyword][1]: limit}
        if not found or not limits.keys().isdisjoint(found):
            return None
        if not all(_is_length(value) for value in found.values()):
            return None
        limits |= found
    return Annotated[native, Meta(**limits)]


def _is_length(limit: object) -> bool:
    """Whether msgspec takes it for a length; what limits patterns is text."""
    return not isinstance(limit, int) or 0 <= limit < _MOST


def _bounded(kind: Any, keywords: Iterable[tuple[str, Any]]) -> Any:
    """Integers, or all numbers, within bounds; both compare as their digits do."""
    bounds: dict[str, list[int]] = {}
    of_floats: dict[str, float] = {}
    for keyword, limit in keywords:
        if keyword not in _BOUNDS:
            return None
        for_floats, name, whole = _BOUNDS[keyword]
        if kind is float and (for_floats in of_floats or abs(limit) >= _EXACT):
            return None
        if not -_MOST <= whole(limit) < _MOST:
            return None
        bounds.setdefault(name, []).append(whole(limit))
        of_floats[for_floats] = limit
    if kind is float and any(pair <= of_floats.keys() for pair in _ONE_SIDED):
        return None
    within: dict[str, Any] = {
        name: max(found) if name == "ge" else min(found)
        for name, found in bounds.items()
    }
    integers = Annotated[int, Meta(**within)]
    if kind is int:
        return integers
    floats: dict[str, Any] = {name: float(limit) for name, limit in of_floats.items()}
    return integers | Annotated[float, Meta(**floats)]


def _limits_of_text(keyword: str, limit: Any) -> dict[str, Any]:
    if keyword == "pattern":
        return {"pattern": f"(?a){compiled(limit).pattern}"}
    if keyword == "format" and limit in PATTERNS:
        pattern = {"pattern": rf"\A(?:{PATTERNS[limit]})\Z"}
        return pattern | ({"max_length": LONGEST[limit]} if limit in LONGEST else {})
    return {}


def _uuid_or(read: Read) -> Read:
    def read_uuid(data: Any) -> Any:
        if type(data) is str and len(data) == 36:
            try:
                return convert(data, UUID)
            except MsgspecError:
                pass
        return read(data)

    return read_uuid


def _moment_or(read: Read) -> Read:
    """To the microsecond, and with an offset as it is usually spelled."""

    def read_moment(data: Any) -> Any:
        if type(data) is str and 19 < len(data) < 33 and data[10] in "Tt":
            is_utc = data[-1] in "Zz" and len(data) < 28
            if is_utc or (data[-6] in "+-" and data[-3] == ":"):
                try:
                    return convert(data, datetime)
                except MsgspecError:
                    pass
        return read(data)

    return read_moment


QUICK: Mapping[str, Callable[[Read], Read]] = {
    "uuid": _uuid_or,
    "date-time": _moment_or,
}
"""Formats of which msgspec reads most texts as the readers do."""
