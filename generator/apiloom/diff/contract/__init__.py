"""The contract of two documents held against each other.

Structure first: `structure/` finds what differs, `rules/` says what a difference means.
"""

from __future__ import annotations

from apiloom.api.ir import ApiSpec
from apiloom.diff.contract.contract_change import (
    ContractChange,
    ContractLevel,
    ContractSide,
)
from apiloom.diff.contract.judge_differences import judge, order
from apiloom.diff.contract.rules import FAMILIES, Rule, rules
from apiloom.diff.contract.structure.all_differences import differences

__all__ = [
    "FAMILIES",
    "ContractChange",
    "ContractLevel",
    "ContractSide",
    "Rule",
    "compare_contracts",
    "rules",
]


def compare_contracts(old: ApiSpec, new: ApiSpec) -> tuple[ContractChange, ...]:
    """Every change from one document to another, worst first.

    Both are what `build` returns. Locations have pointers of the shape that was built:
    `NormalDocument.trace` and `DocumentSet.trace` lead to the files.
    """
    changes = (judge(difference, old, new) for difference in differences(old, new))
    return tuple(sorted(changes, key=order))
