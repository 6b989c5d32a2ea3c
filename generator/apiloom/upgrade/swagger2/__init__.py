"""Swagger 2.0 to the normal shape: every part of it has another place there."""

from apiloom.upgrade.swagger2.document import lift_swagger2

__all__ = ["lift_swagger2"]
