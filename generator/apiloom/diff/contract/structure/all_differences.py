"""Everything that differs between two documents."""

from __future__ import annotations

from collections.abc import Iterable

from apiloom.api.ir import ApiSpec
from apiloom.diff.contract.structure.contract_walk import (
    AttributedDifference,
    walk_over,
)
from apiloom.diff.contract.structure.document_differences import (
    compare_components,
    compare_info,
    compare_servers,
    compare_tags,
)
from apiloom.diff.contract.structure.incoming_differences import compare_incoming
from apiloom.diff.contract.structure.operation_differences import compare_operations
from apiloom.diff.contract.structure.security_differences import compare_schemes


def differences(
    old: ApiSpec, new: ApiSpec, prefixes: Iterable[tuple[str, str]] = ()
) -> tuple[AttributedDifference, ...]:
    """Hold one document against another; the order follows the walk.

    `prefixes` are what paths begin with, before and now.
    """
    walk = walk_over(old, new)
    compare_operations(walk, prefixes)
    compare_incoming(walk)
    walk.run()
    compare_info(walk)
    compare_servers(walk)
    compare_tags(walk)
    compare_schemes(walk)
    compare_components(walk)
    walk.run()
    return tuple(walk.differences())
