"""Swagger 2.0 to the normal shape: every part of it has another place there."""

from apiloom.document.upgrade.swagger2.swagger_document import lift_swagger2

__all__ = ["lift_swagger2"]
