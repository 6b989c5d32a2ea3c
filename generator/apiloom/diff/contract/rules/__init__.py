"""The registry: every rule by which differences are judged, one family per file."""

from __future__ import annotations

from typing import Final

from apiloom.diff.contract.rules import array_rules as arrays
from apiloom.diff.contract.rules import body_rules as bodies
from apiloom.diff.contract.rules import document_rules as documents
from apiloom.diff.contract.rules import documentation_rules as documentation
from apiloom.diff.contract.rules import limit_rules as limits
from apiloom.diff.contract.rules import object_rules as objects
from apiloom.diff.contract.rules import operation_rules as operations
from apiloom.diff.contract.rules import parameter_rules as parameters
from apiloom.diff.contract.rules import response_rules as responses
from apiloom.diff.contract.rules import schema_rules as schemas
from apiloom.diff.contract.rules import security_rules as security
from apiloom.diff.contract.rules import union_rules as unions
from apiloom.diff.contract.rules.rule import Levels, Rule
from apiloom.diff.contract.structure.difference import Kind

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
