"""Everything that differs between two documents."""

from __future__ import annotations

from apiloom.compare.contract.structure.document import (
    compare_components,
    compare_info,
    compare_servers,
    compare_tags,
)
from apiloom.compare.contract.structure.incoming import compare_incoming
from apiloom.compare.contract.structure.operations import compare_operations
from apiloom.compare.contract.structure.security import compare_schemes
from apiloom.compare.contract.structure.walk import Found, walk_over
from apiloom.ir.api import ApiSpec


def differences(old: ApiSpec, new: ApiSpec) -> tuple[Found, ...]:
    """Hold one document against another; the order follows the walk."""
    walk = walk_over(old, new)
    compare_operations(walk)
    compare_incoming(walk)
    walk.run()
    compare_info(walk)
    compare_servers(walk)
    compare_tags(walk)
    compare_schemes(walk)
    compare_components(walk)
    walk.run()
    return tuple(walk.found())
