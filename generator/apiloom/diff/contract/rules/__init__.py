"""The registry: every rule by which differences are judged, from one table."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from apiloom.diff.contract.rules.rule import Levels, Rule
from apiloom.diff.contract.rules.rule_table import read_families
from apiloom.diff.contract.structure.difference import Kind

__all__ = ["FAMILIES", "Levels", "Rule", "rule_for", "rules"]

FAMILIES: Final = read_families(
    Path(__file__).with_name("rules.toml").read_text(encoding="utf-8")
)
"""The rules by family, in the order in which people look for them."""

_BY_DIFFERENCE: Final = {
    (rule.aspect, rule.kind): rule for family in FAMILIES.values() for rule in family
}


def rules() -> tuple[Rule, ...]:
    """Every rule, family by family."""
    return tuple(rule for family in FAMILIES.values() for rule in family)


def rule_for(aspect: str, kind: Kind) -> Rule:
    """The rule for a difference: there is exactly one."""
    return _BY_DIFFERENCE[aspect, kind]
