"""Reads rules from a table like `rules.toml`, whose head says how it is written."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Final, NamedTuple

from apiloom.diff.contract.contract_change import ContractLevel
from apiloom.diff.contract.rules.rule import Levels, Rule
from apiloom.diff.contract.structure.difference import OPPOSITE, Kind

_NAMED: Final = {
    "narrowing": "breaking/compatible",
    "widening": "compatible/risky",
    "opening": "compatible/breaking",
    "either": "breaking/risky",
}


class _Row(NamedTuple):
    """One line of the table: the three fields of a rule beside its id."""

    difference: str
    levels: str
    sentence: str

    @property
    def judged(self) -> tuple[str, Kind]:
        """The aspect, and what has happened to it."""
        aspect, kind = self.difference.split(" ")
        return aspect, Kind(kind)


def read_families(text: str) -> dict[str, tuple[Rule, ...]]:
    """The rules of a table by family, in its order.

    Raises ValueError where there are two rules for one difference, or a level that does
    not exist; KeyError where a rule lacks its mirror.
    """
    table: Mapping[str, Mapping[str, list[str]]] = tomllib.loads(text)
    families = {
        family: {rule_id: _Row(*fields) for rule_id, fields in rows.items()}
        for family, rows in table.items()
    }
    ids: dict[tuple[str, Kind], str] = {}
    for rows in families.values():
        for rule_id, row in rows.items():
            if ids.setdefault(row.judged, rule_id) != rule_id:
                raise ValueError(f"{rule_id} judges what {ids[row.judged]} judges")
    return {
        family: tuple(_rule(rule_id, row, ids) for rule_id, row in rows.items())
        for family, rows in families.items()
    }


def _rule(rule_id: str, row: _Row, ids: Mapping[tuple[str, Kind], str]) -> Rule:
    aspect, kind = row.judged
    callers, _, servers = row.levels.partition(" | ")
    levels = _levels(callers)
    return Rule(
        rule_id,
        aspect,
        kind,
        levels,
        _levels(servers) if servers else levels.turned,
        row.sentence,
        mirror=ids[aspect, OPPOSITE[kind]],
    )


def _levels(text: str) -> Levels:
    request, slash, response = _NAMED.get(text, text).partition("/")
    return Levels(ContractLevel(request), ContractLevel(response if slash else request))
