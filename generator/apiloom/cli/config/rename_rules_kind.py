"""The rules of `rename`: a kind of value of the configuration."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from apiloom.cli.config.config_place import Place
from apiloom.cli.config.value_kinds import Json
from apiloom.core.rename_rule import RENAME_KINDS, RenameRule, refusal

_KEYS = ("kind", "match", "to")


@dataclass(frozen=True, slots=True)
class Renames:
    """A list of rules, each a table of `kind`, `match` and `to`."""

    summary: str = "list of rules"

    @property
    def schema(self) -> Json:
        """An array of tables."""
        text = {"type": "string"}
        rule = {
            "type": "object",
            "properties": {
                "kind": {"enum": [*RENAME_KINDS]},
                "match": {**text, "format": "regex"},
                "to": text,
            },
            "required": [*_KEYS],
            "additionalProperties": False,
        }
        return {"type": "array", "items": rule}

    def read(self, value: Any, at: Place) -> tuple[RenameRule, ...] | None:
        """The rules, in the order of the file: the first that holds counts."""
        if not isinstance(value, list):
            at.wrong("a list of rules, each with `kind`, `match` and `to`")
            return None
        return tuple(self._rules(value, at))

    def _rules(self, items: list[Any], at: Place) -> Iterator[RenameRule]:
        for number, table in enumerate(items):
            place = at.below(number)
            if not isinstance(table, dict) or not all(
                isinstance(table.get(key), str) for key in _KEYS
            ):
                place.wrong("a table with the texts `kind`, `match` and `to`")
                continue
            unknown = [key for key in table if key not in _KEYS]
            for key in unknown:
                place.unknown(key, _KEYS)
            kind = next(
                (known for known in RENAME_KINDS if known == table["kind"]), None
            )
            if kind is None:
                place.below("kind").wrong("one of " + ", ".join(RENAME_KINDS))
                continue
            rule = RenameRule(kind, table["match"], table["to"], place.where)
            problem = refusal(rule)
            if problem is not None:
                hint = (
                    "a regular expression of Python, and a text with \\\\1 for groups"
                )
                place.error("config-wrong-type", problem, hint)
            elif not unknown:
                yield rule
