"""OpenAPI 3.2 to the normal shape, which is its own."""

from __future__ import annotations

from apiloom.document.upgrade.lift import Lift
from apiloom.document.upgrade.v31 import lift_schemas


def lift_32(lift: Lift) -> None:
    """Take out of the schemas what 3.0 has left in them, as for 3.1."""
    lift_schemas(lift, "OpenAPI 3.2")
