"""The registry: every rule by which differences are judged, one family per file."""

from __future__ import annotations

from typing import Final

from apiloom.compare.contract.rules import (
    arrays,
    bodies,
    documentation,
    documents,
    limits,
    objects,
    operations,
    parameters,
    responses,
    schemas,
    security,
    unions,
)
from apiloom.compare.contract.rules.rule import Levels, Rule
from apiloom.compare.contract.structure.difference import Kind

__all__ = ["FAMILIES", "Levels", "Rule", "rule_for", "rules"]

FAMILIES: Final = {
    "operations": operations.RULES,
    "parameters": parameters.RULES,
    "bodies": bodies.RULES,
    "responses": responses.RULES,
    "security": security.RULES,
    "schemas": schemas.RULES,
    "limits": limits.RULES,
    "objects": objects.RULES,
    "arrays": arrays.RULES,
    "unions": unions.RULES,
    "documents": documents.RULES,
    "documentation": documentation.RULES,
}
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
