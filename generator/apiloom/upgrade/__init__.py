"""Every version of OpenAPI lifted to one shape, with the way back kept."""

from apiloom.upgrade.dispatch import STEPS, normalise
from apiloom.upgrade.normal import NormalDocument
from apiloom.upgrade.versions import Declared, declared_version

__all__ = ["STEPS", "Declared", "NormalDocument", "declared_version", "normalise"]
