"""Every version of OpenAPI lifted to one shape, with the way back kept."""

from apiloom.document.upgrade.dispatch import STEPS, normalise
from apiloom.document.upgrade.normal_document import NormalDocument
from apiloom.document.upgrade.versions import Declared, declared_version

__all__ = ["STEPS", "Declared", "NormalDocument", "declared_version", "normalise"]
