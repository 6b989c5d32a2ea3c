"""The rules of `streams`: a kind of value of the configuration."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from apiloom.cli.config.config_place import Place, text_of
from apiloom.cli.config.value_kinds import Json
from apiloom.core.stream_rule import StreamRule

_KEYS = ("operation", "sentinel")
_EXPECTED = "a table with the texts `operation` and `sentinel`, of one line each"


@dataclass(frozen=True, slots=True)
class StreamRules:
    """A list of rules, each a table of an operation and what ends its stream."""

    summary: str = "list of rules"

    @property
    def schema(self) -> Json:
        """An array of tables."""
        text: Json = {"type": "string", "minLength": 1}
        rule: Json = {
            "type": "object",
            "properties": dict.fromkeys(_KEYS, text),
            "required": [*_KEYS],
            "additionalProperties": False,
        }
        return {"type": "array", "items": rule}

    def read(self, value: Any, at: Place) -> tuple[StreamRule, ...] | None:
        """The rules, in the order of the file: the first that fits counts."""
        if not isinstance(value, list):
            at.wrong("a list of rules, each with `operation` and `sentinel`")
            return None
        return tuple(self._rules(value, at))

    def _rules(self, tables: list[Any], at: Place) -> Iterator[StreamRule]:
        for number, table in enumerate(tables):
            place = at.below(number)
            texts = (
                [text_of(table.get(key)) for key in _KEYS]
                if isinstance(table, dict)
                else []
            )
            operation, sentinel = texts or (None, None)
            if operation is None or sentinel is None or len(sentinel.splitlines()) > 1:
                place.wrong(_EXPECTED)
                continue
            unknown = [key for key in table if key not in _KEYS]
            for key in unknown:
                place.unknown(key, _KEYS)
            if not unknown:
                yield StreamRule(operation, sentinel, place.where, at.shared)
