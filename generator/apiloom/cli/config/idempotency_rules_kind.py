"""The rules of `idempotency`: a kind of value of the configuration."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from apiloom.cli.config.config_place import Place, text_of
from apiloom.cli.config.value_kinds import HEADER_NAME, Json
from apiloom.core.idempotency_rule import KEY_HEADER, IdempotencyRule

_KEYS = ("operation", "header")
_EXPECTED = "a pattern of operations, or a table of `operation` and `header`"


@dataclass(frozen=True, slots=True)
class IdempotencyRules:
    """A list of operations, each perhaps with the header field of its key."""

    summary: str = "list of patterns, or of tables of `operation` and `header`"

    @property
    def schema(self) -> Json:
        """An array of strings and tables."""
        text: Json = {"type": "string", "minLength": 1}
        rule: Json = {
            "type": "object",
            "properties": {
                "operation": text,
                "header": {"type": "string", "pattern": HEADER_NAME},
            },
            "required": ["operation"],
            "additionalProperties": False,
        }
        return {"type": "array", "items": {"anyOf": [text, rule]}}

    def read(self, value: Any, at: Place) -> tuple[IdempotencyRule, ...] | None:
        """The rules, in the order of the file: the first that fits counts."""
        if not isinstance(value, list):
            at.wrong("a list, each " + _EXPECTED)
            return None
        return tuple(self._rules(value, at))

    def _rules(self, rules: list[Any], at: Place) -> Iterator[IdempotencyRule]:
        for number, rule in enumerate(rules):
            place = at.below(number)
            table = rule if isinstance(rule, dict) else {"operation": rule}
            operation = text_of(table.get("operation"))
            header = text_of(table.get("header", KEY_HEADER))
            if operation is None or header is None:
                place.wrong(_EXPECTED)
                continue
            if not re.fullmatch(HEADER_NAME, header):
                place.below("header").wrong("the name of a header field")
                continue
            unknown = [key for key in table if key not in _KEYS]
            for key in unknown:
                place.unknown(key, _KEYS)
            if not unknown:
                yield IdempotencyRule(operation, header, place.where, at.shared)
