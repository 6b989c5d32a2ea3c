"""The rules of `pages`: a kind of value of the configuration."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from apiloom.cli.config.config_place import Place, text_of
from apiloom.cli.config.value_kinds import Json
from apiloom.core.page_rule import NEEDED, PAGE_KINDS, POINTERS, PageRule, is_whole

_KEYS = ("operation", "kind", "parameter", *POINTERS, "first")


@dataclass(frozen=True, slots=True)
class PageRules:
    """A list of rules, each a table of an operation, a kind, and where things are."""

    summary: str = "list of rules"

    @property
    def schema(self) -> Json:
        """An array of tables."""
        text: Json = {"type": "string", "minLength": 1}
        pointer: Json = {"type": "string", "pattern": "^(/|$)"}
        rule: Json = {
            "type": "object",
            "properties": {
                "operation": text,
                "kind": {"enum": [*PAGE_KINDS]},
                "parameter": text,
                **dict.fromkeys(POINTERS, pointer),
                "first": {"type": "integer"},
            },
            "required": ["operation", "kind"],
            "additionalProperties": False,
        }
        return {"type": "array", "items": rule}

    def read(self, value: Any, at: Place) -> tuple[PageRule, ...] | None:
        """The rules, in the order of the file: the first that fits counts."""
        if not isinstance(value, list):
            at.wrong("a list of rules, each with `operation` and `kind`")
            return None
        rules = (self._rule(table, at.below(n)) for n, table in enumerate(value))
        return tuple(rule for rule in rules if rule is not None)

    def _rule(self, table: Any, at: Place) -> PageRule | None:
        if not isinstance(table, dict) or text_of(table.get("operation")) is None:
            at.wrong("a table with the texts `operation` and `kind`")
            return None
        unknown = [key for key in table if key not in _KEYS]
        for key in unknown:
            at.unknown(key, _KEYS)
        kind = next((known for known in PAGE_KINDS if known == table.get("kind")), None)
        if kind is None:
            at.below("kind").wrong("one of " + ", ".join(PAGE_KINDS))
            return None
        wrong = [*_wrong(table, at)]
        for place, expected in wrong:
            place.wrong(expected)
        if unknown or wrong:
            return None
        texts = {key: table[key] for key in ("parameter", *POINTERS) if key in table}
        rule = PageRule(
            table["operation"],
            kind,
            **texts,
            first=table.get("first"),
            where=at.where,
            shared=at.shared,
        )
        if not is_whole(rule):
            message = f"pages of the kind {kind!a} cannot be found so"
            at.error("config-wrong-type", message, f"they need {NEEDED[kind]}")
            return None
        return rule


def _wrong(table: dict[str, Any], at: Place) -> Iterator[tuple[Place, str]]:
    if "parameter" in table and text_of(table["parameter"]) is None:
        yield at.below("parameter"), "the name of a query parameter or of a property"
    for name in POINTERS:
        pointer = table.get(name, "")
        if not isinstance(pointer, str) or pointer[:1] not in ("", "/"):
            yield at.below(name), "a JSON pointer, such as '/data'"
    first = table.get("first", 0)
    if not isinstance(first, int) or isinstance(first, bool):
        yield at.below("first"), "a whole number"
