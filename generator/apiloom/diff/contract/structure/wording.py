"""Values of a document in words of a sentence: quoted, short, without surprises."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from apiloom.api.schema.flat_schema import Bound, PlacedValue
from apiloom.api.schema.shapes import JsonValue
from apiloom.core.location import tokens_of
from apiloom.core.text import Text, and_more, reveal, visible
from apiloom.document.source.tree import spelled

_MANY: Final = 5
_LONG: Final = 60
_HUGE: Final = 10**30
_OPEN: Final = {"exclusiveMinimum": -1, "exclusiveMaximum": 1}
"""Open limits of numbers, and where they are from the first whole number within."""
_ORDER: Final = ("object", "array", "string", "number", "integer", "boolean", "null")


def quoted(text: str) -> str:
    """Text of a document in quotes, cut where it is long."""
    cut = text if len(text) <= _LONG else f"{text[: _LONG - 1]}…"
    return f"'{visible(cut)}'"


def quoted_values(values: Iterable[object]) -> str:
    """Some values, the first few of them."""
    words = [quoted_value(value) for value in values]
    return ", ".join(words[:_MANY]) + and_more(len(words) - _MANY)


def quoted_value(value: object) -> str:
    """One value: text in quotes, a number as it is, anything else as JSON."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Bound():
            return (
                f"{quoted_value(value.value)}{' (excluded)' if value.exclusive else ''}"
            )
        case int() | float():
            return spelled(value) if isinstance(value, float) else _whole(value)
        case Text():
            return quoted(reveal(value))
        case str():
            return quoted(value)
        case JsonValue():
            return as_json(value.value)
        case _:
            return as_json(value)


def words_for(placed: PlacedValue[object] | None) -> str:
    """The value that stands somewhere; nothing where there is none."""
    if placed is None:
        return ""
    keyword = tokens_of(placed.where)[-1:]
    if isinstance(placed.value, Bound) and keyword and keyword[0] in _OPEN:
        # Of whole numbers it is kept as the first one within.
        step = 0 if placed.value.exclusive else _OPEN[keyword[0]]
        return quoted_value(Bound(placed.value.value + step, step or placed.value.step))
    return quoted_value(placed.value)


def as_json(value: object) -> str:
    """A value as JSON, if it is short."""
    if isinstance(value, dict | list):
        items = value.values() if isinstance(value, dict) else value
        if len(value) > _MANY or any(isinstance(item, dict | list) for item in items):
            return "an object" if isinstance(value, dict) else "an array"
        if isinstance(value, dict):
            pairs = (
                f"{visible(key)}: {quoted_value(item)}" for key, item in value.items()
            )
            return f"{{{', '.join(pairs)}}}"
        return f"[{', '.join(map(quoted_value, value))}]"
    return quoted_value(value)


def _whole(value: int) -> str:
    """A whole number; one with thousands of digits is none that people read."""
    return str(value) if abs(value) < _HUGE else "a huge number"


def type_names(types: Iterable[str]) -> str:
    """Types as people name them: whole numbers are numbers."""
    names = set(types)
    if "number" in names:
        names.discard("integer")
    if not names:
        return "no type"
    if len(names) >= len(_ORDER) - 2:
        return "any type"
    return " or ".join(type_ for type_ in _ORDER if type_ in names)
