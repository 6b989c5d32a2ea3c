"""Every version of OpenAPI lifted to one shape, with the way back kept.

In: a bundled `DocumentSet`, Swagger 2.0 to OpenAPI 3.2. Out: `NormalDocument`, in the
shape of OpenAPI 3.2 with JSON Schema 2020-12, that knows where each part was written.
"""

from apiloom.document.upgrade.dispatch import STEPS, normalise
from apiloom.document.upgrade.normal_document import NormalDocument
from apiloom.document.upgrade.versions import Declared, declared_version

__all__ = ["STEPS", "Declared", "NormalDocument", "declared_version", "normalise"]
