"""Python types for formats: those that the user has chosen, or else apiloom's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from apiloom.api.resolved_api import ChosenType
from apiloom.api.schema.shapes import Primitive
from apiloom.core.text import Text
from apiloom.core.type_choice import imported
from apiloom.python.syntax.expression import (
    Call,
    Expression,
    Name,
    Symbol,
    Value,
    builtin,
    runtime,
)
from apiloom.python.targets.models import format_types
from apiloom.runtime.spellings import CHECKED, TYPED

_Typed = tuple[Expression, str]
"""A type, and what `is_spelled` calls its spelling."""
_KNOWN: Final = {Text(name): name for name in sorted(TYPED | CHECKED)}


def _of_runtime(module: str, name: str, spelling: str) -> _Typed:
    return runtime(module, name), spelling


_WORDS: Final[Mapping[tuple[str, Text], _Typed]] = {
    ("aware", Text("date-time")): _of_runtime("formats", "DateTime", "date-time"),
    ("naive", Text("date-time")): _of_runtime(
        "clock_formats", "NaiveDateTime", "date-time-local"
    ),
    ("datetime", Text("date-time")): _of_runtime(
        "clock_formats", "AnyDateTime", "date-time-any"
    ),
    ("aware", Text("time")): _of_runtime("clock_formats", "Time", "time"),
    ("naive", Text("time")): _of_runtime("clock_formats", "NaiveTime", "time-local"),
    ("time", Text("time")): _of_runtime("clock_formats", "AnyTime", "time-any"),
    ("timedelta", Text("duration")): _of_runtime(
        "durations", "ExactDuration", "duration-exact"
    ),
    ("ipaddress", Text("ipv4")): _of_runtime("network_formats", "Ipv4", "ipv4"),
    ("ipaddress", Text("ipv6")): _of_runtime("network_formats", "Ipv6", "ipv6"),
    ("url", Text("uri")): _of_runtime("network_formats", "Url", "uri"),
    ("url", Text("url")): _of_runtime("network_formats", "Url", "uri"),
}
_NUMBERS: Final = {
    "decimal": (runtime("decimal_numbers", "DecimalNumber"), "decimal"),
    "float": (runtime("digits", "Number"), "double"),
}


@dataclass(frozen=True, slots=True)
class FormatTypes:
    """Types of primitives; `chosen` are the user's, by JSON type and format."""

    chosen: Mapping[tuple[str, Text], ChosenType]

    def type_of(self, schema: Primitive) -> Expression:
        """The type of a primitive before its constraints."""
        chosen = self._chosen(schema)
        if chosen is None:
            return format_types.primitive_type(self.as_judged(schema))
        symbol = imported(chosen.to)
        if symbol is not None:
            return Name(Symbol(*symbol))
        return self._by_word(chosen)

    def given(self, schema: Primitive) -> Expression:
        """The type of what a caller passes."""
        chosen = self._chosen(schema)
        if chosen is None or chosen.to == "float":
            return format_types.input_type(self.as_judged(schema))
        return self.type_of(schema)

    def has_own_type(self, schema: Primitive) -> bool:
        """Whether the value is neither plain text nor a plain number."""
        chosen = self._chosen(schema)
        if chosen is None:
            return format_types.has_own_type(schema)
        return chosen.to not in {"str", "float"}

    def is_users(self, schema: Primitive) -> bool:
        """Whether apiloom knows nothing of the type: it is the user's own."""
        chosen = self._chosen(schema)
        return chosen is not None and imported(chosen.to) is not None

    def check(self, schema: Primitive) -> Iterator[Expression]:
        """The marker for text that has a spelling, and no type of its own."""
        chosen = self._chosen(schema)
        if chosen is None:
            yield from format_types.format_check(schema)
        elif chosen.to == "str" and chosen.format in _KNOWN:
            yield Call(runtime("formats", "Format"), (Value(chosen.format),))

    def as_judged(self, schema: Primitive) -> Primitive:
        """The schema with the format that values of the type are judged by."""
        chosen = self._chosen(schema)
        if chosen is None:
            return schema
        spelling = self._spelling(chosen)
        format_ = None if spelling is None else Text(spelling)
        return Primitive(
            schema.id,
            schema.kind,
            format_,
            schema.constraints,
            nullable=schema.nullable,
            asserts=schema.asserts,
            notes=schema.notes,
        )

    def spellings(self) -> Mapping[str, str | None]:
        """What the evaluator has to take for a format of strings; None for nothing."""
        renamed: dict[str, str | None] = {}
        for format_, name in _KNOWN.items() if self.chosen else ():
            chosen = self.chosen.get(("string", format_))
            if chosen is not None:
                renamed[name] = self._spelling(chosen)
        return renamed

    def _chosen(self, schema: Primitive) -> ChosenType | None:
        if schema.format is None or not self.chosen:
            return None
        return self.chosen.get((schema.kind, schema.format))

    def _by_word(self, chosen: ChosenType) -> Expression:
        if chosen.to == "str":
            return builtin("str")
        typed = _WORDS.get((chosen.to, chosen.format))
        return (typed or _NUMBERS[chosen.to])[0]

    def _spelling(self, chosen: ChosenType) -> str | None:
        if ":" in chosen.to:
            return None
        if chosen.to == "str":
            return _KNOWN.get(chosen.format)
        typed = _WORDS.get((chosen.to, chosen.format))
        return (typed or _NUMBERS[chosen.to])[1]
