"""The contract of two documents held against each other.

Structure first: `structure/` finds what differs, `rules/` says what a difference means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apiloom.core.change_policy import NO_POLICY, ChangePolicy
from apiloom.diff.contract.contract_change import (
    ContractChange,
    ContractLevel,
    ContractSide,
)
from apiloom.diff.contract.rules import FAMILIES, Rule, rules

if TYPE_CHECKING:
    from apiloom.api.ir import ApiSpec

__all__ = [
    "FAMILIES",
    "ContractChange",
    "ContractLevel",
    "ContractSide",
    "Rule",
    "compare_contracts",
    "rules",
]


def compare_contracts(
    old: ApiSpec, new: ApiSpec, *, policy: ChangePolicy = NO_POLICY
) -> tuple[ContractChange, ...]:
    """Every change from one document to another: worst first, then what hits most.

    Both are what `parse_document` returns. Locations have pointers of the normal
    document: `NormalDocument.trace` and `DocumentSet.trace` lead to the files.
    `policy` says which rules have another level, and which paths have moved as a whole;
    what is accepted is judged where it is known where everything stands in its file.
    """
    # Imported here for start-up time: `apiloom explain` shows the rules alone.
    from apiloom.diff.contract.judge_differences import in_order, judge  # noqa: PLC0415
    from apiloom.diff.contract.structure.all_differences import (  # noqa: PLC0415
        differences,
    )

    levels = {rule: ContractLevel(level) for rule, level in policy.levels}
    changes = (
        judge(difference, old, new, levels)
        for difference in differences(old, new, policy.prefixes)
    )
    return in_order(changes)
