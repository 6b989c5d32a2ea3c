"""What is said of changes: kinds of values of the configuration for `apiloom diff`.

A gate fails closed: what cannot be read here is an error, never an entry less.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from apiloom.cli.config.config_place import Place, text_of
from apiloom.cli.config.value_kinds import Json
from apiloom.core.acceptance import place_of
from apiloom.core.change_policy import AcceptedChange, numbers_of

_TEXTS: Final = ("reason", "rule", "python", "operation", "pointer", "until-version")
_KEYS: Final = (*_TEXTS, "until")
_OPERATION: Final = r"^[A-Z*]+ \S"
_VERSION: Final = "^[vV]?[0-9]"
_DAY: Final = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_PREFIX: Final = "^/[^{}?#]*[^/{}?#]$"
_LEVELS: Final = ("breaking", "risky", "compatible", "documentation")


@dataclass(frozen=True, slots=True)
class AcceptChanges:
    """A list of entries, each a table of what is accepted, why, and until when."""

    summary: str = "list of tables with `reason`"

    @property
    def schema(self) -> Json:
        """An array of tables; to editors, a date of TOML is a string."""
        text: Json = {"type": "string", "minLength": 1}
        members = dict.fromkeys(_TEXTS, text) | {
            "operation": {"type": "string", "pattern": _OPERATION},
            "until-version": {"type": "string", "pattern": _VERSION},
            "until": {"type": "string", "pattern": _DAY},
        }
        entry: Json = {
            "type": "object",
            "properties": members,
            "required": ["reason"],
            "oneOf": [
                {"required": ["rule"]},
                {"required": ["python"], "properties": {"pointer": False}},
            ],
            "additionalProperties": False,
        }
        return {"type": "array", "items": entry}

    def read(self, value: Any, at: Place) -> tuple[AcceptedChange, ...] | None:
        """The entries, in the order of the file."""
        if not isinstance(value, list):
            at.wrong("a list of tables, each with `rule` or `python`, and `reason`")
            return None
        read = (_entry(table, at.below(n)) for n, table in enumerate(value))
        return tuple(entry for entry in read if entry is not None)


def _entry(table: Any, at: Place) -> AcceptedChange | None:
    if not isinstance(table, dict):
        at.wrong("a table with `rule` or `python`, and `reason`")
        return None
    unknown = [key for key in table if key not in _KEYS]
    for key in unknown:
        at.unknown(key, _KEYS)
    wrong = list(_wrong(table, at))
    for place, expected in wrong:
        place.wrong(expected)
    if unknown or wrong:
        return None
    if "rule" in table and not _is_rule(table["rule"], at.below("rule")):
        return None
    try:
        document, pointer = place_of(table.get("pointer", ""))
    except ValueError as error:
        at.below("pointer").error("config-wrong-type", f"'accept-changes': {error}")
        return None
    texts = {key: table[key] for key in ("rule", "python", "operation") if key in table}
    return AcceptedChange(
        table["reason"],
        **texts,
        pointer=pointer,
        document=document,
        until=_day(table.get("until")),
        until_version=table.get("until-version", ""),
        where=at.where,
        shared=at.shared,
    )


def _wrong(table: dict[str, Any], at: Place) -> Iterator[tuple[Place, str]]:
    """What the parts of an entry must be, where they are not."""
    if ("rule" in table) == ("python" in table):
        yield at, "a table with either `rule` or `python`, and `reason`"
    elif "python" in table and "pointer" in table:
        yield at.below("pointer"), "left out beside `python`: it is for the contract"
    if "reason" not in table:
        yield at, "a table with `reason`, which says why"
    for key in _TEXTS:
        if key in table and text_of(table[key]) is None:
            yield at.below(key), "a text"
            return
    operation = table.get("operation", "GET /")
    if not re.match(_OPERATION, operation):
        yield at.below("operation"), "a method and a path, such as 'GET /pets/*'"
    if "until" in table and _day(table["until"]) is None:
        yield at.below("until"), "a date, such as 2027-01-31"
    if "until-version" in table and not numbers_of(table["until-version"]):
        yield at.below("until-version"), "a version of the document, such as '2.0'"


def _day(value: Any) -> date | None:
    """A date of TOML, or its text; None for everything else, times too."""
    if isinstance(value, str) and re.match(_DAY, value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    is_day = isinstance(value, date) and not isinstance(value, datetime)
    return value if is_day else None


def _is_rule(name: str, at: Place) -> bool:
    """Whether there is such a rule; that there is none is an error."""
    # Imported here for start-up time: most projects name no rule.
    from apiloom.core.codes import suggestion  # noqa: PLC0415
    from apiloom.diff.contract.rules import rules  # noqa: PLC0415

    known = tuple(rule.id for rule in rules())
    if name in known:
        return True
    hint = suggestion(name, known)
    at.error("config-unknown-code", f"unknown rule {name!a}", hint)
    return False


@dataclass(frozen=True, slots=True)
class RuleLevels:
    """Levels by the id of a rule."""

    summary: str = "table of levels by rule"

    @property
    def schema(self) -> Json:
        """A mapping to levels."""
        return {"type": "object", "additionalProperties": {"enum": [*_LEVELS]}}

    def read(self, value: Any, at: Place) -> tuple[tuple[str, str], ...] | None:
        """Pairs of a rule and a level, in the order of the file."""
        if not isinstance(value, dict):
            at.wrong("a table of levels by rule")
            return None
        pairs: list[tuple[str, str]] = []
        for rule, level in value.items():
            place = at.below(rule)
            if not _is_rule(rule, place):
                continue
            if level not in _LEVELS:
                place.wrong("one of " + ", ".join(_LEVELS))
                continue
            pairs.append((rule, level))
        return tuple(pairs)


@dataclass(frozen=True, slots=True)
class PathPrefixes:
    """What paths begin with, before and now."""

    summary: str = "table of prefixes by prefix"

    @property
    def schema(self) -> Json:
        """A mapping of whole steps of paths; empty is no step."""
        prefix: Json = {"type": "string", "pattern": f"^$|{_PREFIX}"}
        return {
            "type": "object",
            "propertyNames": prefix,
            "additionalProperties": prefix,
        }

    def read(self, value: Any, at: Place) -> tuple[tuple[str, str], ...] | None:
        """Pairs of an old prefix and a new one, in the order of the file."""
        if not isinstance(value, dict):
            at.wrong("a table of prefixes of paths")
            return None
        for old, new in value.items():
            if not (_is_prefix(old) and _is_prefix(new)):
                at.below(old).wrong("the beginning of paths, such as '/api/v1'")
                return None
        return tuple(value.items())


def _is_prefix(text: Any) -> bool:
    return isinstance(text, str) and (not text or re.match(_PREFIX, text) is not None)
